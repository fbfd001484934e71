//! Making a package or an addendum: the papers are put together, read back and looked through; only then they are kept, with what they were
//! made of.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use diesel_async::AsyncPgConnection;

use super::At;
use super::paper::{self, APPENDICES};
use super::read::Case;
use super::show::{Finding, Tried, page};
use crate::agenda::{Kind, NewPackage, record_package};
use crate::app::App;
use crate::desk::memo;
use crate::publication::gate::What;
use crate::publication::handed::released_pdf;
use crate::staff::{Access, Act, Editor};
use crate::templates::Words;
use crate::web::{self, Error, Form, View, redirect};

type Files = Vec<(String, Vec<u8>)>;

/// What was put together, or why it was not.
enum Put {
    Made(Vec<u8>),
    Refused(Tried),
}

pub(in crate::desk) async fn package(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    _form: Form<Vec<(String, String)>>,
) -> web::Result {
    make(&app, &view, &editor, (at.id, Kind::Package)).await
}

pub(in crate::desk) async fn addendum(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    _form: Form<Vec<(String, String)>>,
) -> web::Result {
    make(&app, &view, &editor, (at.id, Kind::Addendum)).await
}

async fn make(
    app: &App,
    view: &View,
    access: &Access,
    (meeting_id, kind): (i64, Kind),
) -> web::Result {
    let words = view.words();
    let by = access.act(app.clock.now());
    let mut conn = app.conn().await?;
    let case = Case::read(&mut conn, words, (by.hearing_id, meeting_id), by.now).await?;
    let put = match kind {
        Kind::Package => put_package(app, &mut conn, words, &case).await,
        Kind::Addendum => put_addendum(&mut conn, words, &case).await,
    };
    match put.map_err(Error::from)? {
        Put::Made(bytes) => {
            keep(app, &mut conn, by, (&case, kind), bytes)
                .await
                .map_err(Error::from)?;
            redirect(access.at(&format!("dagsorden/{meeting_id}#packages")))
        }
        Put::Refused(tried) => {
            let page = page(&mut conn, words, access, (&case, tried)).await?;
            view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn keep(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    (case, kind): (&Case, Kind),
    bytes: Vec<u8>,
) -> anyhow::Result<i32> {
    let new = NewPackage {
        kind,
        proposal: case.proposals.first().map(|one| one.number),
        release_id: case.handed.release.map(|one| one.id),
        responses: case.received(),
        points: case.memo.versions.clone(),
        file: app.storage.keep(bytes.into()).await?,
    };
    record_package(conn, by, case.meeting.id, &new).await
}

fn refused(words: &Words, key: &str, findings: Vec<Finding>) -> Put {
    Put::Refused(Tried {
        error: Some(words.text(key, &[])),
        findings,
        ..Tried::default()
    })
}

async fn put_package(
    app: &App,
    conn: &mut AsyncPgConnection,
    words: &Words,
    case: &Case,
) -> anyhow::Result<Put> {
    let Some(proposal) = case.proposals.first().filter(|one| !one.content.is_empty()) else {
        return Ok(refused(words, "agenda-no-proposal", Vec::new()));
    };
    let at = (case.hearing.id, case.now);
    let papers = memo::papers(conn, words, at).await?;
    let documents: Files = vec![
        (
            words.text("agenda-file-proposal", &[]) + ".docx",
            paper::proposal(words, case, &proposal.content)?,
        ),
        (named(words, 0) + ".docx", papers.memo),
        (named(words, 1) + ".docx", paper::overview(words, case)?),
        (named(words, 3) + ".docx", papers.changes),
    ];
    let findings = look(words, case, &documents)?;
    if !findings.is_empty() {
        return Ok(refused(words, "agenda-held-back", findings));
    }
    let mut files = documents;
    let mut list = vec![
        case.hearing.title.clone(),
        case.meeting.body.clone(),
        words.text("memo-made-at", &[("at", words.datetime(case.now).into())]),
        String::new(),
    ];
    match case.handed.release {
        Some(release) => {
            let pdf = released_pdf(app, &case.hearing.slug, release.number).await?;
            files.insert(3, (named(words, 2) + ".pdf", pdf.to_vec()));
        }
        None => list.push(words.text("agenda-list-missing", &[])),
    }
    let empty = [
        (papers.points, "agenda-list-no-points"),
        (papers.changed, "agenda-list-no-changes"),
    ];
    let empty = empty.into_iter().filter(|(n, _)| *n == 0);
    list.extend(empty.map(|(_, key)| words.text(key, &[])));
    list.extend(files.iter().map(|(name, bytes)| {
        let size = words.bytes(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        format!("{name} ({size})")
    }));
    let list = list.join("\r\n") + "\r\n";
    files.insert(
        0,
        (
            words.text("agenda-file-list", &[]) + ".txt",
            list.into_bytes(),
        ),
    );
    Ok(Put::Made(paper::zipped(&files)?))
}

/// *bilag-1-hoeringsnotat*
fn named(words: &Words, at: usize) -> String {
    let title = words.text(APPENDICES[at], &[]);
    let title = crate::organisation::slug(&title);
    format!(
        "{}-{}-{title}",
        words.text("agenda-file-appendix", &[]),
        at + 1
    )
}

async fn put_addendum(
    conn: &mut AsyncPgConnection,
    words: &Words,
    case: &Case,
) -> anyhow::Result<Put> {
    let Some(last) = case.packages.first() else {
        return Ok(refused(words, "agenda-no-package", Vec::new()));
    };
    let lines = case.handed.lines_of(words, &case.came_since(last));
    let at = (case.hearing.id, case.now);
    let points = memo::since(conn, words, at, &last.points).await?;
    if lines.is_empty() && points.is_empty() {
        return Ok(refused(words, "agenda-nothing-new", Vec::new()));
    }
    let since = words.text(
        "agenda-since-then",
        &[("at", words.datetime(last.created_at).into())],
    );
    let bytes = paper::addendum(words, case, (&lines, &points), &since)?;
    let files = vec![(words.text("agenda-file-addendum", &[]), bytes)];
    let findings = look(words, case, &files)?;
    if !findings.is_empty() {
        return Ok(refused(words, "agenda-held-back", findings));
    }
    Ok(Put::Made(
        files
            .into_iter()
            .next()
            .map(|(_, bytes)| bytes)
            .unwrap_or_default(),
    ))
}

/// What must be mended: words that are hidden, in points of the memo; and in each paper what must be in none.
fn look(words: &Words, case: &Case, files: &Files) -> anyhow::Result<Vec<Finding>> {
    let base = format!("/sekretariat/{}/hoeringsnotat/punkter", case.hearing.slug);
    let mut found: Vec<Finding> = case
        .memo
        .telling
        .iter()
        .map(|number| Finding {
            text: words.text("agenda-found-point", &[("n", (*number).into())]),
            href: Some(format!("{base}/{number}")),
        })
        .collect();
    for (name, bytes) in files {
        let texts = paper::words_of(bytes)?;
        for what in case.handed.look(&texts) {
            let key = match what {
                What::Cpr => "agenda-found-cpr",
                What::ProtectedName => "agenda-found-name",
                _ => "agenda-found-hidden",
            };
            found.push(Finding {
                text: words.text(key, &[("file", name.as_str().into())]),
                href: None,
            });
        }
    }
    Ok(found)
}
