//! Where the private database lies: its folder, its sockets, and how it is made the first time.
//!
//! In the data directory: `postgres/` (the cluster, its log), or, when the server's user cannot get there, the file
//! `postgres.location` naming the folder under /var/lib/hoering that holds them; and `leases/` (see `lease`).

use std::fs::{self, DirBuilder};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, bail, ensure};

use super::account::{Account, own_uid};
use super::binaries::Binaries;

/// A socket's path may have 107 bytes, of which the file's own name takes 20.
const LONGEST_SOCKET_DIR: usize = 80;

/// Run once in `template1` of a new cluster. In PostgreSQL 14 and older everybody may create in `public`.
const FIRST_SQL: &str = "\
create role hoering_owner login;
create role hoering_app login;
create role hoering_public login;
revoke create on schema public from public;
create database hoering owner hoering_owner;
revoke all on database hoering from public;
grant connect on database hoering to hoering_app, hoering_public;
";

pub(super) struct Home {
    /// Holds the cluster, its log and the name of its socket directory.
    pub dir: PathBuf,
}

impl Home {
    /// The home that this data directory already has.
    pub(super) fn existing(data: &Path) -> anyhow::Result<Option<Self>> {
        let pointer = data.join("postgres.location");
        if pointer.exists() {
            let dir = PathBuf::from(fs::read_to_string(&pointer)?.trim());
            let home = Self { dir };
            ensure!(
                home.cluster().join("PG_VERSION").exists(),
                "{} says that the private database is in {}, but it is not there",
                pointer.display(),
                home.dir.display()
            );
            return Ok(Some(home));
        }
        let home = Self {
            dir: data.join("postgres"),
        };
        Ok(home.cluster().join("PG_VERSION").exists().then_some(home))
    }

    /// Makes a home in the data directory, or under /var/lib/hoering when `account` cannot get there (a clone in root's own folder).
    pub(super) fn create(
        data: &Path,
        account: &Account,
        binaries: &Binaries,
    ) -> anyhow::Result<Self> {
        let inside = data.join("postgres");
        make_dir(&inside, account)?;
        if account.can_enter(&inside) {
            let home = Self { dir: inside };
            home.initialise(account, binaries)?;
            return Ok(home);
        }
        fs::remove_dir(&inside).ok();
        let id = &uuid::Uuid::new_v4().simple().to_string()[..12];
        let dir = Path::new("/var/lib/hoering").join(id);
        DirBuilder::new()
            .recursive(true)
            .mode(0o755)
            .create("/var/lib/hoering")?;
        make_dir(&dir, account)?;
        eprintln!(
            "the user {} cannot get to {}: the private database is kept in {}",
            account.name,
            data.display(),
            dir.display()
        );
        let home = Self { dir };
        home.initialise(account, binaries)?;
        fs::write(
            data.join("postgres.location"),
            format!("{}\n", home.dir.display()),
        )?;
        Ok(home)
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.dir.join("cluster")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.dir.join("log")
    }

    /// The major version that made the cluster.
    pub(super) fn major(&self) -> anyhow::Result<u32> {
        let file = self.cluster().join("PG_VERSION");
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        text.trim()
            .parse()
            .with_context(|| format!("no version in {}", file.display()))
    }

    /// Makes the cluster, the roles and the database beside, and moves them into place when all is there: being killed half-way leaves nothing that looks ready.
    ///
    /// UTF-8 and the collation `C.UTF-8`: the order of indexes does not change with the system's libraries, and Danish
    /// order is asked for where people see it (`collate "da-x-icu"`).
    fn initialise(&self, account: &Account, binaries: &Binaries) -> anyhow::Result<()> {
        let fresh = self.dir.join("cluster.new");
        if fresh.exists() {
            fs::remove_dir_all(&fresh)?;
        }
        let output = account
            .command(&binaries.program("initdb"), &self.dir)
            .args(["--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"])
            .args(["--auth=peer", "--pgdata"])
            .arg(&fresh)
            .output()?;
        if !output.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr));
        }
        let conf = fresh.join("postgresql.conf");
        pour(account, "cat >>\"$0\"", &conf, "\ninclude 'hoering.conf'\n")?;
        self.run_first_sql(account, binaries, &fresh)?;
        fs::rename(&fresh, self.cluster())?;
        Ok(())
    }

    fn run_first_sql(
        &self,
        account: &Account,
        binaries: &Binaries,
        fresh: &Path,
    ) -> anyhow::Result<()> {
        write_as(account, &fresh.join("hoering.conf"), "")?;
        let mut child = account
            .command(&binaries.program("postgres"), &self.dir)
            .args(["--single", "-c", "exit_on_error=true", "-D"])
            .arg(fresh)
            .arg("template1")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        child
            .stdin
            .take()
            .context("no input")?
            .write_all(FIRST_SQL.as_bytes())?;
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!(
                "cannot make the database: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(())
    }

    /// The socket directory: the one of last time, so that addresses stay the same over a restart, unless somebody else has it now.
    pub(super) fn sockets(&self, account: &Account) -> anyhow::Result<PathBuf> {
        if let Some(dir) = self.noted_sockets() {
            if !dir.exists() && DirBuilder::new().mode(0o700).create(&dir).is_ok() {
                account.own(&dir)?;
            }
            if is_private(&dir, account) {
                return Ok(dir);
            }
        }
        let dir = self.new_socket_dir(account)?;
        write_as(
            account,
            &self.dir.join("sockets"),
            &format!("{}\n", dir.display()),
        )?;
        Ok(dir)
    }

    /// Where the sockets were last time, if that is a place where we put any.
    fn noted_sockets(&self) -> Option<PathBuf> {
        let text = fs::read_to_string(self.dir.join("sockets")).ok()?;
        let dir = PathBuf::from(text.trim());
        let known = socket_places()
            .iter()
            .any(|place| dir.parent() == Some(place));
        known.then_some(dir)
    }

    /// Leaves no empty folder behind a stopped server; the next start makes it again.
    pub(super) fn clear_sockets(&self) {
        if let Some(dir) = self.noted_sockets() {
            fs::remove_dir(dir).ok();
        }
    }

    fn new_socket_dir(&self, account: &Account) -> anyhow::Result<PathBuf> {
        let name = format!(
            "hoering-{}",
            &uuid::Uuid::new_v4().simple().to_string()[..12]
        );
        for place in socket_places() {
            let dir = place.join(&name);
            if dir.as_os_str().len() <= LONGEST_SOCKET_DIR
                && DirBuilder::new().mode(0o700).create(&dir).is_ok()
            {
                account.own(&dir)?;
                if account.can_enter(&dir) {
                    return Ok(dir);
                }
                fs::remove_dir(&dir).ok();
            }
        }
        bail!("found no folder for the database's sockets: neither /run nor /tmp can be written")
    }
}

/// Where sockets may be, the best first.
fn socket_places() -> Vec<PathBuf> {
    let own = std::env::var_os("XDG_RUNTIME_DIR").filter(|_| own_uid() != 0);
    let mut places = vec![PathBuf::from("/run")];
    places.extend(own.map(PathBuf::from));
    places.extend([std::env::temp_dir(), "/tmp".into()]);
    places
}

fn is_private(dir: &Path, account: &Account) -> bool {
    fs::symlink_metadata(dir).is_ok_and(|meta| {
        meta.is_dir() && meta.uid() == account.uid && meta.permissions().mode() & 0o077 == 0
    })
}

fn make_dir(dir: &Path, account: &Account) -> anyhow::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .with_context(|| format!("cannot make {}", dir.display()))?;
    account.own(dir)
}

/// Writes a file as the server's user: its folders are that user's, so root does not write there (a link could lead it anywhere).
pub(super) fn write_as(account: &Account, file: &Path, text: &str) -> anyhow::Result<()> {
    pour(account, "cat >\"$0\"", file, text)
}

fn pour(account: &Account, script: &str, file: &Path, text: &str) -> anyhow::Result<()> {
    let dir = file.parent().context("a file without a folder")?;
    let mut child = account
        .command(Path::new("/bin/sh"), dir)
        .args(["-c", &format!("umask 077; {script}")])
        .arg(file)
        .stdin(Stdio::piped())
        .spawn()?;
    child
        .stdin
        .take()
        .context("no input")?
        .write_all(text.as_bytes())?;
    ensure!(
        child.wait()?.success(),
        "cannot write {} as {}",
        file.display(),
        account.name
    );
    Ok(())
}
