//! The record types of the contract, diagnostics, schema version.
