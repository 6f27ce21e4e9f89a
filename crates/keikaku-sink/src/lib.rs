//! Records to where they are kept: NDJSON.
