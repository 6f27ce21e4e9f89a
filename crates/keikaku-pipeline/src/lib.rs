//! Files in, records out: discovery, workers, order, progress, error policy. The only place with
//! threads and a file system.

mod discover;
mod follow;
mod load;
mod manifest;
mod open;
mod run;
mod summary;

pub use discover::{
    DiscoverError, Discovered, EXTENSIONS, Found, Member, STDIN, common_folder, discover,
    discover_but, name_below,
};
pub use follow::{Before, FOLDER, Past, PastFinding, Plan, Step, read_past};
pub use load::{LoadError, LoadOptions, load};
pub use manifest::{Manifest, ManifestError};
pub use open::read_document;
pub use run::{Beside, Leave, Options, Progress, RunError, run};
pub use summary::{Finding, Summary};
