//! The user that the private server runs as: ourselves, or an unprivileged one when we are root (PostgreSQL refuses root).

use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
}

impl Account {
    /// Whom a new private server runs as.
    pub(super) fn for_new() -> anyhow::Result<Self> {
        if own_uid() != 0 {
            return Self::ourselves();
        }
        for name in ["postgres", "nobody"] {
            if let Some(account) = Self::by(|account| account.name == name) {
                return Ok(account);
            }
        }
        bail!("neither `postgres` nor `nobody` is in /etc/passwd; PostgreSQL does not run as root")
    }

    /// Whom a server on this existing folder runs as: its owner.
    pub(super) fn owner_of(cluster: &Path) -> anyhow::Result<Self> {
        let owner = std::fs::metadata(cluster)
            .with_context(|| format!("cannot look at {}", cluster.display()))?
            .uid();
        let me = own_uid();
        if me != 0 && me != owner {
            bail!(
                "the private database in {} belongs to the user with number {owner}: start the program as that user or as root",
                cluster.display()
            );
        }
        if me != 0 {
            return Self::ourselves();
        }
        Self::by(|account| account.uid == owner && owner != 0).with_context(|| {
            format!(
                "{} belongs to user number {owner}, which PostgreSQL cannot run as",
                cluster.display()
            )
        })
    }

    /// Our own user, asked of the system's tool since it need not stand in /etc/passwd (a directory server may know it).
    fn ourselves() -> anyhow::Result<Self> {
        let output = Command::new("id")
            .arg("-un")
            .output()
            .context("cannot run `id`")?;
        if !output.status.success() {
            bail!(
                "the user with number {} has no name, which PostgreSQL needs",
                own_uid()
            );
        }
        Ok(Self {
            name: String::from_utf8(output.stdout)?.trim().to_owned(),
            uid: own_uid(),
            gid: rustix::process::getegid().as_raw(),
        })
    }

    /// A command that runs as this account, in `dir`, with nothing of our environment but what it needs.
    pub(super) fn command(&self, program: &Path, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(dir)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C.UTF-8");
        if own_uid() == 0 {
            // The standard library also drops the supplementary groups when root sets a user.
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Whether this account can enter `dir`: tried, since modes, groups and access lists all have a say.
    pub(super) fn can_enter(&self, dir: &Path) -> bool {
        own_uid() != 0
            || self
                .command(&PathBuf::from("/bin/true"), dir)
                .status()
                .is_ok_and(|status| status.success())
    }

    /// Gives `path` to this account.
    pub(super) fn own(&self, path: &Path) -> anyhow::Result<()> {
        if own_uid() == 0 {
            std::os::unix::fs::lchown(path, Some(self.uid), Some(self.gid))
                .with_context(|| format!("cannot give {} to {}", path.display(), self.name))?;
        }
        Ok(())
    }

    fn by(wanted: impl Fn(&Self) -> bool) -> Option<Self> {
        let passwd = std::fs::read_to_string("/etc/passwd").ok()?;
        passwd
            .lines()
            .filter_map(Self::from_line)
            .find(|account| wanted(account))
    }

    fn from_line(line: &str) -> Option<Self> {
        let mut fields = line.split(':');
        let name = fields.next()?.to_owned();
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(Self { name, uid, gid })
    }
}

/// The user number that we run as.
pub(super) fn own_uid() -> u32 {
    rustix::process::geteuid().as_raw()
}
