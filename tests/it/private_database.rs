//! The PostgreSQL that the program keeps itself.
//!
//! Each test has a data directory and a server of its own.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use diesel::sql_types::Text;
use diesel_async::RunQueryDsl as _;
use hoering::db::private::{Cluster, Options, Part, Places, ServeLease};
use hoering::db::{connect, migrate, pool, schema_is_current};

/// A data directory that the server's user can reach.
struct Data(tempfile::TempDir);

impl Data {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o711)).unwrap();
        Self(dir)
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn open(&self) -> Cluster {
        Cluster::open(&self.path(), quick()).unwrap()
    }
}

fn quick() -> Options {
    Options {
        durable: false,
        ..Options::default()
    }
}

/// The process number of the server, if its process is there.
fn running(folder: &Path) -> Option<i32> {
    let text = fs::read_to_string(folder.join("postmaster.pid")).ok()?;
    let pid = text.lines().next()?.trim().parse().ok()?;
    fs::read_link(format!("/proc/{pid}/cwd")).ok().map(|_| pid)
}

fn kill(pid: i32) {
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
}

fn error(result: anyhow::Result<Cluster>) -> String {
    format!("{:#}", result.err().expect("an error"))
}

#[derive(diesel::QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    answer: String,
}

async fn ask(url: &str, sql: &str) -> String {
    let mut conn = connect(url).await.unwrap();
    let answer: Answer = diesel::sql_query(sql).get_result(&mut conn).await.unwrap();
    answer.answer
}

#[tokio::test]
async fn a_new_data_directory_gets_a_server_with_three_roles_and_no_network_address() {
    let data = Data::new();
    let cluster = data.open();
    let urls = cluster.urls();
    assert_eq!(
        ask(&urls.app, "select current_user::text as answer").await,
        "hoering_app"
    );
    assert_eq!(
        ask(&urls.public, "select current_user::text as answer").await,
        "hoering_public"
    );
    assert_eq!(
        ask(
            &urls.app,
            "select current_setting('listen_addresses') as answer"
        )
        .await,
        ""
    );
    assert_eq!(
        ask(
            &urls.app,
            "select current_setting('server_encoding') as answer"
        )
        .await,
        "UTF8"
    );
    let who =
        "select string_agg(rolname, ' ' order by rolname) as answer from pg_roles where rolsuper";
    assert_eq!(ask(&urls.app, who).await, "postgres");
    let mut app = connect(&urls.app).await.unwrap();
    let made = diesel::sql_query("create table public.mine (id int)")
        .execute(&mut app)
        .await;
    assert!(made.is_err(), "only the owner makes tables");
}

#[tokio::test]
async fn the_server_is_durable_unless_a_test_says_otherwise() {
    let data = Data::new();
    let cluster = Cluster::open(&data.path(), Options::default()).unwrap();
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        let sql = format!("select current_setting('{setting}') as answer");
        assert_eq!(ask(&cluster.urls().app, &sql).await, "on", "{setting}");
    }
}

#[tokio::test]
async fn the_owner_migrates_and_the_app_sees_that_the_schema_is_current() {
    let data = Data::new();
    let cluster = data.open();
    let urls = cluster.urls();
    let owner = urls.owner.clone().unwrap();
    assert!(!schema_is_current(&urls.app).await.unwrap());
    let done = migrate(&owner).await.unwrap();
    assert!(!done.is_empty());
    assert!(schema_is_current(&urls.app).await.unwrap());
    assert!(migrate(&owner).await.unwrap().is_empty());
}

#[test]
fn the_sockets_are_in_a_closed_folder_and_the_server_is_not_root() {
    use std::os::unix::fs::MetadataExt as _;
    let data = Data::new();
    let cluster = data.open();
    let sockets = fs::metadata(cluster.sockets()).unwrap();
    assert_eq!(sockets.permissions().mode() & 0o777, 0o700);
    let pid = running(&cluster.folder()).unwrap();
    assert_ne!(fs::metadata(format!("/proc/{pid}")).unwrap().uid(), 0);
}

#[test]
fn without_postgresql_the_message_names_the_package() {
    let data = Data::new();
    let nowhere = Places {
        pg_bin: None,
        installed: data.0.path().join("nothing"),
        pg_config: data.0.path().join("no_pg_config"),
    };
    let options = Options {
        places: nowhere,
        ..quick()
    };
    let message = error(Cluster::open(&data.path(), options));
    assert!(message.contains("apt-get install postgresql"), "{message}");
    assert!(message.contains("DATABASE_URL"), "{message}");
}

#[test]
fn a_wrong_pg_bin_is_named() {
    let data = Data::new();
    let mut options = quick();
    options.places.pg_bin = Some("/nowhere/bin".into());
    let message = error(Cluster::open(&data.path(), options));
    assert!(message.contains("PG_BIN is /nowhere/bin"), "{message}");
}

#[test]
fn the_last_one_out_stops_the_server() {
    let data = Data::new();
    let first = data.open();
    let second = data.open();
    let folder = first.folder();
    let pid = running(&folder).unwrap();
    first.close().unwrap();
    assert_eq!(running(&folder), Some(pid));
    second.close().unwrap();
    assert_eq!(running(&folder), None);
}

#[tokio::test]
async fn a_server_that_a_killed_program_left_is_taken_over() {
    let data = Data::new();
    let left = data.open();
    let folder = left.folder();
    let pid = running(&folder).unwrap();
    left.forget();
    let adopted = data.open();
    assert_eq!(running(&folder), Some(pid));
    assert_eq!(
        ask(&adopted.urls().app, "select 'yes' as answer").await,
        "yes"
    );
    adopted.close().unwrap();
    assert_eq!(running(&folder), None);
}

#[tokio::test]
async fn a_killed_server_is_started_again_at_the_same_address_with_what_was_committed() {
    let data = Data::new();
    let cluster = Cluster::open(&data.path(), Options::default()).unwrap();
    let url = cluster.urls().owner.unwrap();
    let db = pool(&url, 2).unwrap();
    let mut conn = db.get().await.unwrap();
    diesel::sql_query("create table kept as select 'kept' as answer")
        .execute(&mut conn)
        .await
        .unwrap();
    drop(conn);
    assert!(!cluster.restart_if_dead().unwrap());
    kill(running(&cluster.folder()).unwrap());
    while running(&cluster.folder()).is_some() {
        tokio::task::yield_now().await;
    }
    assert!(cluster.restart_if_dead().unwrap());
    assert_eq!(cluster.urls().owner.unwrap(), url);
    assert_eq!(ask(&url, "select answer from kept").await, "kept");
}

#[tokio::test]
async fn a_watched_server_comes_back_by_itself() {
    let data = Data::new();
    let cluster = data.open();
    let _watch = cluster.watch();
    let pid = running(&cluster.folder()).unwrap();
    kill(pid);
    let back = async {
        while connect(&cluster.urls().app).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), back)
        .await
        .unwrap();
    assert_ne!(running(&cluster.folder()).unwrap(), pid);
}

#[test]
fn a_process_number_that_another_process_has_now_is_not_taken_for_the_server() {
    let data = Data::new();
    let cluster = data.open();
    let file = cluster.folder().join("postmaster.pid");
    let noted = fs::read_to_string(&file).unwrap();
    cluster.close().unwrap();
    let ours = std::process::id().to_string();
    let (_, rest) = noted.split_once('\n').unwrap();
    fs::write(&file, format!("{ours}\n{rest}")).unwrap();
    let again = data.open();
    assert!(running(&again.folder()).is_some_and(|pid| pid.to_string() != ours));
}

#[test]
fn another_major_version_is_refused() {
    let data = Data::new();
    let cluster = data.open();
    let version = cluster.folder().join("PG_VERSION");
    let real = fs::read_to_string(&version).unwrap();
    cluster.close().unwrap();
    fs::write(&version, "9\n").unwrap();
    let message = error(Cluster::open(&data.path(), quick()));
    assert!(message.contains("made by PostgreSQL 9"), "{message}");
    assert!(message.contains("postgresql-9"), "{message}");
    fs::write(&version, real).unwrap();
    data.open().close().unwrap();
}

#[test]
fn a_half_made_database_is_made_anew() {
    let data = Data::new();
    let half = data.path().join("postgres/cluster.new/base");
    fs::create_dir_all(&half).unwrap();
    data.open().close().unwrap();
    assert!(!half.exists());
}

#[test]
fn a_database_that_was_moved_away_is_missed_and_not_replaced() {
    let data = Data::new();
    fs::create_dir_all(data.path()).unwrap();
    fs::write(data.path().join("postgres.location"), "/nowhere/at/all\n").unwrap();
    let message = error(Cluster::open(&data.path(), quick()));
    assert!(message.contains("/nowhere/at/all"), "{message}");
}

#[test]
fn a_second_serve_on_a_data_directory_is_refused() {
    let data = Data::new();
    let first = ServeLease::take(&data.path(), Part::All).unwrap();
    for part in [Part::All, Part::Web, Part::Worker] {
        let message = format!("{:#}", ServeLease::take(&data.path(), part).unwrap_err());
        assert!(
            message.contains(&std::process::id().to_string()),
            "{message}"
        );
        assert!(message.contains("--data"), "{message}");
    }
    drop(first);
    ServeLease::take(&data.path(), Part::All).unwrap();
}

#[test]
fn a_web_only_and_a_worker_only_serve_may_share_a_data_directory() {
    let data = Data::new();
    let _web = ServeLease::take(&data.path(), Part::Web).unwrap();
    let _worker = ServeLease::take(&data.path(), Part::Worker).unwrap();
    assert!(ServeLease::take(&data.path(), Part::Web).is_err());
    assert!(ServeLease::take(&data.path(), Part::All).is_err());
}

#[test]
fn a_data_directory_that_the_servers_user_cannot_reach_has_its_database_elsewhere() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let data = Data::new();
    fs::set_permissions(data.0.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let cluster = data.open();
    let folder = cluster.folder();
    assert!(
        folder.starts_with("/var/lib/hoering"),
        "{}",
        folder.display()
    );
    cluster.close().unwrap();
    let again = data.open();
    assert_eq!(again.folder(), folder);
    again.close().unwrap();
    fs::remove_dir_all(folder.parent().unwrap()).unwrap();
}

/// Root's tests run once more as an ordinary user, who has no other user's rights to lean on.
#[test]
fn an_ordinary_user_keeps_a_private_server_too() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let data = Data::new();
    let program = data.0.path().join("it");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let status = Command::new("setpriv")
        .args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"])
        .arg(&program)
        .args([
            "private_database::the_last_one_out",
            "private_database::a_new_data_directory",
        ])
        .env("TMPDIR", "/tmp")
        .current_dir("/")
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&status.stdout);
    assert!(status.status.success(), "{out}");
    assert!(out.contains("2 passed"), "{out}");
}
