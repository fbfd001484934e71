//! The real server on a free port, on a database of its own, with the clock in the test's hand and its mail in memory (unless it names an
//! SMTP server).

use std::net::TcpListener;
use std::path::PathBuf;

use actix_web::web::Data;
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use hoering::app::App;
use hoering::clock::Clock;
use hoering::config::Config;
use hoering::db::{self, Conn};
use hoering::hearing::file::HearingFile;
use hoering::hearing::{self, Hearing, read_csv};
use hoering::ids::Secret;
use hoering::mail::{Mailer, Outgoing};
use hoering::proof::key::{PrivateKey, Purpose};
use hoering::storage::Storage;
use hoering::{jobs, server, worker};
use reqwest::multipart;

use crate::database::TestDatabase;

/// The hearing that most tests are about, and a moment while it is open.
pub const HEARING: &str = "visions-og-udviklingsplan-2023";
pub const OPEN: &str = "2023-09-20T08:00:00Z";

pub struct TestApp {
    pub base: String,
    pub http: reqwest::Client,
    pub app: Data<App>,
    pub database: TestDatabase,
    files: tempfile::TempDir,
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl TestApp {
    /// With the real hearing loaded, while it is open.
    pub async fn spawn() -> Self {
        let test = Self::empty().await;
        test.load(HEARING, Some("config/demo/consultees.csv")).await;
        test
    }

    /// Without any hearing.
    pub async fn empty() -> Self {
        Self::with(|_| {}).await
    }

    /// With settings of its own.
    pub async fn with(settings: impl FnOnce(&mut Config)) -> Self {
        let database = TestDatabase::create().await;
        let files = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let mut config = Config::defaults().unwrap();
        config.base_url.clone_from(&base);
        config.web.workers = 1;
        config.staff.argon2_memory_kib = 64;
        config.staff.argon2_passes = 1;
        settings(&mut config);
        let app = Data::new(App {
            db: db::pool(&database.urls.app, 8).unwrap(),
            public_db: db::pool(&database.urls.public, 4).unwrap(),
            storage: Storage::folder(files.path()).unwrap(),
            mailer: if config.smtp.host.is_empty() {
                Mailer::memory(&config).unwrap()
            } else {
                Mailer::new(&config).unwrap()
            },
            secret: Secret::random(),
            signing_key: PrivateKey::random(Purpose::Real),
            program: PathBuf::from(env!("CARGO_BIN_EXE_hoering")),
            clock: Clock::fixed(at(OPEN)),
            demo: false,
            stopping: tokio::sync::watch::Sender::new(false),
            config,
        });
        tokio::spawn(server::server(app.clone(), listener).unwrap());
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            base,
            http,
            app,
            database,
            files,
        }
    }

    /// The same installation with other settings, as after a new start.
    pub fn again(&self, config: Config) -> App {
        App {
            db: db::pool(&self.database.urls.app, 4).unwrap(),
            public_db: db::pool(&self.database.urls.public, 2).unwrap(),
            storage: self.app.storage.clone(),
            mailer: Mailer::memory(&config).unwrap(),
            secret: Secret::random(),
            signing_key: PrivateKey::random(Purpose::Real),
            program: self.app.program.clone(),
            clock: Clock::fixed(self.app.clock.now()),
            demo: false,
            stopping: tokio::sync::watch::Sender::new(false),
            config,
        }
    }

    /// Loads a hearing of `config/hearings/`.
    pub async fn load(&self, slug: &str, consultees: Option<&str>) -> Hearing {
        let text = std::fs::read_to_string(format!("config/hearings/{slug}.toml")).unwrap();
        let parties =
            consultees.map(|path| read_csv(&std::fs::read_to_string(path).unwrap()).unwrap());
        let file = HearingFile::parse(&text).unwrap();
        let mut conn = self.conn().await;
        hearing::load(
            &mut conn,
            &file,
            &parties.unwrap_or_default(),
            self.app.clock.now(),
        )
        .await
        .unwrap();
        Hearing::by_slug(&mut conn, slug).await.unwrap()
    }

    pub async fn hearing(&self) -> Hearing {
        Hearing::by_slug(&mut *self.conn().await, HEARING)
            .await
            .unwrap()
    }

    /// As the role that the program works as.
    pub async fn conn(&self) -> Conn {
        self.app.conn().await.unwrap()
    }

    /// As a superuser.
    pub async fn admin(&self) -> AsyncPgConnection {
        self.database.admin().await
    }

    /// Runs every job that is due.
    pub async fn work(&self) -> usize {
        let ran = jobs::run_all_due(&self.app, &worker::registry(), "test")
            .await
            .unwrap();
        let recognised = jobs::run_all_due(&self.app, &worker::recognising(), "test")
            .await
            .unwrap();
        if recognised > 0 {
            // What waited for the letters is due now.
            jobs::run_all_due(&self.app, &worker::registry(), "test")
                .await
                .unwrap();
        }
        ran + recognised
    }

    /// Takes a file out of storage, as a broken disk does.
    pub fn lose_file(&self, sha256: &[u8]) {
        let name = hex::encode(sha256);
        std::fs::remove_file(self.files.path().join(&name[..2]).join(&name)).unwrap();
    }

    /// Every mail that was sent.
    pub fn mails(&self) -> Vec<Outgoing> {
        self.app.mailer.sent()
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.http.get(self.url(path)).send().await.unwrap()).await
    }

    /// A form without files, with the token of the page that it is on.
    pub async fn post(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.get(page).await.token();
        let mut form = vec![("csrf", token.as_str())];
        form.extend(fields);
        let request = self
            .http
            .post(self.url(path))
            .header("origin", &self.base)
            .form(&form);
        Answer::of(request.send().await.unwrap()).await
    }

    /// A form with files, its token first.
    pub async fn upload(
        &self,
        page: &str,
        path: &str,
        fields: &[(&str, &str)],
        files: Vec<(&str, Vec<u8>)>,
    ) -> Answer {
        let mut form = multipart::Form::new().text("csrf", self.get(page).await.token());
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        for (name, bytes) in files {
            form = form.part(
                "files",
                multipart::Part::bytes(bytes).file_name(name.to_owned()),
            );
        }
        let request = self
            .http
            .post(self.url(path))
            .header("origin", &self.base)
            .multipart(form);
        Answer::of(request.send().await.unwrap()).await
    }

    pub fn url(&self, path: &str) -> String {
        if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        }
    }
}

/// An answer that has been read.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(response: reqwest::Response) -> Self {
        Self {
            status: response.status().as_u16(),
            location: response
                .headers()
                .get("location")
                .map(|at| at.to_str().unwrap().to_owned()),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    /// The token of the page's form.
    pub fn token(&self) -> String {
        self.value("csrf")
    }

    /// The value of a hidden field; empty when there is none.
    pub fn value(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let Some((_, rest)) = self.text.split_once(&start) else {
            return String::new();
        };
        rest.split('"').next().unwrap().to_owned()
    }

    /// Where a redirect leads.
    #[track_caller]
    pub fn leads(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text);
        self.location.as_deref().unwrap()
    }

    /// The page's text holds this.
    #[track_caller]
    pub fn says(&self, words: &str) {
        assert!(
            self.text.contains(words),
            "{words:?} is not in\n{}",
            self.text
        );
    }
}
