//! Reading a text forwards.
