//! Every record validates against its schema, and every reference leads to a record.

use std::collections::{HashMap, HashSet};

use keikaku_record::{RecordKind, schema};
use serde_json::Value;

use crate::documents::{all, records};

#[test]
fn records_validate_and_refer_to_records_that_are_there() {
    let validators: HashMap<&str, jsonschema::Validator> = RecordKind::ALL
        .iter()
        .map(|&kind| (kind.as_str(), jsonschema::validator_for(&schema(Some(kind))).unwrap()))
        .collect();
    let mut kinds = HashSet::new();
    for document in all() {
        let records: Vec<Value> = records(&document.name, &document.bytes)
            .iter()
            .map(|r| serde_json::to_value(r).unwrap())
            .collect();
        let ids: HashSet<&str> = records.iter().map(|r| r["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), records.len(), "{}: an id twice", document.name);
        for record in &records {
            let kind = record["record"].as_str().unwrap();
            kinds.insert(kind.to_owned());
            let errors: Vec<String> =
                validators[kind].iter_errors(record).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{}: {errors:?} in {record}", document.name);
            for reference in
                [&record["section"], &record["continues"], &record["of"]["id"], &record["document"]]
            {
                if let Some(id) = reference.as_str() {
                    assert!(ids.contains(id), "{}: {id} is nowhere, in {record}", document.name);
                }
            }
        }
    }
    for kind in RecordKind::ALL {
        assert!(kinds.contains(kind.as_str()), "no document gives a {kind}");
    }
}
