//! The IPADIC dictionary, built from its source and embedded.
