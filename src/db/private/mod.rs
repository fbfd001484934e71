//! The private PostgreSQL that the program keeps itself when no `DATABASE_URL` is given.
//!
//! 1. `Cluster::open` finds the binaries, makes the database the first time, and starts the server or takes over one that
//!    already runs: for another command, or left behind by a killed program.
//! 2. Every open `Cluster` on a data directory is a user of it; the last to close stops the server.
//! 3. `watch` starts it again when it dies. Addresses stay the same.
//!
//! It listens on no network address: only on a socket in a folder that is closed to others.
//! It lacks what a server for several machines has: no replication, no remote login, no upgrade to another major version.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Context as _;

use super::Urls;

mod account;
mod binaries;
mod home;
mod lease;
mod server;

use account::Account;
pub use binaries::{Binaries, Places};
use home::Home;
use lease::Lock;
pub use lease::{Part, ServeLease};
use server::{Server, State};

/// How often a watched server is looked after.
const WATCH_INTERVAL: Duration = Duration::from_millis(500);

#[derive(Clone, Debug)]
pub struct Options {
    /// Whether what was committed survives a power cut. Off only for tests.
    pub durable: bool,
    pub max_connections: u32,
    pub places: Places,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            durable: true,
            max_connections: 100,
            places: Places::default(),
        }
    }
}

/// Our use of the private server of a data directory.
pub struct Cluster {
    shared: Arc<Shared>,
    sockets: PathBuf,
}

struct Shared {
    data: PathBuf,
    server: Server,
    users: Lock,
    left: AtomicBool,
}

impl Cluster {
    /// Makes, starts or joins the private server. Blocks: 0.2 s for a start, 2 s for the first time.
    pub fn open(data: &Path, options: Options) -> anyhow::Result<Self> {
        lease::make_data_dir(data)?;
        let data = std::fs::canonicalize(data)?;
        let start = Lock::open(&data, "start")?;
        start.alone()?;
        let users = Lock::open(&data, "users")?;
        users.shared()?;
        let server = Self::server(&data, options)?;
        let sockets = server.ensure()?;
        Ok(Self {
            shared: Arc::new(Shared {
                data,
                server,
                users,
                left: AtomicBool::new(false),
            }),
            sockets,
        })
    }

    fn server(data: &Path, options: Options) -> anyhow::Result<Server> {
        if let Some(home) = Home::existing(data)? {
            let account = Account::owner_of(&home.cluster())?;
            if !account.can_enter(&home.cluster()) {
                anyhow::bail!(
                    "the user {} can no longer get to its database in {}: every folder above must let it through (chmod o+x)",
                    account.name,
                    home.dir.display()
                );
            }
            let binaries = Binaries::find(&options.places, Some(home.major()?))?;
            return Ok(Server {
                home,
                account,
                binaries,
                options,
            });
        }
        let binaries = Binaries::find(&options.places, None)?;
        let account = Account::for_new()?;
        let home =
            Home::create(data, &account, &binaries).context("cannot make the private database")?;
        Ok(Server {
            home,
            account,
            binaries,
            options,
        })
    }

    /// The addresses of the database `hoering` for the three roles.
    pub fn urls(&self) -> Urls {
        Urls {
            owner: Some(self.url("hoering_owner", "hoering")),
            app: self.url("hoering_app", "hoering"),
            public: self.url("hoering_public", "hoering"),
        }
    }

    /// The address of any role and database here; the tests and `backup` need `postgres`.
    pub fn url(&self, role: &str, database: &str) -> String {
        let host = self.sockets.display().to_string().replace('/', "%2F");
        format!("postgres://{role}@{host}/{database}")
    }

    /// PostgreSQL's own data folder.
    pub fn folder(&self) -> PathBuf {
        self.shared.server.home.cluster()
    }

    /// The folder that holds the socket.
    pub fn sockets(&self) -> &Path {
        &self.sockets
    }

    /// The folder with the client programs of the same version (`pg_dump` is in Debian's client package).
    pub fn binaries(&self) -> &Binaries {
        &self.shared.server.binaries
    }

    /// Starts the server again if it has died; says whether it had.
    pub fn restart_if_dead(&self) -> anyhow::Result<bool> {
        self.shared.restart_if_dead()
    }

    /// Looks after the server until the watch is dropped.
    pub fn watch(&self) -> Watch {
        let (stop, stopped) = channel::<()>();
        let shared = self.shared.clone();
        let thread = std::thread::spawn(move || {
            while stopped.recv_timeout(WATCH_INTERVAL) == Err(RecvTimeoutError::Timeout) {
                match shared.restart_if_dead() {
                    Ok(true) => {
                        tracing::warn!("the private PostgreSQL had died and was started again")
                    }
                    Ok(false) => {}
                    Err(error) => tracing::error!("{error:#}"),
                }
            }
        });
        Watch {
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Ends our use and leaves the server running, as being killed does.
    pub fn forget(self) {
        self.shared.left.store(true, Ordering::Release);
        self.shared.users.release();
    }

    /// Ends our use; stops the server if nobody else uses it. Dropping does the same and only logs what goes wrong.
    pub fn close(self) -> anyhow::Result<()> {
        self.shared.leave()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.shared.leave() {
            tracing::error!("{error:#}");
        }
    }
}

impl Shared {
    fn restart_if_dead(&self) -> anyhow::Result<bool> {
        if !matches!(self.server.state(), State::Dead) {
            return Ok(false);
        }
        let start = Lock::open(&self.data, "start")?;
        start.alone()?;
        if self.left.load(Ordering::Acquire) || !matches!(self.server.state(), State::Dead) {
            return Ok(false);
        }
        self.server.ensure()?;
        Ok(true)
    }

    fn leave(&self) -> anyhow::Result<()> {
        let start = Lock::open(&self.data, "start")?;
        start.alone()?;
        if self.left.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        self.users.release();
        if !self.users.try_alone()? {
            return Ok(());
        }
        let stopped = match self.server.state() {
            State::Dead => Ok(()),
            _ => self.server.stop(),
        };
        self.users.release();
        stopped
    }
}

/// Keeps looking after the server until dropped.
pub struct Watch {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}
