//! A real clamd on a socket of its own, with two signatures: the test string of all scanners, and one of ours, which nothing else knows.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tokio::net::UnixStream;

use crate::dovecot::until;

/// What our own signature finds. Put together, so that no file in the repository has it.
pub fn marker() -> String {
    ["HOERINGSSVAR", "PRØVE", "SKADELIG"].join("+")
}

pub struct Clamd {
    folder: tempfile::TempDir,
    child: Option<Child>,
}

impl Clamd {
    /// Not running yet; its socket is known.
    pub fn stopped() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("clam")
            .permissions(fs::Permissions::from_mode(0o700))
            .tempdir()
            .unwrap();
        let it = Self {
            folder,
            child: None,
        };
        fs::create_dir(it.path("db")).unwrap();
        let hex = |bytes: &[u8]| hex::encode(bytes);
        fs::write(
            it.path("db/local.ndb"),
            format!(
                "Local.Eicar:0:*:{}\nLocal.Marker:0:*:{}\n",
                hex(&hoering::extract::eicar()),
                hex(marker().as_bytes())
            ),
        )
        .unwrap();
        it
    }

    pub async fn start() -> Self {
        let mut it = Self::stopped();
        it.run(20).await;
        it
    }

    /// Starts it, with the longest stream in megabytes.
    pub async fn run(&mut self, megabytes: u32) {
        let settings = format!(
            "Foreground yes\nLocalSocket {}\nDatabaseDirectory {}\nTemporaryDirectory {}\nStreamMaxLength {megabytes}M\nMaxThreads 4\nExitOnOOM no\n",
            self.socket(),
            self.path("db").display(),
            self.folder.path().display()
        );
        fs::write(self.path("clamd.conf"), settings).unwrap();
        let child = Command::new("clamd")
            .arg("--config-file")
            .arg(self.path("clamd.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("clamd (package clamav-daemon) is not installed");
        self.child = Some(child);
        let socket = self.socket();
        until(async || UnixStream::connect(&socket).await.is_ok()).await;
    }

    pub fn socket(&self) -> String {
        self.path("s").display().to_string()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
