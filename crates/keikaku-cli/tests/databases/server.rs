//! A PostgreSQL server of the tests' own, on a socket and a loopback port, gone with the last test
//! that uses it.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Weak};

use postgres::{Client, NoTls};
use tempfile::TempDir;

/// The user that the server knows. Over the socket it is let in, over TCP it needs the password.
pub(crate) const USER: &str = "loader";
pub(crate) const PASSWORD: &str = "a:pass\\word of 21 marks";

pub(crate) struct Server {
    folder: TempDir,
    programs: PathBuf,
    pub(crate) port: u16,
}

/// The server that runs, or a new one; `None`, saying so, where PostgreSQL is not installed and
/// nobody insists on it.
pub(crate) fn server() -> Option<Arc<Server>> {
    static RUNNING: Mutex<Weak<Server>> = Mutex::new(Weak::new());
    let mut running = RUNNING.lock().unwrap_or_else(|broken| broken.into_inner());
    if let Some(server) = running.upgrade() {
        return Some(server);
    }
    let server = Arc::new(Server::another()?);
    *running = Arc::downgrade(&server);
    Some(server)
}

/// The folder of the server's programs: on the path, or where Debian puts the newest.
fn programs() -> Option<PathBuf> {
    let listed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut debian: Vec<PathBuf> = listed.map(|entry| entry.path().join("bin")).collect();
    debian.sort();
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = debian.into_iter().rev().chain(env::split_paths(&path));
    folders.find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

impl Server {
    /// A server beside the one that tests share.
    pub(crate) fn another() -> Option<Self> {
        let missing = "PostgreSQL is not installed (Debian's package postgresql)";
        let programs = programs();
        assert!(
            programs.is_some() || env::var_os("KEIKAKU_REQUIRE_POSTGRES").is_none(),
            "{missing}"
        );
        if programs.is_none() {
            eprintln!("skipped: {missing}");
        }
        programs.map(Self::start)
    }

    fn start(programs: PathBuf) -> Self {
        let folder = tempfile::Builder::new().prefix("kk").tempdir().unwrap();
        // Freed again at once: the server takes it before anybody else is likely to.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Self { folder, programs, port };
        let password = server.folder.path().join("password");
        fs::write(&password, PASSWORD).unwrap();
        if is_root() {
            // The server does not run as root.
            run(Command::new("chown").arg("-R").arg("nobody").arg(server.folder.path()));
        }
        let mut initdb = server.command("initdb");
        initdb.arg("--pgdata").arg(server.data()).arg("--pwfile").arg(password);
        initdb.args(["--username", USER, "--encoding", "UTF8", "--no-locale", "--no-sync"]);
        run(initdb.args(["--auth-local", "trust", "--auth-host", "scram-sha-256"]));
        server.control(&["start"]);
        server
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A program of the server, as a user whom it lets.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]);
            command.arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(self.folder.path());
        command
    }

    /// Starts, restarts or stops the server, and waits for it.
    pub(crate) fn control(&self, arguments: &[&str]) {
        let mut command = self.command("pg_ctl");
        command.args(arguments).arg("--wait").arg("--pgdata").arg(self.data());
        command.arg("--log").arg(self.folder.path().join("log"));
        let socket = self.folder.path().display();
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories={socket}",
            self.port
        );
        run(command.arg("--options").arg(options));
    }

    /// A new, empty database: its URL over the socket.
    pub(crate) fn database(&self) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("plans_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut client = self.client("postgres");
        client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        self.url(&name)
    }

    fn url(&self, database: &str) -> String {
        let socket = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://{USER}@{socket}:{}/{database}", self.port)
    }

    /// The server's own client.
    pub(crate) fn client(&self, database: &str) -> Client {
        connect(&self.url(database))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        stop.args(["stop", "--mode", "immediate", "--pgdata"]).arg(self.data());
        // Nothing is lost: the folder goes with it.
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// The server's own client at a URL of [`Server::database`].
pub(crate) fn connect(url: &str) -> Client {
    Client::connect(url, NoTls).unwrap()
}

fn is_root() -> bool {
    fs::metadata(Path::new("/proc/self")).is_ok_and(|owner| owner.uid() == 0)
}

/// Runs a command that must end well. Its output goes to a file: a server that it leaves behind
/// would hold a pipe open.
fn run(command: &mut Command) {
    let output = tempfile::NamedTempFile::new().unwrap();
    let handle = || Stdio::from(output.reopen().unwrap());
    let status = command.stdin(Stdio::null()).stdout(handle()).stderr(handle()).status().unwrap();
    assert!(status.success(), "{command:?}: {}", fs::read_to_string(output.path()).unwrap());
}
