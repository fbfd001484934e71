//! The running server: found again, started, stopped.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::Options;
use super::account::Account;
use super::binaries::Binaries;
use super::home::{Home, write_as};

/// Backends of a killed server go within moments, but until then their shared memory keeps a new one from starting.
const START_ATTEMPTS: u32 = 20;
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(250);

/// 60 s: after a crash the server first replays its log.
const READY_ATTEMPTS: u32 = 1200;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

pub(super) enum State {
    Dead,
    /// Starting or stopping.
    Between,
    /// Answers on the socket in this folder.
    Ready(PathBuf),
}

pub(super) struct Server {
    pub home: Home,
    pub account: Account,
    pub binaries: Binaries,
    pub options: Options,
}

impl Server {
    /// What the server's own note says, if the process in it is really the server; a killed program may have left it running.
    pub(super) fn state(&self) -> State {
        self.noted_state().unwrap_or(State::Dead)
    }

    fn noted_state(&self) -> Option<State> {
        let text = fs::read_to_string(self.pid_file()).ok()?;
        let mut lines = text.lines();
        let pid: u32 = lines.next()?.trim().parse().ok()?;
        if !self.is_ours(pid) {
            return None;
        }
        let sockets = lines.nth(3).map(|line| PathBuf::from(line.trim()));
        let word = lines.nth(2).map(str::trim);
        Some(match (sockets, word) {
            (Some(sockets), Some("ready")) => State::Ready(sockets),
            _ => State::Between,
        })
    }

    /// The socket directory of a server that answers: the running one, or one started now.
    /// The caller holds the data directory's `start` lease.
    pub(super) fn ensure(&self) -> anyhow::Result<PathBuf> {
        for _ in 0..READY_ATTEMPTS {
            match self.state() {
                State::Ready(sockets) => return Ok(sockets),
                State::Dead => return self.start(),
                State::Between => std::thread::sleep(BETWEEN_LOOKS),
            }
        }
        bail!(
            "the private PostgreSQL neither starts nor stops; its log is {}",
            self.home.log().display()
        )
    }

    /// Whether process `pid` is a server on this cluster: it works in the cluster's folder. A dead or a reused number does not.
    fn is_ours(&self, pid: u32) -> bool {
        let cwd = fs::read_link(format!("/proc/{pid}/cwd"));
        let cluster = fs::canonicalize(self.home.cluster());
        matches!((cwd, cluster), (Ok(cwd), Ok(cluster)) if cwd == cluster)
    }

    fn pid_file(&self) -> PathBuf {
        self.home.cluster().join("postmaster.pid")
    }

    /// Starts the server and waits until it answers; gives its socket directory.
    fn start(&self) -> anyhow::Result<PathBuf> {
        let sockets = self.home.sockets(&self.account)?;
        self.write_settings(&sockets)?;
        let mut failed = String::new();
        for attempt in 0..START_ATTEMPTS {
            if attempt > 0 {
                std::thread::sleep(BETWEEN_ATTEMPTS);
            }
            self.clear_remains(&sockets);
            let status = self
                .pg_ctl()
                .args(["start", "--wait", "--timeout=60", "--silent", "--log"])
                .arg(self.home.log())
                .stdin(std::process::Stdio::null())
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .status()?;
            if status.success() {
                return Ok(sockets);
            }
            failed = last_lines(&self.home.log());
            if !failed.contains("shared memory") {
                break;
            }
        }
        bail!("the private PostgreSQL does not start: {failed}")
    }

    /// Removes what a killed server left, so that its number in use by another process is not taken for a running server.
    fn clear_remains(&self, sockets: &Path) {
        let pid = fs::read_to_string(self.pid_file())
            .ok()
            .and_then(|text| text.lines().next()?.trim().parse().ok());
        if pid.is_some_and(|pid| !self.is_ours(pid)) {
            fs::remove_file(self.pid_file()).ok();
            fs::remove_file(sockets.join(".s.PGSQL.5432")).ok();
            fs::remove_file(sockets.join(".s.PGSQL.5432.lock")).ok();
        }
    }

    /// Ends the server; sessions are broken off, what was committed stays.
    pub(super) fn stop(&self) -> anyhow::Result<()> {
        let output = self
            .pg_ctl()
            .args(["stop", "--mode=fast", "--wait", "--timeout=60", "--silent"])
            .output()?;
        if !output.status.success() && !matches!(self.state(), State::Dead) {
            bail!(
                "cannot stop the private PostgreSQL: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        self.home.clear_sockets();
        Ok(())
    }

    fn pg_ctl(&self) -> std::process::Command {
        let mut command = self
            .account
            .command(&self.binaries.program("pg_ctl"), &self.home.dir);
        command.arg("--pgdata").arg(self.home.cluster());
        command
    }

    /// Settings and who may log in, written before each start.
    ///
    /// Login is by `peer`: the kernel says which user is at the other end of the socket, and only root and the server's
    /// own user may be a role of ours. Another program of that user (a system PostgreSQL, say) could also read the files themselves.
    /// The log keeps no statements, values or details: they hold personal data; our own program reports its errors.
    fn write_settings(&self, sockets: &Path) -> anyhow::Result<()> {
        let durable = if self.options.durable { "on" } else { "off" };
        let settings = format!(
            "# Written by the program before each start.\n\
             listen_addresses = ''\n\
             unix_socket_directories = '{sockets}'\n\
             unix_socket_permissions = 0700\n\
             port = 5432\n\
             max_connections = {connections}\n\
             fsync = {durable}\n\
             synchronous_commit = {durable}\n\
             full_page_writes = {durable}\n\
             timezone = 'UTC'\n\
             log_timezone = 'UTC'\n\
             lc_messages = 'C'\n\
             log_min_messages = log\n\
             log_min_error_statement = panic\n\
             log_error_verbosity = terse\n\
             log_checkpoints = off\n",
            sockets = sockets.display(),
            connections = self.options.max_connections,
        );
        let cluster = self.home.cluster();
        write_as(&self.account, &cluster.join("hoering.conf"), &settings)?;
        write_as(
            &self.account,
            &cluster.join("pg_hba.conf"),
            "local all all peer map=hoering\n",
        )?;
        let mut map = String::new();
        for user in ["root", &self.account.name] {
            for role in ["postgres", "hoering_owner", "hoering_app", "hoering_public"] {
                map.push_str(&format!("hoering \"{user}\" {role}\n"));
            }
        }
        write_as(&self.account, &cluster.join("pg_ident.conf"), &map)
    }
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log)
        .with_context(|| format!("no log in {}", log.display()))
        .unwrap_or_else(|error| error.to_string());
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(6)..].join(" · ")
}
