//! Blocks and tables to mentions, mentions to records.
