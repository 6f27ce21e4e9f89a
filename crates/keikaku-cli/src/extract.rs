//! `keikaku extract`.

use std::fs;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};
use keikaku_extract::Engine;
use keikaku_pipeline::{
    Before, Beside, Discovered, Found, Leave, Manifest, Options, Past, Plan, RunError, Step,
    Summary, common_folder, discover_but, name_below, read_past,
};
use keikaku_record::{SCHEMA_VERSION, Severity};
use keikaku_sink::{
    Ndjson, NewFile, SearchWords, Sink, Split, Sqlite, TABLES_VERSION, Target, Targets, recover,
};
use keikaku_tokenizer::Tokenizer;

use crate::arguments::ExtractArguments;
use crate::summary;

/// Where a run writes.
enum Goal {
    Stdout,
    /// `records.ndjson` in the folder of the run.
    Records(PathBuf),
    /// `keikaku.sqlite` beside it, which holds what the records do and nothing else.
    Database(PathBuf),
    /// A file for each kind of record, in a folder.
    Split(PathBuf),
    To(Target),
}

impl Goal {
    /// Where that is, for people.
    fn shown(&self) -> Option<String> {
        match self {
            Self::Stdout => None,
            Self::Records(path) | Self::Database(path) | Self::Split(path) => {
                Some(path.display().to_string())
            }
            Self::To(target) => Some(target.to_string()),
        }
    }

    /// Where that is, wherever the program is run.
    fn key(&self) -> String {
        let absolute = |path: &Path| {
            let absolute = std::path::absolute(path);
            absolute.unwrap_or_else(|_| path.to_owned()).display().to_string()
        };
        match self {
            Self::Stdout => String::new(),
            Self::Records(path) => format!("records:{}", absolute(path)),
            Self::Database(path) => format!("database:{}", absolute(path)),
            Self::Split(path) => format!("split:{}", absolute(path)),
            Self::To(Target::Postgres(url)) => url.to_string(),
            Self::To(target) => match target.folder() {
                Some(_) => format!("files:{}", absolute(Path::new(&target.to_string()))),
                None => format!("sqlite:{}", absolute(Path::new(&target.to_string()))),
            },
        }
    }

    /// The files that it writes.
    fn files(&self) -> Vec<PathBuf> {
        match self {
            Self::Stdout => Vec::new(),
            Self::Records(path) | Self::Database(path) => vec![path.clone()],
            Self::Split(folder) => Split::files(folder),
            Self::To(target) => target.files(),
        }
    }

    /// The folders that are its own.
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::To(target @ (Target::Parquet(_) | Target::Csv(_))) => target.folder(),
            _ => None,
        }
    }

    /// Whether it is as a run left it.
    fn is_as_left(&self, before: &Before) -> anyhow::Result<bool> {
        let key = self.key();
        Ok(match self {
            Self::Stdout => false,
            Self::To(target) if target.database().is_some() => match target.database() {
                Some(database) if before.targets.contains_key(&key) => {
                    database.run()?.as_ref() == Some(&before.run)
                }
                _ => false,
            },
            _ => before.left(&key),
        })
    }

    fn open(&self, words: SearchWords, before: Option<&Before>) -> anyhow::Result<Box<dyn Sink>> {
        Ok(match self {
            Self::Stdout => Box::new(Ndjson::stdout()),
            Self::Records(path) => Box::new(Ndjson::create(path)?),
            Self::Database(path) => {
                let stamp = before.and_then(|before| before.targets.get(&self.key())?.first());
                match stamp {
                    Some(stamp) => Box::new(Sqlite::update(path, words, stamp)?),
                    None => Box::new(Sqlite::create(path, words)?),
                }
            }
            Self::Split(folder) => Box::new(Split::create(folder)?),
            Self::To(target) => target.follow(|| words, before.map(|b| b.run.as_str()))?,
        })
    }
}

/// The versions that the records of two runs have in common where they can stand together.
fn versions() -> String {
    format!("records {SCHEMA_VERSION}, tables {TABLES_VERSION}")
}

/// What records depend on besides the files: the program, by its version and the file that it is,
/// and the options.
fn made_with(arguments: &ExtractArguments) -> String {
    let program = std::env::current_exe().ok().and_then(|path| {
        let metadata = fs::metadata(path).ok()?;
        let since = metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some((metadata.len(), since.as_nanos()))
    });
    let version = env!("CARGO_PKG_VERSION");
    let (encoding, kinds) = (&arguments.encoding, &arguments.kinds);
    let dictionary = arguments.dictionary.as_deref().map(std::path::absolute);
    format!("{version} {program:?} {encoding:?} {kinds:?} {dictionary:?}")
}

/// The run before, its documents, and the folder that names begin in.
struct Followed {
    before: Option<Before>,
    past: Vec<Past>,
    root: Option<PathBuf>,
}

/// What the run before left in the folder, where this one can follow it.
fn follow(arguments: &ExtractArguments, folder: Option<&Path>) -> anyhow::Result<Followed> {
    let root = common_folder(&arguments.paths)?;
    let Some((folder, before)) = folder.and_then(|f| Some((f, Before::read(f)?))) else {
        return Ok(Followed { before: None, past: Vec::new(), root });
    };
    let mut past = read_past(folder).with_context(|| {
        format!("cannot read {}; --fresh starts over", Before::documents(folder).display())
    })?;
    if arguments.fresh {
        return Ok(Followed { before: Some(before), past, root });
    }
    let root = match (&before.root, root) {
        (Some(of), Some(root)) if !root.starts_with(of) && of.is_dir() => bail!(
            "{} holds the records of {}, and {} is not below it; give another folder with -o, or \
             --fresh to start over",
            folder.display(),
            of.display(),
            root.display()
        ),
        (Some(of), Some(root)) if !root.starts_with(of) => Some(root),
        (Some(of), _) => Some(of.clone()),
        (None, root) => root,
    };
    if before.made_with != made_with(arguments) {
        // All is read again.
        past.iter_mut().for_each(|past| past.sha256 = None);
    }
    Ok(Followed { before: Some(before), past, root })
}

/// The names below `root` that the paths given stand for: files, and folders with a slash behind.
fn names_asked(paths: &[PathBuf], root: Option<&Path>) -> Vec<String> {
    let mut found: Vec<Found> = paths
        .iter()
        .map(|path| Found {
            file: path.clone(),
            name: path.display().to_string(),
            bytes: 0,
            member: None,
        })
        .collect();
    let names = found.iter_mut().map(|found| {
        let file = found.file.clone();
        if file.is_dir() {
            let below = fs::canonicalize(&file).ok();
            let below = below.as_deref().and_then(|path| path.strip_prefix(root?).ok());
            let name = below.map(|path| path.to_string_lossy().replace('\\', "/"));
            return match name.as_deref() {
                Some("") | None => String::new(),
                Some(name) => format!("{name}/"),
            };
        }
        if let Some(root) = root {
            name_below(root, std::slice::from_mut(found));
        }
        found.name.clone()
    });
    names.collect()
}

/// Reads the texts and writes their records.
pub(crate) fn run(arguments: &ExtractArguments) -> anyhow::Result<ExitCode> {
    let targets = targets(&arguments.to)?;
    let to_stdout = arguments.output.as_deref().is_some_and(|o| o.as_os_str() == "-");
    let in_folder = !to_stdout && (arguments.output.is_some() || targets.is_empty());
    if (arguments.prune || arguments.fresh) && !in_folder {
        bail!("--prune and --fresh are about what was read into the folder of -o before; give one");
    }
    if arguments.split && !in_folder {
        bail!("--split writes into the folder of -o; give one");
    }
    let mut goals = Vec::new();
    let mut folder = None;
    if to_stdout {
        goals.push(Goal::Stdout);
    } else if in_folder {
        let own = arguments.output.as_deref().unwrap_or(Path::new("out"));
        goals.push(Goal::Records(own.join("records.ndjson")));
        if targets.is_empty() {
            goals.push(Goal::Database(own.join("keikaku.sqlite")));
        }
        if arguments.split {
            goals.push(Goal::Split(own.join("records")));
        }
        folder = Some(own);
    }
    goals.extend(targets.into_iter().map(Goal::To));
    for goal in &goals {
        if let Goal::To(target) = goal
            && let Some(folder) = target.folder()
        {
            recover(folder)?;
        }
    }
    if let Some(folder) = folder {
        recover(folder)?;
    }
    let manifest = match &arguments.manifest {
        Some(file) => Manifest::read(file)?,
        None => Manifest::default(),
    };
    // What is beside the documents and is none.
    let beside = arguments.manifest.iter().chain(&arguments.findings).cloned();
    let written: Vec<PathBuf> = goals.iter().flat_map(Goal::files).chain(beside).collect();
    let folders: Vec<PathBuf> =
        goals.iter().filter_map(Goal::folder).chain(folder).map(Path::to_owned).collect();
    let Discovered { found: mut files, mut skipped } =
        discover_but(&arguments.paths, &written, &folders)?;
    let most = if arguments.verbose { usize::MAX } else { summary::MOST_FINDINGS };
    if files.is_empty() {
        let mut summary = Summary::default();
        summary.add_skipped(&skipped, most);
        summary::print_findings(&summary, most);
        bail!(
            "no text was found, and nothing was changed: a folder is searched for {}",
            keikaku_pipeline::EXTENSIONS.join(" ")
        );
    }
    // Before what the run before left is read, so that no other run changes it meanwhile.
    let documents = match folder {
        Some(folder) => Some(NewFile::create(&Before::documents(folder))?),
        None => None,
    };
    let Followed { before, past, root } = follow(arguments, folder)?;
    if let Some(root) = &root {
        name_below(root, &mut files);
    }
    let plan = if arguments.fresh || before.is_none() {
        Plan { removed: past.into_iter().map(|past| past.id).collect(), ..Plan::anew(files) }
    } else {
        let names = names_asked(&arguments.paths, root.as_deref());
        let asked = |name: &str| {
            names.iter().any(|n| match name.strip_prefix(n.as_str()) {
                // Of an archive, its members.
                Some(rest) => {
                    rest.is_empty() || rest.starts_with('/') || n.ends_with('/') || n.is_empty()
                }
                None => false,
            })
        };
        Plan::following(files, past, &manifest, asked, arguments.prune)
    };
    let names: Vec<&str> = plan.steps.iter().map(Step::name).collect();
    skipped.extend(manifest.unmatched(&names));
    let other_versions = before.as_ref().is_some_and(|before| before.versions != versions());
    let keeps = plan.steps.iter().any(|step| matches!(step, Step::Keep(_)));
    if other_versions && keeps {
        bail!(
            "the records of documents whose files are gone were made by another version of keikaku: \
             --prune removes them, --fresh starts over"
        );
    }
    let before = before.filter(|_| !arguments.fresh && !other_versions && keeps);
    let said = Said { gone: &plan.gone, pruned: arguments.prune };
    if let Some(before) = &before
        && plan.changes_nothing()
        && arguments.findings.is_none()
    {
        let left = goals.iter().map(|goal| goal.is_as_left(before)).collect::<Result<Vec<_>, _>>();
        if left?.iter().all(|left| *left) {
            let mut summary = Summary::of_unchanged(&plan, most);
            summary.add_skipped(&skipped, most);
            return Ok(close(arguments, &summary, &[], &said));
        }
    }

    let tokenizer = tokenizer(arguments.dictionary.as_deref())?;
    let engine = Engine::new(tokenizer.clone());
    let open = |goal: &Goal| goal.open(search_words(&tokenizer), before.as_ref());
    let sinks: Vec<Box<dyn Sink>> = goals.iter().map(open).collect::<Result<_, _>>()?;
    let alone = sinks.len() == 1;
    let options = Options {
        extract: keikaku_extract::Options { encoding: arguments.encoding },
        jobs: arguments.jobs.map(usize::from),
        kinds: arguments.kinds.clone(),
        repeat: false,
        findings: most,
        manifest,
    };
    let leave = folder.zip(documents).map(|(folder, documents)| Leave {
        folder: folder.to_owned(),
        records: folder.join("records.ndjson"),
        documents,
        made_with: made_with(arguments),
        versions: versions(),
        root,
        targets: goals.iter().map(Goal::key).collect(),
    });
    let findings = match &arguments.findings {
        Some(path) => Some((NewFile::create(path)?, skipped.clone())),
        None => None,
    };
    let bytes = plan.steps.iter().map(|step| match step {
        Step::Read(found) => found.bytes,
        Step::Keep(_) => 0,
    });
    let bar = bar(bytes.sum(), arguments.quiet);
    let outcome = keikaku_pipeline::run(
        &engine,
        &plan,
        Targets::new(sinks),
        &options,
        Beside { leave, findings },
        |progress| {
            bar.set_position(progress.bytes);
            bar.set_message(format!("{}/{} documents", progress.documents, plan.steps.len()));
        },
    );
    bar.finish_and_clear();
    let mut summary = match outcome {
        Ok(summary) => summary,
        // What other targets wanted is not there.
        Err(RunError::Sink(error)) if error.is_broken_pipe() && alone => {
            return Ok(ExitCode::SUCCESS);
        }
        Err(error) => return Err(error.into()),
    };
    summary.add_skipped(&skipped, most);
    let findings = arguments.findings.iter().map(|path| path.display().to_string());
    let written: Vec<String> = goals.iter().filter_map(Goal::shown).chain(findings).collect();
    Ok(close(arguments, &summary, &written, &said))
}

/// What is said of documents whose files are gone.
struct Said<'a> {
    gone: &'a [String],
    pruned: bool,
}

/// Prints the summary; what the exit code is.
fn close(
    arguments: &ExtractArguments,
    summary: &Summary,
    written: &[String],
    said: &Said<'_>,
) -> ExitCode {
    if arguments.json {
        summary::print_json(summary, said.gone);
    } else if !arguments.quiet {
        let mut notes = Vec::new();
        if let Some(first) = said.gone.first() {
            let count = said.gone.len();
            notes.push(if said.pruned {
                format!("removed {count} documents whose files are gone, {first} for one")
            } else {
                format!(
                    "kept {count} documents whose files are gone, {first} for one: --prune removes \
                     them"
                )
            });
        }
        if written.is_empty() && summary.unchanged > 0 {
            notes.push("nothing was changed since the run before".to_owned());
        }
        let most = if arguments.verbose { usize::MAX } else { summary::MOST_FINDINGS };
        summary::print_findings(summary, most);
        summary::print(summary, written, &notes);
    }
    let limit = Severity::from(arguments.fail_on);
    let failed = summary.worst().is_some_and(|worst| worst >= limit);
    if failed { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

/// The targets, as they are named. One that cannot be read is not repeated: it may hold a password.
pub(crate) fn targets(named: &[String]) -> anyhow::Result<Vec<Target>> {
    let mut targets: Vec<Target> = Vec::new();
    for name in named {
        let target: Target = name.parse().map_err(|e| anyhow::anyhow!("--to: {e}"))?;
        let same = |other: &Target| other.to_string() == target.to_string();
        anyhow::ensure!(!targets.iter().any(same), "--to: {target} is named twice");
        targets.push(target);
    }
    Ok(targets)
}

/// What cuts the texts that a database searches into words.
pub(crate) fn search_words(tokenizer: &Tokenizer) -> SearchWords {
    let mut worker = tokenizer.new_worker();
    Box::new(move |text| worker.search_words(text))
}

/// The tokenizer with the embedded dictionary, or with the one in a folder.
pub(crate) fn tokenizer(dictionary: Option<&Path>) -> anyhow::Result<Tokenizer> {
    Ok(match dictionary {
        Some(folder) => Tokenizer::from_dictionary_dir(folder)?,
        None => Tokenizer::embedded()?,
    })
}

/// The progress bar, on a terminal only.
pub(crate) fn bar(bytes: u64, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(bytes);
    if let Ok(style) = ProgressStyle::with_template(
        "{bar:30} {bytes}/{total_bytes} {msg} {bytes_per_sec} eta {eta}",
    ) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
