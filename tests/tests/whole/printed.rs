//! Tables that the mill of `tests/mill/` drew, two programs printed and pdftotext dumped: of each
//! figure its row, its column and its neighbours are asked for. `tests/mill/score.py` asks the same
//! of whole documents.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;

use keikaku_check::fold;
use serde_json::Value;

use crate::documents::{root, values};

/// The least F1 over all tables that each aspect must have.
const FLOORS: [(&str, f64); 5] =
    [("cell", 0.93), ("row", 0.89), ("column", 0.66), ("neighbours", 0.88), ("whole", 0.62)];

/// A figure of a printed table, and what stands around it, folded. What is empty is not asked for.
struct Wanted {
    text: String,
    label: String,
    head: String,
    /// What the neighbour may be: with its number, or without.
    left: Vec<String>,
    right: Vec<String>,
}

/// A figure in a row of a table that was found.
struct Found {
    place: (usize, usize, usize),
    text: String,
    stubs: Vec<String>,
    head: String,
    left: String,
    right: String,
}

/// Which of the [`FLOORS`]' aspects hold.
type Verdict = [bool; 5];

#[derive(Default)]
struct Tally {
    documents: usize,
    wanted: usize,
    found: usize,
    right: [usize; 5],
}

impl Tally {
    fn f1(&self, aspect: usize) -> f64 {
        let (right, all) = (self.right[aspect], self.found + self.wanted);
        if all == 0 { 0.0 } else { 2.0 * exact(right) / exact(all) }
    }

    fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        self.wanted += other.wanted;
        self.found += other.found;
        for (sum, n) in self.right.iter_mut().zip(other.right) {
            *sum += n;
        }
    }
}

fn exact(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap())
}

#[test]
fn printed_tables_give_back_their_cells_as_in_the_snapshot() {
    let folder = root().join("fixtures/printed");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "printed"));
    paths.sort();
    assert!(paths.len() > 200, "{} printed tables", paths.len());
    let (mut kinds, mut all) = (BTreeMap::<String, Tally>::new(), Tally::default());
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let (dump, cells) = text.rsplit_once("\n%% ").unwrap_or_else(|| panic!("{name}"));
        let (kind, cells) = cells.split_once('\n').unwrap();
        let wanted: Vec<Wanted> = cells.lines().map(Wanted::of_line).collect();
        let records = values(&format!("{name}.txt"), dump.as_bytes());
        let tally = tally(&wanted, &figures(&records));
        all.add(&tally);
        kinds.entry(kind.to_owned()).or_default().add(&tally);
    }
    let mut snapshot = String::from("table\tprogram\tdocuments\twanted\tfound");
    FLOORS.iter().for_each(|(aspect, _)| _ = write!(snapshot, "\t{aspect}\tF1"));
    snapshot.push('\n');
    kinds.insert("~all both".to_owned(), all);
    for (kind, tally) in &kinds {
        let kind = kind.trim_start_matches('~').replace(' ', "\t");
        _ = write!(snapshot, "{kind}\t{}\t{}\t{}", tally.documents, tally.wanted, tally.found);
        for (aspect, right) in tally.right.iter().enumerate() {
            _ = write!(snapshot, "\t{right}\t{:.3}", tally.f1(aspect));
        }
        snapshot.push('\n');
    }
    let path = root().join("tests/printed.tsv");
    if std::env::var_os("KEIKAKU_UPDATE").is_some() {
        fs::write(&path, &snapshot).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, snapshot, "run with KEIKAKU_UPDATE=1 to take the new scores over");
    for (aspect, (name, floor)) in FLOORS.iter().enumerate() {
        let f1 = kinds["~all both"].f1(aspect);
        assert!(f1 >= *floor, "{name}: {f1:.3} is under {floor}");
    }
}

impl Wanted {
    /// A line of a fixture: text, label, heads, left, right, and what only other tests ask for.
    fn of_line(line: &str) -> Self {
        let fields: Vec<&str> = line.split('\t').collect();
        let innermost = fields[2].rsplit('｜').next().unwrap();
        let readings = |field: &str| -> Vec<String> { field.split('｜').map(folded).collect() };
        Self {
            text: folded(fields[0]),
            label: folded(fields[1]),
            head: folded(innermost),
            left: readings(fields[3]),
            right: readings(fields[4]),
        }
    }

    fn judge(&self, found: &Found) -> Verdict {
        let long = self.label.chars().count() > 1;
        let row = self.label.is_empty()
            || found.stubs.iter().any(|s| *s == self.label || long && s.ends_with(&self.label))
            || long && found.stubs.concat().ends_with(&self.label);
        let column = self.head.is_empty() || found.head.ends_with(&self.head);
        let near =
            |wanted: &[String], found: &String| wanted[0].is_empty() || wanted.contains(found);
        let near = near(&self.left, &found.left) && near(&self.right, &found.right);
        [true, row, column, near, row && column && near]
    }
}

/// Each wanted figure with the found one that fits best, each found one once.
fn tally(wanted: &[Wanted], found: &[Found]) -> Tally {
    let mut by_text: HashMap<&str, Vec<(usize, &Found)>> = HashMap::new();
    for (m, f) in found.iter().enumerate() {
        by_text.entry(&f.text).or_default().push((m, f));
    }
    let mut pairs = Vec::new();
    for (n, w) in wanted.iter().enumerate() {
        for (m, f) in by_text.get(w.text.as_str()).into_iter().flatten() {
            let verdict = w.judge(f);
            let weight =
                4 * u8::from(verdict[1]) + 2 * u8::from(verdict[2]) + 2 * u8::from(verdict[3]);
            pairs.push((u8::MAX - weight, n.abs_diff(*m), n, *m, verdict));
        }
    }
    pairs.sort_unstable();
    let (mut answered, mut used) = (HashSet::new(), HashSet::new());
    let mut tally =
        Tally { documents: 1, wanted: wanted.len(), found: 0, right: [0; FLOORS.len()] };
    for (_, _, n, m, verdict) in pairs {
        if !answered.contains(&n) && used.insert(found[m].place) {
            answered.insert(n);
            for (sum, ok) in tally.right.iter_mut().zip(verdict) {
                *sum += usize::from(ok);
            }
        }
    }
    // Numbers of lines and of accounts are figures, too, and nobody asks for them: they are short.
    let extra = found.iter().filter(|f| !used.contains(&f.place) && f.text.chars().count() > 2);
    tally.found = answered.len() + extra.count();
    tally
}

/// The figures in the rows of all tables.
fn figures(records: &[Value]) -> Vec<Found> {
    let mut figures = Vec::new();
    let tables = records.iter().filter(|r| r["record"] == "table").enumerate();
    for (t, table) in tables {
        let texts = |list: &Value| -> Vec<String> {
            list.as_array().unwrap().iter().map(|x| folded(x.as_str().unwrap())).collect()
        };
        let columns = texts(&table["columns"]);
        for (i, row) in table["rows"].as_array().unwrap().iter().enumerate() {
            let row = texts(row);
            for (j, text) in row.iter().enumerate().filter(|(_, text)| is_figure(text)) {
                let filled = |cells: &[String]| -> Vec<String> {
                    cells.iter().filter(|x| !x.is_empty()).cloned().collect()
                };
                let (stubs, behind) = (filled(&row[..j]), filled(&row[j + 1..]));
                figures.push(Found {
                    place: (t, i, j),
                    text: text.clone(),
                    head: columns.get(j).cloned().unwrap_or_default(),
                    left: stubs.last().cloned().unwrap_or_default(),
                    right: behind.first().cloned().unwrap_or_default(),
                    stubs,
                });
            }
        }
    }
    figures
}

/// The folded text without a unit in brackets at its end, which a head or label may keep or not.
fn folded(text: &str) -> String {
    let text = fold(text);
    let unit = text.strip_suffix(')').and_then(|t| t.rsplit_once('('));
    match unit {
        Some((head, "千円" | "百万円" | "億円" | "円" | "人" | "件" | "%" | "頭" | "世帯")) => {
            head.to_owned()
        }
        _ => text,
    }
}

/// Whether a folded text is one figure, with a mark before it and a unit behind it.
fn is_figure(text: &str) -> bool {
    let digits = text.trim_start_matches(['△', '▲', '-', '(']);
    let unit = digits.trim_start_matches(|c: char| c.is_ascii_digit() || ",.".contains(c));
    digits.starts_with(|c: char| c.is_ascii_digit())
        && unit.chars().count() <= 4
        && !unit.contains(|c: char| c.is_ascii_digit())
}
