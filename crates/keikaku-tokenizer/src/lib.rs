//! Japanese tokens with spans: lindera and its dictionaries are confined here.
