//! What README.md shows is what the commands print.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Runs a line of a shell in a folder, `keikaku` being the one that was built. What it prints on
/// both ways.
fn shell(folder: &Path, line: &str) -> String {
    let own = Path::new(env!("CARGO_BIN_EXE_keikaku")).parent().unwrap();
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([own.to_owned()].into_iter().chain(env::split_paths(&path)));
    let line = format!("({line}) 2>&1");
    let mut command = Command::new("sh");
    command.current_dir(folder).args(["-c", &line]).env("PATH", path.unwrap());
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

fn block<'a>(readme: &'a str, kind: &str) -> &'a str {
    let (_, block) = readme.split_once(&format!("```{kind}\n")).unwrap();
    block.split_once("```").unwrap().0
}

#[test]
fn the_readme_shows_what_is_printed() {
    let file = root().join("README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let folder = tempfile::tempdir().unwrap();
    symlink(root().join("fixtures"), folder.path().join("fixtures")).unwrap();

    assert!(readme.contains("\n    cargo run --release -- extract fixtures -o out\n"));
    let printed = shell(folder.path(), "keikaku extract fixtures -o out");
    // The line of the speed differs from run to run.
    let steady = |text: &str| {
        let lines = text.lines().filter(|line| !line.contains(" MB/s")).map(str::to_owned);
        lines.collect::<Vec<_>>()
    };
    assert_eq!(steady(block(&readme, "text")), steady(&printed), "README.md, the first command");

    let console = block(&readme, "console");
    let has_sqlite = shell(folder.path(), "sqlite3 --version").starts_with("3.");
    if !has_sqlite {
        eprintln!("skipped in part: sqlite3 is not installed (Debian's package sqlite3)");
    }
    let (mut written, mut asked) = (String::new(), 0);
    for example in console.split("$ ").skip(1) {
        let line = example.lines().next().unwrap();
        if line.starts_with("sqlite3") && !has_sqlite {
            written += &format!("$ {example}");
            continue;
        }
        let answer = shell(folder.path(), line);
        asked += 1;
        assert!(answer.lines().count() > 0, "{line} gives nothing");
        written += &format!("$ {line}\n{}\n\n", answer.trim_end());
    }
    assert!(asked >= 1);
    let written = written.trim_end().to_owned() + "\n";
    if env::var_os("KEIKAKU_UPDATE").is_some() {
        fs::write(file, readme.replace(console, &written)).unwrap();
        return;
    }
    assert_eq!(console, written, "KEIKAKU_UPDATE=1 writes the answers into README.md");
}
