//! A breaking change of the schemas needs a new version.
//!
//! `schemas/contract.lock` holds the contract of the last released version, one field a line.
//! Where the schemas of now say something else, `SCHEMA_VERSION` must have been raised by as much
//! as the change asks for; `compare` tells how much that is. The lock is written anew when a
//! version is released.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

mod compare;
mod contract;
mod version;

use std::{env, fs, path::PathBuf};

use contract::Contract;

fn lock() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas/contract.lock")
}

#[test]
fn the_version_is_raised_by_as_much_as_the_contract_changed() {
    let now = Contract::of_now();
    let text = fs::read_to_string(lock()).unwrap();
    let released: Contract = text.parse().unwrap_or_else(|e| panic!("schemas/contract.lock: {e}"));
    if let Err(reason) = version::check(&released, &now) {
        panic!("{reason}");
    }
    if updates() {
        fs::write(lock(), now.to_string()).unwrap();
    }
}

/// Whether the lock is to be written: a version is released.
fn updates() -> bool {
    env::var_os("KEIKAKU_UPDATE").is_some()
}

#[test]
fn no_field_of_the_real_contract_goes_or_may_be_null_unnoticed() {
    let released = Contract::of_now();
    assert!(released.fields.len() > 200);
    for (path, field) in &released.fields {
        let mut without = released.clone();
        without.fields.remove(path);
        assert!(version::check(&released, &without).is_err(), "without {path}");
        assert!(version::check(&without, &released).is_err(), "{path} is new");
        if !field.types.contains("null") {
            let mut null = released.clone();
            null.fields.get_mut(path).unwrap().types.insert("null".to_owned());
            assert!(version::check(&released, &null).is_err(), "{path} may be null");
        }
    }
}
