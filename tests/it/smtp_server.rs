//! A separate SMTP server (aiosmtpd) on a loopback port, with TLS and login, that answers as a test wants.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use hoering::config::{Config, Security};
use serde_json::{Value, json};

use crate::certificates::Certificates;

const USER: &str = "hoering";
const PASSWORD: &str = "blåbær grød";

/// A mail that the server took.
pub(crate) struct Taken {
    pub(crate) raw: Vec<u8>,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) tls: bool,
    pub(crate) login: bool,
}

impl Taken {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.raw.clone()).unwrap()
    }

    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let start = format!("{name}: ");
        let text = self.text();
        text.lines()
            .find_map(|line| line.strip_prefix(&start).map(str::to_owned))
    }
}

pub(crate) struct SmtpServer {
    folder: tempfile::TempDir,
    child: Child,
    port: u16,
    security: Security,
}

impl SmtpServer {
    /// With what it does with the first mails; the others it takes.
    pub(crate) fn start(security: Security, steps: &[Value]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let certificates = Certificates::new();
        let write = |name: &str, content: &str| {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            path
        };
        write("ca.pem", &certificates.ca);
        let certificate = write("leaf.pem", &certificates.leaf);
        let key = write("leaf.key", &certificates.key);
        let mails = folder.path().join("mails");
        fs::create_dir(&mails).unwrap();
        let settings = json!({
            "folder": mails, "certificate": certificate, "key": key, "implicit": security == Security::Tls,
            "user": USER, "password": PASSWORD, "steps": steps,
        });
        let mut child = python()
            .arg("tests/it/files/smtp_server.py")
            .arg(settings.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut port)
            .unwrap();
        Self {
            folder,
            child,
            port: port
                .trim()
                .parse()
                .expect("aiosmtpd does not start: script/bootstrap test"),
            security,
        }
    }

    pub(crate) fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// The settings that send to it.
    pub(crate) fn settings(&self, config: &mut Config) {
        config.mail.from = "Region Midtjylland <svar@hoering.example>".into();
        config.smtp.host = "localhost".into();
        config.smtp.port = self.port;
        config.smtp.security = self.security;
        config.smtp.user = USER.into();
        config.smtp.password = PASSWORD.into();
        config.smtp.ca_file = self.ca_file().to_str().unwrap().into();
    }

    fn mails(&self) -> PathBuf {
        self.folder.path().join("mails")
    }

    /// What it took, in order.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        let mut taken = Vec::new();
        while let Ok(about) = fs::read(self.mails().join(format!("{}.json", taken.len() + 1))) {
            let about: Value = serde_json::from_slice(&about).unwrap();
            let raw = self.mails().join(format!("{}.eml", taken.len() + 1));
            let word = |value: &Value| value.as_str().unwrap().to_owned();
            taken.push(Taken {
                raw: fs::read(raw).unwrap(),
                from: word(&about["from"]),
                to: word(&about["to"][0]),
                tls: about["tls"] == true,
                login: about["login"] == true,
            });
        }
        taken
    }

    /// How many logins were good, and how many were not.
    pub(crate) fn logins(&self) -> (u64, u64) {
        let logins = fs::read(self.mails().join("logins.json")).unwrap();
        let logins: Value = serde_json::from_slice(&logins).unwrap();
        let count = |name: &str| logins[name].as_u64().unwrap();
        (count("good"), count("bad"))
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Debian's own Python, which has Debian's packages.
fn python() -> Command {
    let debian = Path::new("/usr/bin/python3");
    Command::new(if debian.exists() {
        debian
    } else {
        Path::new("python3")
    })
}

/// Verifies the signature of a mail with dkimpy, against this record.
pub(crate) fn dkim_verifies(mail: &[u8], (name, record): &(String, String)) -> bool {
    use std::io::Write as _;
    let mut child = python()
        .arg("tests/it/files/dkim_verify.py")
        .args([name, record])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(mail).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "dkimpy is missing: script/bootstrap test"
    );
    output.stdout.starts_with(b"True")
}
