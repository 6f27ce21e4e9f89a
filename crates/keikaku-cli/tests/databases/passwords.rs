//! Passwords come from the environment or a file, and are shown nowhere.

use std::fs;
use std::process::Output;

use crate::server::{PASSWORD, USER, server};
use crate::{command, folder_with, records, text};

/// Runs keikaku with variables, and looks whether it shows a password.
fn run(folder: &tempfile::TempDir, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let run = command(folder.path(), arguments).envs(variables.iter().copied()).output().unwrap();
    for shown in [&run.stdout, &run.stderr] {
        let shown = text(shown);
        assert!(!shown.contains("21 marks") && !shown.contains("secret"), "{shown}");
    }
    run
}

#[test]
fn a_password_in_a_target_is_refused_and_not_repeated() {
    let folder = folder_with(&records::document(1));
    for target in [
        "postgres://loader:secret@127.0.0.1/plans",
        "postgres://127.0.0.1/plans?password=secret&user=loader",
        "postgres://loader:secret@127.0.0.1:port/plans",
        "postgers://loader:secret@127.0.0.1/plans",
        "postgres:/loader:secret@127.0.0.1/plans",
        "host=127.0.0.1 user=loader password=secret",
    ] {
        for arguments in [
            vec!["load", "records.ndjson", "--to", target],
            vec!["extract", "records.ndjson", "--to", target],
            vec!["query", target, "宿泊者"],
            vec!["show", target, "1"],
            vec!["remove", target, "1"],
        ] {
            let run = run(&folder, &arguments, &[]);
            assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        }
    }
    let url = "postgres://loader:secret@127.0.0.1/plans";
    assert_eq!(run(&folder, &["load", url, "--to", "sqlite:a"], &[]).status.code(), Some(2));
    let run = run(&folder, &["query", "postgres://loader:secret@127.0.0.1/plans", "宿泊者"], &[]);
    assert!(text(&run.stderr).contains("PGPASSWORD"), "{}", text(&run.stderr));
}

#[test]
fn a_password_comes_from_the_environment_or_a_file() {
    let Some(server) = server() else { return };
    let database = server.database();
    let name = database.rsplit('/').next().unwrap();
    let folder = folder_with(&records::document(1));
    let target = format!("postgres://{USER}@127.0.0.1:{}/{name}", server.port);
    let escaped = PASSWORD.replace('\\', "\\\\");
    let other = format!("127.0.0.1:{}:{name}:somebody:secret\n", server.port);
    let own = format!("# a comment\n127.0.0.1:*:{name}:{USER}:{escaped}\n");
    fs::write(folder.path().join(".pgpass"), format!("{other}{own}")).unwrap();
    fs::write(folder.path().join("elsewhere"), &own).unwrap();
    fs::write(folder.path().join("wrong"), format!("*:*:*:*:secret\n{own}")).unwrap();
    let at = |file: &str| folder.path().join(file).display().to_string();
    let load = ["load", "records.ndjson", "--to", &target, "--quiet"];
    for (variables, code) in [
        // The file in the home folder.
        (vec![], 0),
        (vec![("PGPASSFILE", at("elsewhere"))], 0),
        (vec![("PGPASSFILE", at("wrong"))], 2),
        (vec![("PGPASSFILE", at("nowhere"))], 2),
        (vec![("PGPASSFILE", at("wrong")), ("PGPASSWORD", PASSWORD.to_owned())], 0),
        (vec![("PGPASSWORD", "secret".to_owned())], 2),
    ] {
        let variables: Vec<(&str, &str)> = variables.iter().map(|(n, v)| (*n, &**v)).collect();
        let run = run(&folder, &load, &variables);
        assert_eq!(run.status.code(), Some(code), "{variables:?}: {}", text(&run.stderr));
    }
    // What a URL leaves out comes from the environment.
    let port = server.port.to_string();
    let parts =
        [("PGHOST", "127.0.0.1"), ("PGPORT", &port), ("PGUSER", USER), ("PGDATABASE", name)];
    let run = run(&folder, &["query", "postgres://", "宿泊者"], &parts);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let folder = folder_with(&records::document(1));
    let run = run(
        &folder,
        &["load", "records.ndjson", "--to", "postgres://loader@127.0.0.1:1/plans"],
        &[("PGPASSWORD", "secret")],
    );
    assert_eq!(run.status.code(), Some(2));
    let said = text(&run.stderr);
    assert!(said.contains("postgres://loader@127.0.0.1:1/plans: "), "{said}");
}
