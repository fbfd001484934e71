//! The program itself, as a child process: what it prints, that it can be stopped and killed, and a visitor who fills in the form.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hoering::db::Urls;
use rustix::process::{Pid, Signal, kill_process};

use crate::app::{Answer, HEARING};

/// How long anything may take before a test says that it does not happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A data directory that a private server's user can reach.
pub(crate) struct Data(tempfile::TempDir);

impl Data {
    pub(crate) fn new() -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o711)).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().join("data")
    }
}

/// `hoering` with a data directory, and nothing of the surroundings' settings.
pub(crate) fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hoering"));
    command.arg("--data").arg(data).env_remove("DATABASE_URL");
    command
}

/// The same, on a database that somebody else keeps.
pub(crate) fn program_on(data: &Path, urls: &Urls) -> Command {
    let mut command = program(data);
    command
        .env("DATABASE_URL", &urls.app)
        .env("HOERING__DATABASE__PUBLIC_URL", &urls.public);
    command
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().unwrap()
}

/// What a command wrote for people.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A port that is free now: for a service that comes back under the same address.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A running `hoering serve`.
pub(crate) struct Service {
    child: Child,
    pub(crate) base: String,
    log: Arc<Mutex<String>>,
    ended: Receiver<()>,
}

impl Service {
    /// Starts and waits until it says where it listens.
    pub(crate) fn start(command: Command) -> Self {
        Self::start_on(command, 0)
    }

    pub(crate) fn start_on(mut command: Command, port: u16) -> Self {
        let listen = format!("127.0.0.1:{port}");
        command.args(["serve", "--listen", &listen]);
        let mut child = command
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (say_ready, ready) = channel();
        let (say_ended, ended) = channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let written = log.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some(address) = line.strip_prefix("listening on ") {
                    let _ = say_ready.send(address.to_owned());
                }
                let mut log = written.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
            let _ = say_ended.send(());
        });
        let Ok(base) = ready.recv_timeout(PATIENCE) else {
            let _ = child.kill();
            panic!("serve did not start:\n{}", log.lock().unwrap());
        };
        Self {
            child,
            base,
            log,
            ended,
        }
    }

    /// Everything that it has written so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop.
    pub(crate) fn terminate(&self) {
        self.signal(Signal::TERM);
    }

    /// Ends it at once: nothing of its own runs any more.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end; answers with how it ended and everything that it wrote.
    pub(crate) fn wait(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().unwrap();
        self.ended.recv_timeout(PATIENCE).unwrap();
        (status, self.log())
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).unwrap();
    }
}

/// A test that fails leaves nothing running. Asked first, so that a private database is stopped too.
impl Drop for Service {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.signal(Signal::TERM);
            let deadline = Instant::now() + PATIENCE;
            while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
                std::thread::yield_now();
            }
            let _ = self.child.kill();
        }
    }
}

/// Looks again and again until it finds something.
pub(crate) async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let mut again = tokio::time::interval(Duration::from_millis(10));
    let found = async {
        loop {
            again.tick().await;
            if let Some(found) = look().await {
                return found;
            }
        }
    };
    match tokio::time::timeout(PATIENCE, found).await {
        Ok(found) => found,
        Err(_) => panic!("it never came to this: {what}"),
    }
}

/// Somebody with a browser.
#[derive(Clone)]
pub(crate) struct Visitor {
    pub(crate) base: String,
    http: reqwest::Client,
}

impl Visitor {
    pub(crate) fn of(base: &str) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE / 3)
            .build()
            .unwrap();
        Self {
            base: base.to_owned(),
            http,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> reqwest::Result<Answer> {
        let response = self.http.get(format!("{}{path}", self.base)).send().await?;
        Ok(Answer::of(response).await)
    }

    /// Fills in the form; answers with the page to check it on.
    pub(crate) async fn fill_in(&self, fields: &[(&str, &str)]) -> reqwest::Result<Answer> {
        let path = format!("/hoeringer/{HEARING}/svar");
        let page = self.get(&path).await?;
        let mut form = reqwest::multipart::Form::new()
            .text("csrf", page.token())
            .text("key", page.value("key"));
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        let request = self
            .http
            .post(format!("{}{path}", self.base))
            .header("origin", &self.base);
        Ok(Answer::of(request.multipart(form).send().await?).await)
    }

    /// Sends a form without files, with the token of its page.
    pub(crate) async fn post(
        &self,
        path: &str,
        fields: &[(&str, &str)],
    ) -> reqwest::Result<Answer> {
        let token = self.get(path).await?.token();
        let mut form = vec![("csrf", token.as_str())];
        form.extend(fields);
        let request = self
            .http
            .post(format!("{}{path}", self.base))
            .header("origin", &self.base);
        Ok(Answer::of(request.form(&form).send().await?).await)
    }

    /// Sends what was filled in; answers with the way to the receipt, also when it was received already and only the answer was lost.
    pub(crate) async fn send(&self, check: &str) -> reqwest::Result<Answer> {
        let page = self.get(check).await?;
        if page.status != 200 {
            return Ok(page);
        }
        self.send_with(check, &page.token()).await
    }

    pub(crate) async fn send_with(&self, check: &str, token: &str) -> reqwest::Result<Answer> {
        let request = self
            .http
            .post(format!("{}{check}/send", self.base))
            .header("origin", &self.base);
        let response = request.form(&[("csrf", token)]).send().await?;
        Ok(Answer::of(response).await)
    }
}
