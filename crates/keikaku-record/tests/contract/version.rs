//! How much the version has to be raised.

use crate::compare::{Change, changes};
use crate::contract::Contract;

/// What a version promises, in the order it is written.
type Version = [u64; 3];

fn parse(text: &str) -> Result<Version, String> {
    let parts: Result<Vec<u64>, _> = text.split('.').map(str::parse).collect();
    let parts = parts.map_err(|e| format!("{text}: {e}"))?;
    parts.try_into().map_err(|_| format!("{text} is no version of three parts"))
}

/// Whether the version of `now` was raised by as much as its changes since `released` ask for.
pub(crate) fn check(released: &Contract, now: &Contract) -> Result<(), String> {
    let (old, new) = (parse(&released.version)?, parse(&now.version)?);
    let changes = changes(released, now);
    let needed = match changes.iter().map(|c| c.impact.breaks()).max() {
        Some(true) => [old[0] + 1, 0, 0],
        Some(false) => [old[0], old[1] + 1, 0],
        None => old,
    };
    if new >= needed {
        return Ok(());
    }
    let (old, new) = (&released.version, &now.version);
    let [major, minor, patch] = needed;
    let list: String = changes.iter().map(line).collect();
    Err(format!(
        "SCHEMA_VERSION is {new}, released was {old}: it must be {major}.{minor}.{patch} or more\n{list}\
         raise it in keikaku-record/src/schema.rs, or take the change back"
    ))
}

fn line(change: &Change) -> String {
    let Change { path, what, impact } = change;
    format!("  {impact:?}: {path} {what}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A contract of one field, or of two.
    fn contract(version: &str, fields: &[&str]) -> Contract {
        format!("version {version}\n{}", fields.concat()).parse().unwrap()
    }

    const NAME: &str = "plan.name: string, required\n";
    const NULL: &str = "plan.name: null|string, required\n";
    const SIZE: &str = "plan.size: number, required\n";

    #[test]
    fn a_version_is_raised_enough_or_refused() {
        for (old, was, new, is, fits) in [
            // The same contract.
            ("1.2.3", &[NAME][..], "1.2.3", &[NAME][..], true),
            ("1.2.3", &[NAME], "1.2.4", &[NAME], true),
            ("1.2.3", &[NAME], "2.0.0", &[NAME], true),
            ("1.2.3", &[NAME], "1.2.2", &[NAME], false),
            // An addition.
            ("1.2.3", &[NAME], "1.2.3", &[NAME, SIZE], false),
            ("1.2.3", &[NAME], "1.2.4", &[NAME, SIZE], false),
            ("1.2.3", &[NAME], "1.3.0", &[NAME, SIZE], true),
            ("1.9.3", &[NAME], "1.10.0", &[NAME, SIZE], true),
            ("1.2.3", &[NAME], "2.0.0", &[NAME, SIZE], true),
            // A break, alone and beside an addition.
            ("1.2.3", &[NAME], "1.3.0", &[NULL], false),
            ("1.2.3", &[NULL], "1.3.0", &[NAME], false),
            ("1.2.3", &[NAME], "1.3.0", &[SIZE], false),
            ("1.2.3", &[NAME], "1.3.0", &[NULL, SIZE], false),
            ("1.2.3", &[NAME], "2.0.0", &[NULL, SIZE], true),
            ("1.2.3", &[NAME], "10.0.0", &[SIZE], true),
        ] {
            let outcome = check(&contract(old, was), &contract(new, is));
            assert_eq!(outcome.is_ok(), fits, "{old} {was:?} {new} {is:?}: {outcome:?}");
        }
    }

    #[test]
    fn a_refusal_names_the_fields_and_the_version() {
        let reason = check(&contract("1.0.0", &[NAME]), &contract("1.1.0", &[NULL, SIZE]));
        let reason = reason.unwrap_err();
        for words in ["2.0.0", "Readers: plan.name may be null", "Addition: plan.size is new"] {
            assert!(reason.contains(words), "{reason}");
        }
    }
}
