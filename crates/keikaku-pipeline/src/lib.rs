//! Files in, records out: discovery, workers, order, progress, error policy. The only place with
//! threads and a file system.

mod discover;
mod load;
mod run;
mod summary;

pub use discover::{DiscoverError, EXTENSIONS, Found, STDIN, discover};
pub use load::{LoadError, LoadOptions, load};
pub use run::{Options, Progress, RunError, run};
pub use summary::{Hint, MOST_HINTS, Summary};
