//! Which server, which database, as whom: from the URL, and for what it leaves out from where
//! PostgreSQL's own programs take it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use postgres::config::Host;
use postgres::{Client, Config, NoTls};

/// A database by its URL, which holds no password.
///
/// # A password in a URL is refused: it would stand in the list of processes
/// ```
/// use keikaku_sink::PostgresUrl;
/// assert!("postgres://mina@db.example/plans".parse::<PostgresUrl>().is_ok());
/// let error = "postgres://mina:secret@db.example/plans".parse::<PostgresUrl>().unwrap_err();
/// assert!(error.contains("PGPASSWORD") && !error.contains("secret"));
/// ```
#[derive(Clone)]
pub struct PostgresUrl(Config, String);

impl FromStr for PostgresUrl {
    type Err = String;

    fn from_str(url: &str) -> Result<Self, String> {
        // What it says of a URL that it does not read could repeat a part of it: a password.
        let mut config: Config =
            url.parse().map_err(|_| "is no postgres://USER@HOST:PORT/DATABASE".to_owned())?;
        if config.get_password().is_some() {
            return Err("holds a password; give it in PGPASSWORD or in the file ~/.pgpass (or \
                        PGPASSFILE), where no other user sees it"
                .to_owned());
        }
        let variable = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
        if config.get_hosts().is_empty() {
            let sockets = ["/var/run/postgresql", "/tmp"];
            let socket = || {
                let found =
                    sockets.iter().find(|s| std::path::Path::new(s).join(".s.PGSQL.5432").exists());
                found.map(|s| (*s).to_owned())
            };
            config.host(&variable("PGHOST").or_else(socket).unwrap_or("localhost".to_owned()));
        }
        if config.get_ports().is_empty()
            && let Some(port) = variable("PGPORT").and_then(|p| p.parse().ok())
        {
            config.port(port);
        }
        if config.get_user().is_none()
            && let Some(user) = variable("PGUSER").or_else(|| variable("USER"))
        {
            config.user(&user);
        }
        if config.get_dbname().is_none()
            && let Some(database) = variable("PGDATABASE")
        {
            config.dbname(&database);
        }
        if config.get_application_name().is_none() {
            config.application_name("keikaku");
        }
        Ok(Self(config, url.to_owned()))
    }
}

impl PostgresUrl {
    /// The URL as it was given.
    pub(crate) fn as_str(&self) -> &str {
        &self.1
    }

    /// Connects, with the password of the environment or of the password file.
    pub(super) fn connect(&self) -> Result<Client, String> {
        let mut config = self.0.clone();
        let password = std::env::var("PGPASSWORD").ok().filter(|p| !p.is_empty());
        if let Some(password) = password.or_else(|| self.password_of_file()) {
            config.password(password);
        }
        config.connect(NoTls).map_err(|e| super::reason(&e))
    }

    fn host(&self) -> String {
        match self.0.get_hosts().first() {
            Some(Host::Tcp(host)) => host.clone(),
            #[cfg(unix)]
            Some(Host::Unix(folder)) => folder.display().to_string(),
            None => "localhost".to_owned(),
        }
    }

    fn port(&self) -> u16 {
        self.0.get_ports().first().copied().unwrap_or(5432)
    }

    fn user(&self) -> &str {
        self.0.get_user().unwrap_or_default()
    }

    fn database(&self) -> &str {
        self.0.get_dbname().unwrap_or(self.user())
    }

    /// The password of the first line of the password file that fits
    /// (`host:port:database:user:password`, `*` for any, `\` before `:` and `\`; the format is
    /// PostgreSQL's own, as its manual gives it under "The Password File").
    fn password_of_file(&self) -> Option<String> {
        let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".pgpass"));
        let file = std::env::var_os("PGPASSFILE").map(PathBuf::from).or_else(home)?;
        let text = std::fs::read_to_string(file).ok()?;
        text.lines().find_map(|line| self.password_of(line))
    }

    fn password_of(&self, line: &str) -> Option<String> {
        if line.starts_with('#') {
            return None;
        }
        let mut fields = vec![String::new()];
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            // The password is the rest: a colon in it need not be escaped.
            match (c, fields.len()) {
                (':', ..5) => fields.push(String::new()),
                ('\\', _) => fields.last_mut()?.extend(chars.next()),
                _ => fields.last_mut()?.push(c),
            }
        }
        let [host, port, database, user, password] = fields.try_into().ok()?;
        let wanted =
            [self.host(), self.port().to_string(), self.database().into(), self.user().into()];
        let local = host == "localhost" && self.host().starts_with('/');
        let fits = [host, port, database, user]
            .iter()
            .zip(&wanted)
            .enumerate()
            .all(|(at, (field, wanted))| field == "*" || field == wanted || (at == 0 && local));
        fits.then_some(password)
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (user, host, port) = (self.user(), self.host(), self.port());
        write!(f, "postgres://{user}@{host}:{port}/{}", self.database())
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_password_file_fits_by_host_port_database_and_user() {
        let url: PostgresUrl = "postgres://mina@db.example:5433/plans".parse().unwrap();
        for (line, password) in [
            ("db.example:5433:plans:mina:a:b", Some("a:b")),
            ("*:*:*:mina:x\\:y\\\\", Some("x:y\\")),
            ("db.example:5432:plans:mina:no", None),
            ("# db.example:5433:plans:mina:no", None),
            ("localhost:*:*:*:no", None),
            ("too:short", None),
        ] {
            assert_eq!(url.password_of(line).as_deref(), password, "{line}");
        }
    }

    #[test]
    fn what_is_shown_holds_no_password() {
        let url: PostgresUrl = "postgres://mina@db.example:5433/plans".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://mina@db.example:5433/plans");
        for url in ["postgres://mina:sesame@db/plans", "postgres://mina@db/plans?password=sesame"] {
            assert!(!url.parse::<PostgresUrl>().unwrap_err().contains("sesame"));
        }
    }
}
