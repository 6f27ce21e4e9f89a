//! The manifest: what the user knows of the documents, by their names.
//!
//! A manifest is CSV with a head, or an object of JSON a line. `path` names a document as the
//! records do, or several with `*`, `**`, `?` or `[…]`; the other columns say what is known of it.
//! An empty cell, or null, says nothing. Of several lines that name a document, each adds what it
//! says; where they differ, a later pattern counts more than an earlier one, and the line with the
//! very name most.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use jiff::civil::{Date, DateTime};
use keikaku_record::{
    Diagnostic, Document, DocumentKind, Given, Issuer, ReadIdentity, Record, RecordKind, Severity,
    Time,
};
use keikaku_text::fold;
use keikaku_values::{Period, TimeContext, parse_bare_year, periods};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::Finding;
use crate::follow::hexadecimal;

/// What the user knows of the documents.
///
/// # A line for all files of a folder, and one for a file of it
/// ```
/// use keikaku_pipeline::Manifest;
///
/// let folder = tempfile::tempdir().unwrap();
/// let file = folder.path().join("manifest.csv");
/// let text = "path,issuer_name,title\nmie/*,三重県,\nmie/a.txt,,観光振興計画\n";
/// std::fs::write(&file, text).unwrap();
/// let manifest = Manifest::read(&file).unwrap();
/// let given = manifest.given("mie/a.txt").unwrap();
/// assert_eq!(given.issuer_name.as_deref(), Some("三重県"));
/// assert_eq!(given.title.as_deref(), Some("観光振興計画"));
/// assert_eq!(manifest.given("mie/b.txt").unwrap().title, None);
/// assert_eq!(manifest.given("a.txt"), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    file: PathBuf,
    /// The lines, those with patterns before those with names.
    entries: Vec<Entry>,
    /// The entries with names, by these.
    named: HashMap<String, usize>,
}

#[derive(Clone, Debug)]
struct Entry {
    /// The line of the manifest, from 1.
    line: u64,
    /// What it says; the path as written.
    given: Given,
    /// The path as the records name documents.
    name: String,
    /// Where the path has marks of a pattern.
    pattern: Option<Pattern>,
}

/// Why a manifest cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {message}", file.display(), line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct ManifestError {
    /// The manifest.
    pub file: PathBuf,
    /// The line, from 1, where one is at fault.
    pub line: Option<u64>,
    /// What is wrong, and what to do.
    pub message: String,
}

/// A `*` stays within a folder; `**` goes through folders.
const MATCHING: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

impl Manifest {
    /// Reads a manifest: CSV, or NDJSON where the name of the file ends so.
    ///
    /// # Errors
    ///
    /// Fails where it cannot be read, or a line of it says what cannot be.
    pub fn read(file: &Path) -> Result<Self, ManifestError> {
        let fail = |line, message: String| ManifestError { file: file.to_owned(), line, message };
        let extension = file.extension().unwrap_or_default().to_ascii_lowercase();
        let bytes = fs::read(file).map_err(|error| fail(None, error.to_string()))?;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
            fail(Some(line), "it is not UTF-8: save it as \"CSV UTF-8\"".to_owned())
        })?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let rows = match extension.to_str() {
            Some("csv") => csv_rows(text),
            Some("ndjson" | "jsonl") => json_rows(text),
            _ => Err((None, "its name must end in .csv, .ndjson or .jsonl".to_owned())),
        };
        let rows = rows.map_err(|(line, message)| fail(line, message))?;
        let mut entries = Vec::new();
        for (line, row) in rows {
            entries.push(entry(line, row).map_err(|message| fail(Some(line), message))?);
        }
        entries.sort_by_key(|entry| entry.pattern.is_none());
        let mut named = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            if entry.pattern.is_some() {
                continue;
            }
            if let Some(first) = named.insert(entry.name.clone(), at) {
                let first = entries.get(first).map_or(0, |entry| entry.line);
                let message = format!(
                    "{} is named on line {first} already: make the two lines one",
                    entry.given.path
                );
                return Err(fail(Some(entry.line), message));
            }
        }
        Ok(Self { file: file.to_owned(), entries, named })
    }

    /// What is known of the document of this name.
    #[must_use]
    pub fn given(&self, name: &str) -> Option<Given> {
        let own = self.named.get(name).and_then(|&at| self.entries.get(at));
        let patterns = self.entries.iter().take_while(|entry| entry.pattern.is_some());
        let of_pattern = patterns.filter(|entry| entry.names(name));
        of_pattern.chain(own).map(|entry| entry.given.clone()).reduce(joined)
    }

    /// The lines that name none of these documents, which are sorted by name.
    #[must_use]
    pub fn unmatched(&self, names: &[&str]) -> Vec<Finding> {
        let matches = |entry: &Entry| match entry.pattern {
            Some(_) => names.iter().any(|name| entry.names(name)),
            None => names.binary_search(&entry.name.as_str()).is_ok(),
        };
        let mut unmatched: Vec<&Entry> =
            self.entries.iter().filter(|entry| !matches(entry)).collect();
        unmatched.sort_by_key(|entry| entry.line);
        let one = names.first().map(|name| format!(", as {name}")).unwrap_or_default();
        let finding = |entry: &&Entry| Finding {
            path: self.file.display().to_string(),
            line: u32::try_from(entry.line).ok(),
            severity: Severity::Warning,
            code: "manifest_unmatched".to_owned(),
            message: format!(
                "no document is named {}: give the path below the folder that is read{one}",
                entry.given.path
            ),
        };
        unmatched.iter().map(finding).collect()
    }
}

impl Entry {
    fn names(&self, name: &str) -> bool {
        let of_pattern = |pattern: &Pattern| pattern.matches_with(name, MATCHING);
        self.name == name || self.pattern.as_ref().is_some_and(of_pattern)
    }
}

/// What two lines say; where they differ, the second.
fn joined(mut first: Given, second: Given) -> Given {
    first.more.extend(second.more);
    Given {
        path: second.path,
        source_url: second.source_url.or(first.source_url),
        // The code belongs to the name.
        issuer_code: match second.issuer_name {
            Some(_) => second.issuer_code,
            None => first.issuer_code,
        },
        issuer_name: second.issuer_name.or(first.issuer_name),
        title: second.title.or(first.title),
        kind: second.kind.or(first.kind),
        published: second.published.or(first.published),
        retrieved: second.retrieved.or(first.retrieved),
        licence: second.licence.or(first.licence),
        more: first.more,
    }
}

/// The digest of what is known of a document, which tells whether it is known still.
pub(crate) fn digest(given: Option<&Given>) -> Option<String> {
    let text = serde_json::to_vec(given?).unwrap_or_default();
    Some(hexadecimal(&Sha256::digest(text)))
}

/// Lines with their fields: those that say nothing left out.
type Rows = Result<Vec<(u64, BTreeMap<String, String>)>, (Option<u64>, String)>;

fn csv_rows(text: &str) -> Rows {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let fault = |error: &csv::Error| {
        let line = error.position().map(csv::Position::line);
        let message = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!(
                "it has {len} cells, and the head has {expected_len}: put a cell with a comma or a \
                 line break into quotation marks"
            ),
            _ => error.to_string(),
        };
        (line, message)
    };
    let head = reader.headers().map_err(|error| fault(&error))?.clone();
    let heads: Vec<&str> = head.iter().map(str::trim).collect();
    if !heads.contains(&"path") {
        let message = "the head has no column path, which names the document: begin with a line \
                       like path,source_url,issuer_name,title";
        return Err((Some(1), message.to_owned()));
    }
    for (at, name) in heads.iter().enumerate() {
        if heads.iter().take(at).any(|other| other == name) {
            return Err((Some(1), format!("the head has two columns {name}: name one otherwise")));
        }
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| fault(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = heads.iter().zip(&record).map(|(name, cell)| (name, cell.trim()));
        let row: BTreeMap<String, String> = cells
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(name, cell)| ((*name).to_owned(), cell.to_owned()))
            .collect();
        // Spreadsheets leave rows without any text behind the last.
        if !row.is_empty() {
            rows.push((line, row));
        }
    }
    Ok(rows)
}

fn json_rows(text: &str) -> Rows {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let row = |(line, text): (u64, &str)| {
        let fields: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
            (Some(line), format!("it is no JSON object: {error}; write one object a line"))
        })?;
        let said = fields.into_iter().filter_map(|(name, value)| match value {
            Value::Null => None,
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => Some((name, text.trim().to_owned())),
            other => Some((name, other.to_string())),
        });
        Ok((line, said.collect()))
    };
    lines.map(row).collect()
}

/// What a line says; or what is wrong with it, and what to do.
fn entry(line: u64, mut row: BTreeMap<String, String>) -> Result<Entry, String> {
    let mut take = |name: &str| row.remove(name);
    let path = take("path").ok_or("it has no path: name the document that it is about")?;
    let issuer_name = take("issuer_name");
    let issuer_code = take("issuer_code").map(|code| checked_code(&code)).transpose()?;
    if issuer_code.is_some() && issuer_name.is_none() {
        return Err("issuer_code needs issuer_name beside it".to_owned());
    }
    let kind = take("kind").map(|kind| read_kind(&kind)).transpose()?;
    let published = take("published").map(|time| read_time(&time)).transpose()?;
    let retrieved = take("retrieved");
    if let Some(text) = &retrieved
        && text.parse::<jiff::Timestamp>().is_err()
        && text.parse::<DateTime>().is_err()
    {
        return Err(format!("retrieved is {text}: write an ISO date, as 2024-05-31"));
    }
    let (source_url, title, licence) = (take("source_url"), take("title"), take("licence"));
    let name = path.replace('\\', "/");
    let name = name.strip_prefix("./").unwrap_or(&name).to_owned();
    let pattern = if name.contains(['*', '?', '[']) {
        let wrong = |error| format!("path is {path}, which is no pattern: {error}");
        Some(Pattern::new(&name).map_err(wrong)?)
    } else {
        None
    };
    let given = Given {
        path,
        source_url,
        issuer_name,
        issuer_code,
        title,
        kind,
        published,
        retrieved,
        licence,
        more: row,
    };
    Ok(Entry { line, given, name, pattern })
}

/// A code of six digits whose last one checks the others (全国地方公共団体コード).
fn checked_code(code: &str) -> Result<String, String> {
    let digits: Vec<u32> = code.chars().filter_map(|char| char.to_digit(10)).collect();
    if digits.len() != 6 || code.len() != 6 {
        return Err(format!(
            "issuer_code is {code}, and a code has six digits: put back the zero that it began \
             with, or the check digit"
        ));
    }
    let sum: u32 = digits.iter().zip([6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    let check = (11 - sum % 11) % 10;
    if digits.last() != Some(&check) {
        return Err(format!(
            "issuer_code is {code}, whose last digit would be {check}: see whether it is mistyped"
        ));
    }
    Ok(code.to_owned())
}

fn read_kind(kind: &str) -> Result<DocumentKind, String> {
    serde_json::from_value(Value::from(kind)).map_err(|_| {
        let mut names = Vec::new();
        for kind in [
            DocumentKind::Plan,
            DocumentKind::Schedule,
            DocumentKind::Minutes,
            DocumentKind::Strategy,
            DocumentKind::Evaluation,
            DocumentKind::Budget,
            DocumentKind::RegionalRevitalizationPlan,
            DocumentKind::Other,
        ] {
            names.push(name_of(kind));
        }
        format!("kind is {kind}: write one of {}", names.join(", "))
    })
}

/// How a kind is named in records.
fn name_of(kind: DocumentKind) -> String {
    let name = serde_json::to_value(kind).ok();
    name.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// An ISO day, month or year, or a time as documents write it.
fn read_time(text: &str) -> Result<Time, String> {
    let iso_month = || {
        let (year, month) = text.split_once('-')?;
        Period::of_month(year.parse().ok()?, month.parse().ok()?)
    };
    let iso = text.parse::<Date>().ok().map(Period::of_date).or_else(iso_month);
    let written = || {
        let folded = fold(text);
        let mention = periods(folded.text(), &TimeContext::default()).next()?;
        (mention.range == (0..folded.text().len())).then_some(mention.period)
    };
    let year = || {
        let year = parse_bare_year(text, None)?;
        match year.fiscal {
            Some(_) => None,
            None => Period::of_year(year.year),
        }
    };
    let period = iso.or_else(written).or_else(year).ok_or_else(|| {
        format!("published is {text}: write a day, a month or a year, as 2024-03-31 or 令和6年3月")
    })?;
    Ok(Time { start: period.start, end: period.end, basis: period.basis })
}

/// Lets what the user said of a document stand in its record, what was read beside it, and says
/// where the two contradict each other.
pub(crate) fn apply(records: &mut Vec<Record>, given: &Given) {
    let Some(Record::Document(document)) = records.first_mut() else { return };
    let read = ReadIdentity {
        title: document.title.clone(),
        issuer: document.issuer.clone(),
        kind: document.kind,
        issued: document.issued,
    };
    let said = contradictions(given, &read);
    if let Some(title) = &given.title {
        document.title = Some(title.clone());
    }
    if let Some(name) = &given.issuer_name {
        let known = read.issuer.as_ref().filter(|issuer| alike(&issuer.name, name));
        let code = given.issuer_code.clone().or_else(|| known?.code.clone());
        document.issuer = Some(Issuer { name: name.clone(), code });
    }
    if let Some(kind) = given.kind {
        document.kind = kind;
    }
    if given.published.is_some() {
        document.issued = given.published;
    }
    document.given = Some(Box::new(given.clone()));
    document.read = Some(Box::new(read));
    if !said.is_empty() {
        *document.counts.entry(RecordKind::Diagnostic).or_default() += said.len() as u64;
    }
    let diagnostics: Vec<Record> =
        said.into_iter().map(|(field, message)| differs(document, field, message)).collect();
    // Behind what else begins with the text.
    let at = records.iter().take_while(|record| record.span().start == 0).count().max(1);
    records.splice(at..at, diagnostics);
}

/// What the user said of a field otherwise than the text, by the name of the field.
fn contradictions(given: &Given, read: &ReadIdentity) -> Vec<(&'static str, String)> {
    let mut said = Vec::new();
    let mut say = |field, given: &str, read: &str| {
        let message = format!("the manifest says that {field} is {given}, the text says {read}");
        said.push((field, message));
    };
    if let (Some(given), Some(read)) = (&given.title, &read.title)
        && !alike(given, read)
    {
        say("title", given, read);
    }
    if let (Some(name), Some(read)) = (&given.issuer_name, &read.issuer) {
        let same = match (&given.issuer_code, &read.code) {
            (Some(given), Some(read)) => given == read,
            _ => alike(name, &read.name),
        };
        if !same {
            say("issuer_name", name, &read.name);
        }
    }
    if let Some(kind) = given.kind
        && kind != read.kind
        && read.kind != DocumentKind::Other
    {
        say("kind", &name_of(kind), &name_of(read.kind));
    }
    if let (Some(given), Some(read)) = (given.published, read.issued) {
        let before = |end: Option<Date>, start: Option<Date>| {
            end.zip(start).is_some_and(|(end, start)| end < start)
        };
        if before(given.end, read.start) || before(read.end, given.start) {
            say("published", &shown(given), &shown(read));
        }
    }
    said
}

/// Whether two names are the same but for widths and spaces.
fn alike(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let folded = fold(text);
        folded.text().chars().filter(|char| !char.is_whitespace()).collect::<String>()
    };
    plain(one) == plain(other)
}

/// A time for people.
fn shown(time: Time) -> String {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    match (time.start, time.end) {
        (start, end) if start == end => day(start),
        (start, end) => format!("{} to {}", day(start), day(end)),
    }
}

fn differs(document: &Document, field: &str, message: String) -> Record {
    Record::Diagnostic(Diagnostic {
        id: format!("{}:manifest:{field}", document.id),
        document: document.id.clone(),
        section: None,
        span: Default::default(),
        spans: Vec::new(),
        lines: [1, 1].into(),
        page: None,
        boxes: Vec::new(),
        severity: Severity::Warning,
        code: "manifest_differs".to_owned(),
        message,
    })
}
