//! A build that cannot go on: the disk is full, the program dies. It ends with its reason, leaves nothing, and the next attempt works.

use std::fmt;
use std::path::Path as FilePath;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use chrono::TimeDelta;
use diesel_async::RunQueryDsl;
use futures_util::stream::BoxStream;
use hoering::app::App;
use hoering::jobs;
use hoering::publication::gate::What;
use hoering::publication::release::ReleaseState;
use hoering::storage::Storage;
use hoering::worker;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

use super::STAFF;
use super::formats_volumes::with_typesetter;
use super::stage::Stage;

/// A folder on a disk that has room for so many more files.
#[derive(Debug)]
struct SmallDisk {
    folder: LocalFileSystem,
    room: Arc<AtomicUsize>,
}

impl fmt::Display for SmallDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a small disk")
    }
}

impl SmallDisk {
    fn take(&self) -> Result<()> {
        let left = self
            .room
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        left.map(drop).map_err(|_| Error::Generic {
            store: "a small disk",
            // What the system says: no space left on device.
            source: Box::new(std::io::Error::from_raw_os_error(28)),
        })
    }
}

#[async_trait]
impl ObjectStore for SmallDisk {
    async fn put_opts(
        &self,
        to: &Path,
        payload: PutPayload,
        opts: PutOptions,
    ) -> Result<PutResult> {
        self.take()?;
        self.folder.put_opts(to, payload, opts).await
    }

    async fn put_multipart_opts(
        &self,
        to: &Path,
        opts: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.take()?;
        self.folder.put_multipart_opts(to, opts).await
    }

    async fn get_opts(&self, from: &Path, options: GetOptions) -> Result<GetResult> {
        self.folder.get_opts(from, options).await
    }

    fn delete_stream(
        &self,
        gone: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        self.folder.delete_stream(gone)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.folder.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.folder.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.folder.copy_opts(from, to, options).await
    }
}

async fn one() -> Stage {
    let stage = Stage::empty().await;
    stage.say("Klitvang Kommune", "A", "Ja.").await;
    stage.fix().await;
    stage
}

async fn work(app: &App) {
    jobs::run_all_due(app, &worker::registry(), "test")
        .await
        .unwrap();
}

/// Files in a folder and the folders in it.
fn files(folder: &FilePath) -> usize {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(Result::<_, std::io::Error>::unwrap);
    entries
        .map(|entry| match entry.file_type().unwrap().is_dir() {
            true => files(&entry.path()),
            false => 1,
        })
        .sum()
}

#[tokio::test]
async fn a_full_disk_fails_the_release_with_its_reason_wherever_it_comes() {
    let stage = one().await;
    stage.log_in(stage.builder).await;
    // The archive, the projection, eight files: the disk is full at the first, in the middle, at the last.
    for room in [0, 1, 5, 9] {
        let folder = tempfile::tempdir().unwrap();
        let disk = SmallDisk {
            folder: LocalFileSystem::new_with_prefix(folder.path()).unwrap(),
            room: Arc::new(AtomicUsize::new(room)),
        };
        let left = disk.room.clone();
        let mut app = stage.app.again(stage.app.app.config.clone());
        app.storage = Storage::over(Arc::new(disk));
        stage.request().await;
        work(&app).await;
        let release = stage.latest().await;
        assert_eq!(release.state, ReleaseState::Failed, "{room}");
        assert_eq!(release.findings()[0].what, What::DiskFull, "{room}");
        assert!(release.manifest.is_none());
        assert_eq!(files(folder.path()), room, "whole files only");
        stage
            .app
            .get(STAFF)
            .await
            .says("Der er ikke plads på disken");
        left.store(1_000, Ordering::SeqCst);
        stage.request().await;
        work(&app).await;
        let release = stage.latest().await;
        assert_eq!(
            release.state,
            ReleaseState::Waiting,
            "{:?}",
            release.state_reason
        );
    }
}

#[tokio::test]
async fn a_program_that_dies_while_building_builds_the_release_when_it_is_back() {
    let stage = one().await;
    let folder = tempfile::tempdir().unwrap();
    let begun = folder.path().join("begun");
    let mut dying = stage.app.again(stage.app.app.config.clone());
    let script = format!("touch {}; exec sleep 600", begun.display());
    with_typesetter(&mut dying, folder.path(), &script);
    stage.request().await;
    let work_of_it = tokio::spawn(async move { work(&dying).await });
    while !begun.exists() {
        assert!(!work_of_it.is_finished(), "it ended before it died");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    work_of_it.abort();
    assert!(work_of_it.await.unwrap_err().is_cancelled());
    assert_eq!(stage.latest().await.state, ReleaseState::Building);
    stage.app.work().await;
    assert_eq!(
        stage.latest().await.state,
        ReleaseState::Building,
        "its lease holds"
    );
    let now = stage.app.app.clock.now();
    stage.app.app.clock.set(now + TimeDelta::minutes(11));
    stage.app.work().await;
    let release = stage.latest().await;
    assert_eq!(
        release.state,
        ReleaseState::Waiting,
        "{:?}",
        release.state_reason
    );
}

#[tokio::test]
async fn a_release_that_the_program_does_not_survive_is_given_up_in_the_end() {
    let stage = one().await;
    let id = stage.request().await;
    let mut conn = stage.app.conn().await;
    diesel::sql_query("update jobs set attempts = 8 where kind = 'build_release'")
        .execute(&mut conn)
        .await
        .unwrap();
    stage.app.work().await;
    let release = stage.latest().await;
    assert_eq!((release.id, release.state), (id, ReleaseState::Failed));
    stage.request().await;
    stage.app.work().await;
    assert_eq!(stage.latest().await.state, ReleaseState::Waiting);
}
