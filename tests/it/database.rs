//! A database of its own for each test, copied in some 30 ms from one that is migrated once.
//!
//! One private cluster lives in the build's folder from run to run; each test process joins it, and it stops with the last.
//! `HOERING_TEST_DATABASE_URL` names another server instead, by a superuser's URL.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::sql_query;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use hoering::db::private::{Cluster, Options};
use hoering::db::{Urls, connect, migrate};
use tokio::sync::OnceCell;

/// Held while the template is made, so that test processes take turns.
const TEMPLATE_LOCK: i64 = 0x7465_6d70;

/// The server that all tests of this process share.
struct TestServer {
    server: Server,
    template: String,
}

enum Server {
    Private { cluster: Cluster, _stopper: Child },
    Given(String),
}

impl Server {
    fn open() -> Self {
        if let Ok(url) = std::env::var("HOERING_TEST_DATABASE_URL") {
            return Self::Given(url);
        }
        let data = Path::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/database"));
        let options = Options {
            durable: false,
            max_connections: 400,
            ..Options::default()
        };
        let cluster = Cluster::open(data, options).unwrap();
        let _stopper = stop_after_us(data, &cluster.folder());
        Self::Private { cluster, _stopper }
    }

    fn url(&self, role: &str, database: &str) -> String {
        match self {
            Self::Private { cluster, .. } => cluster.url(role, database),
            Self::Given(url) => {
                let (server, parameters) = url.split_once('?').unwrap_or((url, ""));
                let (server, _) = server.rsplit_once('/').unwrap();
                let role = match role {
                    "postgres" => String::new(),
                    role => format!("options=-c%20role%3D{role}"),
                };
                format!("{server}/{database}?{parameters}&{role}").replace("?&", "?")
            }
        }
    }

    async fn admin(&self) -> AsyncPgConnection {
        connect(&self.url("postgres", "postgres")).await.unwrap()
    }
}

/// A test process has no last word of its own (statics are not dropped), so a child notes its end and stops the server
/// unless another process uses it.
fn stop_after_us(data: &Path, cluster: &Path) -> Child {
    let script = r#"cat >/dev/null
        flock --nonblock "$0/leases/users" kill -INT "$(head -n 1 "$1/postmaster.pid")""#;
    Command::new("sh")
        .args(["-c", script])
        .args([data, cluster])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[derive(diesel::QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

async fn names(conn: &mut AsyncPgConnection, condition: &str) -> Vec<String> {
    sql_query(format!(
        "select datname::text as name from pg_database where {condition}"
    ))
    .load::<Name>(conn)
    .await
    .unwrap()
    .into_iter()
    .map(|row| row.name)
    .collect()
}

async fn run(conn: &mut AsyncPgConnection, sql: String) {
    sql_query(sql).execute(conn).await.unwrap();
}

/// Named by what the migrations say, so that a changed one makes a new template.
fn template_name() -> String {
    let mut hasher = DefaultHasher::new();
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"));
    let mut folders: Vec<_> = root
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path().join("up.sql"))
        .filter(|file| file.exists())
        .collect();
    folders.sort();
    for file in folders {
        file.file_name().hash(&mut hasher);
        std::fs::read(file).unwrap().hash(&mut hasher);
    }
    format!("template_{:016x}", hasher.finish())
}

async fn server() -> &'static TestServer {
    static SERVER: OnceCell<TestServer> = OnceCell::const_new();
    SERVER
        .get_or_init(|| async {
            let server = tokio::task::spawn_blocking(Server::open).await.unwrap();
            let template = template_name();
            let mut admin = server.admin().await;
            run(
                &mut admin,
                format!("select pg_advisory_lock({TEMPLATE_LOCK})"),
            )
            .await;
            make_roles(&mut admin).await;
            sweep(&mut admin, &template).await;
            if names(&mut admin, &format!("datname = '{template}'"))
                .await
                .is_empty()
            {
                make_template(&server, &mut admin, &template).await;
            }
            run(
                &mut admin,
                format!("select pg_advisory_unlock({TEMPLATE_LOCK})"),
            )
            .await;
            TestServer { server, template }
        })
        .await
}

/// A given server may lack our roles; the private one has them.
async fn make_roles(admin: &mut AsyncPgConnection) {
    for role in ["hoering_owner", "hoering_app", "hoering_public"] {
        run(
            admin,
            format!(
                "do $$ begin if to_regrole('{role}') is null then create role {role} login; end if; end $$"
            ),
        )
        .await;
    }
}

/// Drops what killed test processes and older migrations left behind.
async fn sweep(admin: &mut AsyncPgConnection, template: &str) {
    for name in names(admin, "datname ~ '^(template_.{16}|test_)'").await {
        let abandoned = match name.split('_').nth(1) {
            Some(pid) if name.starts_with("test_") => !Path::new("/proc").join(pid).exists(),
            _ => name != template,
        };
        if abandoned {
            run(
                admin,
                format!("drop database if exists {name} with (force)"),
            )
            .await;
        }
    }
}

/// Under another name until it is whole.
async fn make_template(server: &Server, admin: &mut AsyncPgConnection, template: &str) {
    let raw = format!("{template}_raw");
    run(admin, format!("drop database if exists {raw} with (force)")).await;
    run(admin, format!("create database {raw} owner hoering_owner")).await;
    migrate(&server.url("hoering_owner", &raw)).await.unwrap();
    run(admin, format!("alter database {raw} rename to {template}")).await;
}

/// A migrated, empty database, dropped with this value.
pub(crate) struct TestDatabase {
    name: String,
    pub(crate) urls: Urls,
}

impl TestDatabase {
    pub(crate) async fn create() -> Self {
        let template = &server().await.template;
        Self::make(&format!("template {template} strategy file_copy")).await
    }

    /// Without any table: for the tests of the migrations themselves.
    pub(crate) async fn create_bare() -> Self {
        Self::make("template template1").await
    }

    async fn make(how: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        let server = &server().await.server;
        let mut admin = server.admin().await;
        run(
            &mut admin,
            format!("create database {name} owner hoering_owner {how}"),
        )
        .await;
        let urls = Urls {
            owner: Some(server.url("hoering_owner", &name)),
            app: server.url("hoering_app", &name),
            public: server.url("hoering_public", &name),
        };
        Self { name, urls }
    }

    /// A connection that may do everything, for what a test must see or break.
    pub(crate) async fn admin(&self) -> AsyncPgConnection {
        connect(&server().await.server.url("postgres", &self.name))
            .await
            .unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let name = std::mem::take(&mut self.name);
        let dropped = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(async {
                    let mut admin = server().await.server.admin().await;
                    run(&mut admin, format!("drop database {name} with (force)")).await;
                });
        })
        .join();
        if !std::thread::panicking() {
            dropped.unwrap();
        }
    }
}
