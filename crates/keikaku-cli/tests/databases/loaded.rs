//! Loading by document: again, anew, at once, into the wrong place; and removing.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::clients::{self, Tables};
use crate::server::{connect, server};
use crate::{command, folder_with, keikaku, load, records, text};

/// A database to load into.
pub(crate) struct Target {
    pub(crate) url: String,
    /// The server, that it may live as long.
    pub(crate) server: Option<std::sync::Arc<crate::server::Server>>,
}

impl Target {
    /// As `--to` names it.
    pub(crate) fn to(&self) -> String {
        match self.server {
            Some(_) => self.url.clone(),
            None => format!("sqlite:{}", self.url),
        }
    }

    pub(crate) fn tables(&self) -> Tables {
        match self.server {
            Some(_) => clients::postgres(&self.url),
            None => clients::sqlite(Path::new(&self.url)),
        }
    }

    /// Runs a statement in the database's own client.
    pub(crate) fn execute(&self, sql: &str) {
        match self.server {
            Some(_) => connect(&self.url).batch_execute(sql).unwrap(),
            None => {
                rusqlite::Connection::open(&self.url).unwrap().execute_batch(sql).unwrap();
            }
        }
    }
}

/// A new SQLite database in the folder, and one of PostgreSQL where there is a server.
pub(crate) fn targets(folder: &Path) -> Vec<Target> {
    let sqlite = folder.join("plans.sqlite").display().to_string();
    let mut targets = vec![Target { url: sqlite, server: None }];
    if let Some(server) = server() {
        targets.push(Target { url: server.database(), server: Some(server) });
    }
    targets
}

#[test]
fn loading_twice_changes_nothing() {
    let folder = folder_with(records::fixtures());
    let rows = Tables::of_records(records::fixtures());
    for target in targets(folder.path()) {
        for _ in 0..2 {
            load(folder.path(), "records.ndjson", &[&target.to()]);
            assert_eq!(target.tables(), rows, "{}", target.url);
        }
        // Twice in one load, too.
        load(folder.path(), "records.ndjson", &[&target.to()]);
        let both = ["load", "records.ndjson", "records.ndjson", "--to", &target.to()];
        assert_eq!(keikaku(folder.path(), &both).status.code(), Some(0));
        assert_eq!(target.tables(), rows, "{}", target.url);
        let found = keikaku(folder.path(), &["query", &target.url, "待機児童"]);
        assert!(text(&found.stdout).contains("\n1 found"), "{}", text(&found.stdout));
    }
    // Into a new database, as well.
    let anew = tempfile::tempdir().unwrap();
    for target in targets(anew.path()) {
        let both = ["load", "records.ndjson", "records.ndjson", "--to", &target.to()];
        let run = keikaku(folder.path(), &both);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        assert_eq!(target.tables(), rows, "{}", target.url);
    }
}

#[test]
fn a_document_is_replaced_and_others_stay() {
    let (first, other) = (records::document(1), records::document(2));
    let changed = first.replace("宿泊者数", "日帰り客数");
    let folder = folder_with(&format!("{first}{other}"));
    fs::write(folder.path().join("changed.ndjson"), &changed).unwrap();
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        load(folder.path(), "changed.ndjson", &[&target.to()]);
        let wanted = Tables::of_records(&format!("{changed}{other}"));
        assert_eq!(target.tables(), wanted, "{}", target.url);
        let old = keikaku(folder.path(), &["query", &target.url, "宿泊者数"]);
        let new = keikaku(folder.path(), &["query", &target.url, "日帰り客数"]);
        assert!(text(&old.stdout).contains("0000000000000002-indicator-1"));
        assert!(!text(&old.stdout).contains("0000000000000001-indicator-1"));
        assert!(text(&new.stdout).contains("0000000000000001-indicator-1"));
    }
}

#[test]
fn a_removed_document_takes_all_that_it_held() {
    let (first, other) = (records::document(1), records::document(2));
    let folder = folder_with(&format!("{first}{other}"));
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        let both = Tables::of_records(&format!("{first}{other}"));
        let run = keikaku(folder.path(), &["remove", &target.url, "plans/1.txt", "plans/9.txt"]);
        assert_eq!(run.status.code(), Some(1));
        assert!(text(&run.stderr).contains("plans/9.txt; nothing is removed"));
        assert_eq!(target.tables(), both, "{}", target.url);
        let run = keikaku(folder.path(), &["remove", &target.url, "plans/1.txt"]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        assert!(text(&run.stdout).contains("removed 0000000000000001 plans/1.txt"));
        assert_eq!(target.tables(), Tables::of_records(&other), "{}", target.url);
        let found = keikaku(folder.path(), &["query", &target.url, "宿泊者数"]);
        assert!(text(&found.stdout).contains("\n1 found"), "{}", text(&found.stdout));
        let run = keikaku(folder.path(), &["remove", &target.url, "0000000000000002"]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        assert_eq!(target.tables().len(), 0, "{}", target.url);
    }
}

#[test]
fn a_failed_load_leaves_the_database_as_it_was() {
    let (first, other) = (records::document(1), records::document(2));
    let folder = folder_with(&first);
    let broken = [
        ("cut", format!("{other}{}", &other[..300]), "cut.ndjson:12: "),
        ("astray", format!("{other}{}", first.lines().nth(4).unwrap()), "astray.ndjson:12: "),
        ("doubled", format!("{other}{}\n", other.lines().nth(4).unwrap()), "doubled.ndjson:12: "),
        ("short", other.lines().take(7).collect::<Vec<_>>().join("\n"), "was the file cut?"),
        (
            "older",
            other.replace(
                &format!(r#""schema_version":"{}""#, keikaku_record::SCHEMA_VERSION),
                r#""schema_version":"0.9.0""#,
            ),
            "version 0.9.0",
        ),
    ];
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        let before = target.tables();
        for (name, lines, said) in &broken {
            let file = format!("{name}.ndjson");
            fs::write(folder.path().join(&file), lines).unwrap();
            let run = keikaku(folder.path(), &["load", &file, "--to", &target.to()]);
            assert_eq!(run.status.code(), Some(2), "{name}: {}", text(&run.stderr));
            assert!(text(&run.stderr).contains(said), "{name}: {}", text(&run.stderr));
            assert_eq!(target.tables(), before, "{name} {}", target.url);
        }
    }
}

/// As `extract --kinds` writes them.
#[test]
fn documents_in_part_are_loaded_where_that_is_wanted() {
    let part = records::document(1).lines().take(5).collect::<Vec<_>>().join("\n");
    let folder = folder_with(&format!("\u{FEFF}{part}"));
    for target in targets(folder.path()) {
        let run = keikaku(
            folder.path(),
            &["load", "records.ndjson", "--partial", "--quiet", "--to", &target.to()],
        );
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        assert_eq!(target.tables(), Tables::of_records(&part), "{}", target.url);
    }
}

/// The text of a file that was changed is another document.
#[test]
fn a_path_with_two_documents_is_said() {
    let (first, changed) = (records::document(1), records::document(2));
    let folder = folder_with(&first);
    fs::write(folder.path().join("changed.ndjson"), changed.replace("plans/2.txt", "plans/1.txt"))
        .unwrap();
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        let run = keikaku(folder.path(), &["load", "changed.ndjson", "--to", &target.to()]);
        let said = text(&run.stderr);
        assert_eq!(run.status.code(), Some(0), "{said}");
        assert!(said.contains("plans/1.txt") && said.contains("keikaku remove"), "{said}");
    }
}

#[test]
fn a_document_that_comes_twice_has_its_rows_once() {
    let first = records::document(1);
    let folder = folder_with(&format!("{first}{first}"));
    let wanted = Tables::of_records(&first);
    load(folder.path(), "records.ndjson", &["parquet:tables", "csv:sheets"]);
    assert_eq!(clients::parquet(&folder.path().join("tables")), wanted);
    assert_eq!(clients::csv(&folder.path().join("sheets")), wanted);
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        assert_eq!(target.tables(), wanted, "{}", target.url);
    }
}

/// Where one of several targets does not take a load, none keeps it.
#[test]
fn targets_keep_a_load_together() {
    let folder = folder_with(&records::document(1));
    // No days so early for PostgreSQL.
    let early = records::document(2).replace("\"2023-04-01\"", "\"-009998-04-01\"");
    fs::write(folder.path().join("early.ndjson"), early).unwrap();
    for target in targets(folder.path()).into_iter().filter(|t| t.server.is_some()) {
        let all = ["sqlite:a.sqlite", &target.to(), "csv:sheets"];
        load(folder.path(), "records.ndjson", &all);
        let before = target.tables();
        let mut arguments = vec!["load", "early.ndjson"];
        all.iter().for_each(|target| arguments.extend(["--to", target]));
        let run = keikaku(folder.path(), &arguments);
        assert_eq!(run.status.code(), Some(2), "{}", text(&run.stderr));
        assert_eq!(target.tables(), before);
        assert_eq!(clients::sqlite(&folder.path().join("a.sqlite")), before);
        assert_eq!(clients::csv(&folder.path().join("sheets")), before);
    }
}

#[test]
fn a_target_is_what_its_name_says() {
    let folder = folder_with(&records::document(1));
    let wanted = Tables::of_records(&records::document(1));
    // No database in memory, and no parameters.
    for name in [":memory:", "file:plans?mode=memory"] {
        load(folder.path(), "records.ndjson", &[&format!("sqlite:{name}")]);
        assert_eq!(clients::sqlite(&folder.path().join(name)), wanted, "{name}");
    }
    for twice in [
        vec!["load", "records.ndjson", "--to", "sqlite:a.sqlite", "--to", "sqlite:a.sqlite"],
        vec!["load", "records.ndjson", "--to", "csv:a", "--to", "csv:./a"],
        vec!["extract", "records.ndjson", "-o", "b", "--to", "ndjson:b/records.ndjson"],
    ] {
        let run = keikaku(folder.path(), &twice);
        assert_eq!(run.status.code(), Some(2), "{twice:?}");
        assert!(text(&run.stderr).contains("twice"), "{}", text(&run.stderr));
    }
    // A link stays a link, a device a device.
    std::os::unix::fs::symlink("behind.ndjson", folder.path().join("link.ndjson")).unwrap();
    fs::write(folder.path().join("behind.ndjson"), "").unwrap();
    load(folder.path(), "records.ndjson", &["ndjson:link.ndjson"]);
    let behind = fs::read_to_string(folder.path().join("behind.ndjson")).unwrap();
    assert_eq!(behind, records::document(1));
    let run = keikaku(folder.path(), &["load", "records.ndjson", "-q", "--to", "ndjson:/dev/null"]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    assert!(!Path::new("/dev/null").is_file());
}

/// What a folder of files held stays until the new files are whole.
#[test]
fn a_failed_load_leaves_the_files_as_they_were() {
    let first = records::document(1);
    let folder = folder_with(&first);
    fs::write(folder.path().join("cut.ndjson"), format!("{first}{{")).unwrap();
    load(folder.path(), "records.ndjson", &["parquet:tables", "csv:sheets"]);
    let run = keikaku(
        folder.path(),
        &["load", "cut.ndjson", "--to", "parquet:tables", "--to", "csv:sheets"],
    );
    assert_eq!(run.status.code(), Some(2));
    let wanted = Tables::of_records(&first);
    assert_eq!(clients::parquet(&folder.path().join("tables")), wanted);
    assert_eq!(clients::csv(&folder.path().join("sheets")), wanted);
    for kind in ["tables", "sheets"] {
        for entry in fs::read_dir(folder.path().join(kind)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(!name.contains(".part-"), "{name} is left");
        }
    }
}

#[test]
fn two_loaders_at_once_take_turns() {
    let documents = records::documents();
    let (left, right) = documents.split_at(documents.len() / 2);
    // The middle is in both.
    let (left, right) = (left.concat(), format!("{}{}", left.last().unwrap(), right.concat()));
    let folder = folder_with(&left);
    fs::write(folder.path().join("right.ndjson"), &right).unwrap();
    let wanted = Tables::of_records(records::fixtures());
    for target in targets(folder.path()) {
        for _ in 0..2 {
            let loaders = ["records.ndjson", "right.ndjson", "records.ndjson"].map(|file| {
                let arguments = ["load", file, "--to", &target.to(), "--quiet"];
                command(folder.path(), &arguments).stderr(Stdio::piped()).spawn().unwrap()
            });
            for loader in loaders {
                let run = loader.wait_with_output().unwrap();
                assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
            }
            assert_eq!(target.tables(), wanted, "{}", target.url);
        }
    }
}

#[test]
fn a_database_of_another_version_is_left_alone() {
    let folder = folder_with(&records::document(1));
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        target.execute("UPDATE keikaku SET value = '0.7.0' WHERE name = 'schema_version'");
        let id = "0000000000000001";
        for arguments in [
            vec!["load", "records.ndjson", "--to", &target.to()],
            vec!["query", &target.url, "宿泊者"],
            vec!["show", &target.url, id],
            vec!["remove", &target.url, id],
        ] {
            let run = keikaku(folder.path(), &arguments);
            assert_eq!(run.status.code(), Some(2), "{arguments:?}");
            assert!(text(&run.stderr).contains("version 0.7.0"), "{}", text(&run.stderr));
        }
    }
}

#[test]
fn a_database_of_somebody_elses_is_left_alone() {
    let folder = folder_with(&records::document(1));
    for target in targets(folder.path()) {
        target.execute("CREATE TABLE section (seats INTEGER)");
        let run = keikaku(folder.path(), &["load", "records.ndjson", "--to", &target.to()]);
        assert_eq!(run.status.code(), Some(2));
        assert!(text(&run.stderr).contains("a table section"), "{}", text(&run.stderr));
        let run = keikaku(folder.path(), &["query", &target.url, "宿泊者"]);
        assert_eq!(run.status.code(), Some(2));
        assert!(text(&run.stderr).contains("loaded nothing"), "{}", text(&run.stderr));
        target.execute("INSERT INTO section VALUES (1)");
    }
    fs::write(folder.path().join("notes.sqlite"), "not a database, but a text of some length")
        .unwrap();
    let run = keikaku(folder.path(), &["load", "records.ndjson", "--to", "sqlite:notes.sqlite"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("no SQLite database"), "{}", text(&run.stderr));
}

#[test]
fn what_are_no_records_is_said_before_a_database_is_made() {
    let folder = folder_with("");
    fs::write(folder.path().join("plan.txt"), "港湾計画\n").unwrap();
    let run = keikaku(folder.path(), &["load", "nowhere.ndjson", "--to", "sqlite:plans.sqlite"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("cannot read nowhere.ndjson"), "{}", text(&run.stderr));
    assert!(!folder.path().join("plans.sqlite").exists());
    let run = keikaku(folder.path(), &["load", "plan.txt", "--to", "sqlite:plans.sqlite"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("plan.txt:1: is no JSON"), "{}", text(&run.stderr));
    let run = keikaku(folder.path(), &["load", "records.ndjson", "--to", "sqlite:plans.sqlite"]);
    assert_eq!(run.status.code(), Some(0));
    assert!(text(&run.stderr).contains("no record was found"), "{}", text(&run.stderr));
}

/// What `extract` writes to a database is what `load` writes.
#[test]
fn extracting_into_a_database_is_extracting_and_loading() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = tempfile::tempdir().unwrap();
    let wanted = Tables::of_records(records::fixtures());
    for target in targets(folder.path()) {
        let run = keikaku(&root, &["extract", "fixtures", "--quiet", "--to", &target.to()]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        assert_eq!(target.tables(), wanted, "{}", target.url);
    }
    let out = folder.path().join("out").display().to_string();
    for _ in 0..2 {
        let run = keikaku(&root, &["extract", "fixtures", "--quiet", "-o", &out]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        assert_eq!(clients::sqlite(&Path::new(&out).join("keikaku.sqlite")), wanted);
    }
    // Kinds that are not written are not in the tables either.
    let run = keikaku(&root, &["extract", "fixtures", "-q", "--kinds", "indicator", "-o", &out]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let lines = fs::read_to_string(Path::new(&out).join("records.ndjson")).unwrap();
    let wanted = Tables::of_records(&lines);
    assert_eq!(clients::sqlite(&Path::new(&out).join("keikaku.sqlite")), wanted);
}
