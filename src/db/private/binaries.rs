//! Which PostgreSQL on this machine the program uses.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

/// The programs of one PostgreSQL version.
#[derive(Clone, Debug)]
pub struct Binaries {
    pub dir: PathBuf,
    pub major: u32,
}

/// Where to look: `$PG_BIN` alone when it is set, else Debian's folders with the highest version first, else what `pg_config` says.
#[derive(Clone, Debug)]
pub struct Places {
    pub pg_bin: Option<PathBuf>,
    pub installed: PathBuf,
    pub pg_config: PathBuf,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            pg_bin: std::env::var_os("PG_BIN").map(PathBuf::from),
            installed: "/usr/lib/postgresql".into(),
            pg_config: "pg_config".into(),
        }
    }
}

impl Binaries {
    /// The binaries to use; those of version `major` when the database already has one.
    pub fn find(places: &Places, major: Option<u32>) -> anyhow::Result<Self> {
        if let Some(dir) = &places.pg_bin {
            let binaries = Self::in_dir(dir).with_context(|| {
                format!("PG_BIN is {}, but no PostgreSQL is there", dir.display())
            })?;
            return match major {
                Some(major) if major != binaries.major => {
                    Err(other_version(major, &[binaries.major]))
                }
                _ => Ok(binaries),
            };
        }
        let found = Self::installed(places);
        let Some(newest) = found.first() else {
            bail!(
                "PostgreSQL is not installed. Install Debian's package `postgresql` (sudo apt-get install postgresql), \
                 or set PG_BIN to the folder that holds `initdb` and `postgres`, \
                 or set DATABASE_URL to a server that runs elsewhere"
            );
        };
        let Some(major) = major else {
            return Ok(newest.clone());
        };
        found
            .iter()
            .find(|binaries| binaries.major == major)
            .cloned()
            .ok_or_else(|| {
                let majors: Vec<u32> = found.iter().map(|binaries| binaries.major).collect();
                other_version(major, &majors)
            })
    }

    fn installed(places: &Places) -> Vec<Self> {
        let mut found: Vec<Self> = std::fs::read_dir(&places.installed)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| Self::in_dir(&entry.path().join("bin")).ok())
            .collect();
        found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
        if found.is_empty()
            && let Ok(output) = Command::new(&places.pg_config).arg("--bindir").output()
        {
            let dir = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            found.extend(Self::in_dir(Path::new(&dir)));
        }
        found
    }

    fn in_dir(dir: &Path) -> anyhow::Result<Self> {
        for program in ["initdb", "postgres", "pg_ctl"] {
            if !dir.join(program).is_file() {
                bail!("{} is missing", dir.join(program).display());
            }
        }
        let output = Command::new(dir.join("postgres"))
            .arg("--version")
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(Self {
            dir: dir.to_owned(),
            major: major_version(&text).with_context(|| format!("no version in {text:?}"))?,
        })
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

fn other_version(kept: u32, found: &[u32]) -> anyhow::Error {
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    anyhow::anyhow!(
        "the private database was made by PostgreSQL {kept}, but this machine has {}. \
         Install Debian's package `postgresql-{kept}`, or set PG_BIN to its folder; \
         to move to a newer version take a `backup` with the old one and `restore` it into a new data directory",
        found.join(", ")
    )
}

/// `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` → 15
fn major_version(text: &str) -> Option<u32> {
    let number = text.split_once("(PostgreSQL) ")?.1;
    number
        .split(|character: char| !character.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::major_version;

    #[test]
    fn the_major_version_is_read_from_what_postgres_prints() {
        assert_eq!(
            major_version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major_version("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_version("something else"), None);
    }
}
