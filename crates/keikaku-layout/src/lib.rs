//! Lines to pages, blocks, section tree and table grids.
