//! `keikaku query`, `show` and `remove`: what databases hold.

mod describe;
mod source;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use keikaku_pipeline::Before;
use keikaku_record::{Document, Record};
use keikaku_sink::{Database, SEARCHED, Store, recover};

use crate::arguments::{QueryArguments, RemoveArguments, ShowArguments};
use crate::extract::tokenizer;
use crate::terminal;

pub(crate) fn open(database: &str) -> anyhow::Result<Box<dyn Store>> {
    let database: Database = database.parse().map_err(|e| anyhow!("DB: {e}"))?;
    if let Database::Sqlite(path) = &database
        && let Some(folder) = path.parent()
    {
        // What a run that was killed left to do. Where one is at it, what was there is read.
        let _ = recover(folder);
    }
    Ok(database.open()?)
}

/// The folder that the run read that left the database beside its records.
fn root_of(database: &str) -> Option<PathBuf> {
    let Ok(Database::Sqlite(path)) = database.parse() else { return None };
    let text = fs::read(Before::file(path.parent()?)).ok()?;
    serde_json::from_slice::<Before>(&text).ok()?.root
}

/// A record that must be there, since others refer to it.
fn record(store: &mut dyn Store, id: &str) -> anyhow::Result<Record> {
    store.record(id).map_err(|e| anyhow!(e))?.ok_or_else(|| anyhow!("the record {id} is not there"))
}

/// The documents that were asked for, read once each.
#[derive(Default)]
struct Documents(HashMap<String, Document>);

impl Documents {
    fn get(&mut self, store: &mut dyn Store, id: &str) -> anyhow::Result<&Document> {
        if !self.0.contains_key(id) {
            let Record::Document(document) = record(store, id)? else {
                bail!("the record {id} is no document");
            };
            self.0.insert(id.to_owned(), document);
        }
        self.0.get(id).ok_or_else(|| anyhow!("the document {id} is not there"))
    }
}

/// Finds records by words.
pub(crate) fn query(arguments: &QueryArguments) -> anyhow::Result<ExitCode> {
    if let Some(kind) = arguments.kinds.iter().find(|kind| !SEARCHED.contains(kind)) {
        bail!("{kind} records have no name or text that is searched; see keikaku query --help");
    }
    let limit = usize::from(arguments.limit);
    let mut store = open(&arguments.database)?;
    let store = store.as_mut();
    let mut worker = tokenizer(arguments.dictionary.as_deref())?.new_worker();
    let phrases: Vec<String> = arguments
        .words
        .iter()
        .map(|word| worker.search_words(word))
        .filter(|words| !words.is_empty())
        .collect();
    if phrases.is_empty() {
        bail!("{:?} holds no word, only marks", arguments.words.join(" "));
    }
    // Those that have the words first, then those in which the last word goes on.
    let mut search = |prefix| store.search(&phrases, prefix, &arguments.kinds, limit);
    let mut hits = search(false).map_err(|e| anyhow!(e))?;
    if hits.len() < limit {
        let wider = search(true).map_err(|e| anyhow!(e))?;
        let known: HashSet<String> = hits.iter().map(|hit| hit.id.clone()).collect();
        hits.extend(wider.into_iter().filter(|hit| !known.contains(&hit.id)));
        hits.truncate(limit);
    }
    let (mut documents, mut out) = (Documents::default(), String::new());
    for hit in &hits {
        let record = record(store, &hit.id)?;
        let section = match record.section() {
            Some(id) => store.record(id).map_err(|e| anyhow!(e))?,
            None => None,
        };
        let path = match &section {
            Some(Record::Section(section)) => section.path.as_slice(),
            _ => &[],
        };
        let document = documents.get(store, record.document())?;
        if arguments.json {
            let found = serde_json::json!({
                "path": document.path, "line": record.lines().first, "section": path,
                "record": record,
            });
            let _ = writeln!(out, "{found}");
        } else {
            out += &describe::hit(&record, document, path);
        }
    }
    if !arguments.json {
        let words = arguments.words.join(" ");
        let _ = match hits.len() {
            0 => writeln!(out, "nothing holds {words}"),
            count if count == limit => {
                writeln!(out, "{count} found, and there may be more: --limit {}", limit * 5)
            }
            count => writeln!(out, "{count} found"),
        };
    }
    terminal::print_data(&out)?;
    Ok(ExitCode::from(u8::from(hits.is_empty())))
}

/// Prints records with their source lines.
pub(crate) fn show(arguments: &ShowArguments) -> anyhow::Result<ExitCode> {
    let mut store = open(&arguments.database)?;
    let folder = arguments.source.clone().or_else(|| root_of(&arguments.database));
    let folder = folder.unwrap_or_else(|| PathBuf::from("."));
    let store = store.as_mut();
    let (mut documents, mut out, mut lost) = (Documents::default(), String::new(), Vec::new());
    for id in &arguments.ids {
        let Some(record) = store.record(id).map_err(|e| anyhow!(e))? else {
            lost.push(id.as_str());
            continue;
        };
        if arguments.json {
            let _ = writeln!(out, "{}", serde_json::to_string(&record)?);
            continue;
        }
        out += &describe::record(&record)?;
        let document = documents.get(store, record.document())?;
        source::show(&record, document, &folder, &mut out);
        out.push('\n');
    }
    terminal::print_data(&out)?;
    if !lost.is_empty() {
        complain(&format!("no record has the id {}", lost.join(", ")));
    }
    Ok(ExitCode::from(u8::from(!lost.is_empty())))
}

/// Removes documents.
pub(crate) fn remove(arguments: &RemoveArguments) -> anyhow::Result<ExitCode> {
    let mut store = open(&arguments.database)?;
    let held = store.documents().map_err(|e| anyhow!(e))?;
    let (mut ids, mut lost) = (Vec::new(), Vec::new());
    for named in &arguments.documents {
        let found = held.iter().filter(|d| d.id == *named || d.path == *named);
        let before = ids.len();
        ids.extend(found.map(|d| d.id.clone()));
        if ids.len() == before {
            lost.push(named.as_str());
        }
    }
    if !lost.is_empty() {
        complain(&format!(
            "no document has the id or path {}; nothing is removed",
            lost.join(", ")
        ));
        return Ok(ExitCode::from(1));
    }
    store.remove(&ids).map_err(|e| anyhow!(e))?;
    let mut out = String::new();
    for document in held.iter().filter(|d| ids.contains(&d.id)) {
        let title = document.title.as_deref().unwrap_or_default();
        let _ = writeln!(out, "removed {} {} {title}", document.id, document.path);
    }
    terminal::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn complain(message: &str) {
    terminal::say(&format!("keikaku: {message}\n"));
}
