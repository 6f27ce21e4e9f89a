//! The least F1 that metrics must have.

use std::fmt;
use std::str::FromStr;

use keikaku_check::UnknownMetric;
use serde::Serialize;

/// The least F1 of a metric: `indicator=0.95`.
#[derive(Clone, Debug)]
pub(crate) struct Floor {
    name: String,
    least: f64,
}

impl FromStr for Floor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, least) = text.split_once('=').ok_or("must be NAME=F1, as in indicator=0.95")?;
        match least.parse() {
            Ok(least) if (0.0..=1.0).contains(&least) => Ok(Self { name: name.to_owned(), least }),
            _ => Err(format!("{least} is no number from 0 to 1")),
        }
    }
}

/// A floor, and what the metric has.
#[derive(Debug, Serialize)]
pub(super) struct Judged {
    name: String,
    least: f64,
    f1: Option<f64>,
    /// Whether the F1 is high enough; where there is nothing to score, it is.
    pub(super) holds: bool,
}

/// Judges metrics. A name that none has is an error: what is misspelt would never fail.
pub(super) fn judge(
    floors: &[Floor],
    f1: impl Fn(&str) -> Result<Option<f64>, UnknownMetric>,
) -> anyhow::Result<Vec<Judged>> {
    let judge = |Floor { name, least }: &Floor| {
        let f1 = f1(name).map_err(|error| anyhow::anyhow!("--min-f1: {error}"))?;
        let holds = f1.is_none_or(|f1| f1 >= *least);
        Ok(Judged { name: name.clone(), least: *least, f1, holds })
    };
    floors.iter().map(judge).collect()
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, least, f1, holds } = self;
        match f1 {
            Some(f1) => {
                let is = if *holds { "is not below" } else { "is below" };
                write!(f, "--min-f1 {name}: {f1:.4} {is} {least}")
            }
            None => write!(f, "--min-f1 {name}: there is nothing to score"),
        }
    }
}
