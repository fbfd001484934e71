//! A real Dovecot on loopback ports, with its own configuration, users and Maildirs, never as root.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use hoering::config::{self, Security};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use crate::certificates::Certificates;

pub(crate) const PASSWORD: &str = "blåbærgrød";
/// The user that Dovecot runs as when the tests run as root.
const NOBODY: u32 = 65534;

/// Waits until something is so.
pub(crate) async fn until(mut so: impl AsyncFnMut() -> bool) {
    let mut tick = tokio::time::interval(Duration::from_millis(5));
    let wait = async {
        while !so().await {
            tick.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait)
        .await
        .expect("it never came to be");
}

pub(crate) struct Dovecot {
    folder: tempfile::TempDir,
    child: Mutex<Option<Child>>,
    pub(crate) plain: u16,
    pub(crate) tls: u16,
}

impl Dovecot {
    /// With these users, each with an empty INBOX.
    pub(crate) async fn start(users: &[&str]) -> Self {
        Self::set_up(users, None).await
    }

    /// Also with tokens, which it asks about at this address.
    pub(crate) async fn with_tokens(users: &[&str], introspection: &str) -> Self {
        Self::set_up(users, Some(introspection)).await
    }

    async fn set_up(users: &[&str], introspection: Option<&str>) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("imap")
            .permissions(fs::Permissions::from_mode(0o755))
            .tempdir()
            .unwrap();
        let (plain, tls) = (free_port(), free_port());
        let server = Self {
            folder,
            child: Mutex::new(None),
            plain,
            tls,
        };
        server.write_configuration(users, introspection);
        server.run().await;
        server
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write_configuration(&self, users: &[&str], introspection: Option<&str>) {
        let certificates = Certificates::new();
        fs::write(self.path("ca.pem"), &certificates.ca).unwrap();
        fs::write(self.path("leaf.pem"), &certificates.leaf).unwrap();
        fs::write(self.path("leaf.key"), &certificates.key).unwrap();
        let passwords: String = users
            .iter()
            .map(|user| format!("{user}:{{PLAIN}}{PASSWORD}\n"))
            .collect();
        fs::write(self.path("passwd"), passwords).unwrap();
        for user in users {
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(self.path(&format!("mail/{user}/{part}"))).unwrap();
            }
        }
        let (user, group) = if is_root() {
            ("nobody".to_owned(), "nogroup".to_owned())
        } else {
            (name_of("-un"), name_of("-gn"))
        };
        let configuration = include_str!("files/dovecot.conf")
            .replace("FOLDER", self.folder.path().to_str().unwrap())
            .replace("USER", &user)
            .replace("GROUP", &group)
            .replace(
                "MECHANISMS",
                if introspection.is_some() {
                    "xoauth2"
                } else {
                    ""
                },
            )
            .replace("TOKENS", &self.tokens(introspection))
            .replace("PLAIN_PORT", &self.plain.to_string())
            .replace("TLS_PORT", &self.tls.to_string());
        fs::write(self.path("dovecot.conf"), configuration).unwrap();
        give_away(self.folder.path());
    }

    /// The part of the configuration that is about tokens.
    fn tokens(&self, introspection: Option<&str>) -> String {
        let Some(url) = introspection else {
            return String::new();
        };
        let file = self.path("tokens.conf");
        let settings = format!(
            "introspection_mode = post\nintrospection_url = {url}\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n"
        );
        fs::write(&file, settings).unwrap();
        format!(
            "passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {}\n}}\n",
            file.display()
        )
    }

    /// Starts the server and waits until it greets.
    pub(crate) async fn run(&self) {
        // Killed processes take a moment to let go of their sockets, and a server that finds one answers that it runs already.
        let _ = fs::remove_dir_all(self.path("run"));
        let mut command = Command::new("/usr/sbin/dovecot");
        command
            .arg("-F")
            .arg("-c")
            .arg(self.path("dovecot.conf"))
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(self.path("stderr")).unwrap());
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        let child = command.spawn().expect("dovecot-imapd is installed");
        *self.child.lock().unwrap() = Some(child);
        let greets = async || {
            if let Some(status) = self
                .child
                .lock()
                .unwrap()
                .as_mut()
                .and_then(|child| child.try_wait().unwrap())
            {
                panic!("dovecot ended with {status}: {}", self.log());
            }
            let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.plain)).await else {
                return false;
            };
            let mut greeting = [0; 4];
            stream.read_exact(&mut greeting).await.is_ok() && &greeting == b"* OK"
        };
        until(greets).await;
    }

    fn log(&self) -> String {
        ["stderr", "log"]
            .map(|name| fs::read_to_string(self.path(name)).unwrap_or_default())
            .concat()
    }

    /// As by a power cut: every process at once.
    pub(crate) fn kill(&self) {
        let held = self
            .child
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(mut child) = held {
            kill_group(i32::try_from(child.id()).unwrap());
            child.wait().unwrap();
        }
    }

    /// What kills the server from elsewhere.
    pub(crate) fn killer(&self) -> impl Fn() + Send + Sync + 'static {
        let group = i32::try_from(self.child.lock().unwrap().as_ref().unwrap().id()).unwrap();
        move || kill_group(group)
    }

    /// Settings for a user's mailbox, under TLS with the server's own CA.
    pub(crate) fn settings(&self, user: &str) -> config::Mailbox {
        let table = format!(
            "address='{user}@hoering.example'\nhearing='{}'\nhost='127.0.0.1'\nuser='{user}'\npoll_seconds=1",
            crate::app::HEARING
        );
        let mut settings: config::Mailbox = toml::from_str(&table).unwrap();
        settings.password = PASSWORD.to_owned();
        settings.port = self.tls;
        settings.ca_file = self.path("ca.pem").to_str().unwrap().to_owned();
        settings
    }

    /// Settings in the clear, for a proxy that looks in.
    pub(crate) fn settings_at(&self, user: &str, port: u16) -> config::Mailbox {
        config::Mailbox {
            security: Security::None,
            port,
            ..self.settings(user)
        }
    }

    fn maildir(&self, user: &str) -> PathBuf {
        self.path(&format!("mail/{user}"))
    }

    /// Delivers a mail; INTERNALDATE is the time given. Answers with its file.
    pub(crate) fn deliver(&self, user: &str, raw: &[u8], at: &str) -> PathBuf {
        self.put(user, raw, at, ("new", ""))
    }

    /// Puts a mail there that somebody has read already.
    pub(crate) fn put_seen(&self, user: &str, raw: &[u8], at: &str) -> PathBuf {
        self.put(user, raw, at, ("cur", ":2,S"))
    }

    fn put(&self, user: &str, raw: &[u8], at: &str, (part, flags): (&str, &str)) -> PathBuf {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let maildir = self.maildir(user);
        let name = format!("{:010}.{}.test{flags}", number, std::process::id());
        let draft = maildir.join("tmp").join(&name);
        fs::write(&draft, raw).unwrap();
        let seconds = u64::try_from(crate::app::at(at).timestamp()).unwrap();
        let file = File::options().write(true).open(&draft).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
            .unwrap();
        give_away(&draft);
        let there = maildir.join(part).join(name);
        fs::rename(draft, &there).unwrap();
        there
    }

    /// The names of all mails, which hold their flags.
    pub(crate) fn files(&self, user: &str) -> Vec<String> {
        let files = self.mails_in(&self.maildir(user));
        files
            .iter()
            .map(|file| file.display().to_string())
            .collect()
    }

    fn mails_in(&self, folder: &Path) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = ["new", "cur"]
            .iter()
            .flat_map(|part| fs::read_dir(folder.join(part)).unwrap())
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files
    }

    /// Makes another folder beside INBOX; its name is plain ASCII here, or modified UTF-7.
    pub(crate) fn make_folder(&self, user: &str, name: &str) {
        let folder = self.maildir(user).join(format!(".{name}"));
        for part in ["cur", "new", "tmp"] {
            fs::create_dir_all(folder.join(part)).unwrap();
        }
        give_away(&folder);
    }

    /// Delivers a mail to another folder.
    pub(crate) fn deliver_to(&self, user: &str, folder: &str, raw: &[u8], at: &str) -> PathBuf {
        let there = self.deliver(user, raw, at);
        let name = there.file_name().unwrap();
        let in_folder = self.maildir(user).join(format!(".{folder}/new")).join(name);
        fs::rename(&there, &in_folder).unwrap();
        in_folder
    }

    /// The mails in another folder, by file.
    pub(crate) fn files_in(&self, user: &str, folder: &str) -> Vec<PathBuf> {
        self.mails_in(&self.maildir(user).join(format!(".{folder}")))
    }

    /// Somebody takes a mail out of INBOX: it goes to the folder of this path, or nowhere.
    pub(crate) fn take_away(&self, user: &str, number: usize) {
        fs::remove_file(&self.mails_in(&self.maildir(user))[number]).unwrap();
    }

    /// Somebody drags a mail from another folder into INBOX.
    pub(crate) fn drag_to_inbox(&self, user: &str, file: &Path) {
        let name = file.file_name().unwrap().to_str().unwrap();
        let name = name.split(':').next().unwrap();
        fs::rename(
            file,
            self.maildir(user).join("new").join(format!("{name}b")),
        )
        .unwrap();
    }

    /// Gives every mail another UID under another UIDVALIDITY, as a move to another server does. The server must be down.
    pub(crate) fn renumber(&self, user: &str) {
        let list = self.maildir(user).join("dovecot-uidlist");
        let text = fs::read_to_string(&list).unwrap();
        let mut lines = text.lines();
        let head: Vec<String> = lines
            .next()
            .unwrap()
            .split(' ')
            .map(|word| match word.split_at(1) {
                ("V" | "N", number) => {
                    format!("{}{}", &word[..1], number.parse::<u64>().unwrap() + 1000)
                }
                _ => word.to_owned(),
            })
            .collect();
        let rows = lines.map(|line| {
            // Between the two stand sizes, which the server would trust.
            let (uid, _) = line.split_once(' ').unwrap();
            let (_, name) = line.split_once(':').unwrap();
            format!("{} :{name}\n", uid.parse::<u64>().unwrap() + 500)
        });
        let text = format!("{}\n{}", head.join(" "), rows.collect::<String>());
        fs::write(&list, text).unwrap();
        for entry in fs::read_dir(self.maildir(user)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if name.starts_with("dovecot.index") {
                fs::remove_file(entry.path()).unwrap();
            }
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.log());
        }
        self.kill();
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

fn name_of(what: &str) -> String {
    let output = Command::new("id").arg(what).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// To the user that Dovecot runs as.
fn give_away(path: &Path) {
    if !is_root() {
        return;
    }
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            give_away(&entry.unwrap().path());
        }
    }
}

fn kill_group(leader: i32) {
    let _ = kill_process_group(Pid::from_raw(leader).unwrap(), Signal::KILL);
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
