//! Messages from Digital Post: MeMo files in a folder, each kept as it is and read like a mail. The messages are made up.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::config::DigitalPost;
use hoering::intake::mailbox::{self, Ledger, Place, PostFolder};
use hoering::intake::receipt::{Reason, Receipt};
use hoering::response::{Channel, Response, Role};
use hoering::schema::{mails, responses};

use crate::app::{HEARING, TestApp, at};

/// A number that no person has: its seventh digit belongs to no year.
const CPR: &str = "0101457123";
const OPINION: &str =
    "Vi har følgende bemærkninger til planen: Der mangler boliger til unge på Sølund.";

struct Post {
    test: TestApp,
    folder: PathBuf,
    reader: PostFolder,
    _kept: tempfile::TempDir,
}

impl Post {
    async fn new() -> Self {
        let test = TestApp::spawn().await;
        let kept = tempfile::tempdir().unwrap();
        let folder = kept.path().join("memo");
        std::fs::create_dir(&folder).unwrap();
        Self {
            reader: reader(&folder),
            test,
            folder,
            _kept: kept,
        }
    }

    /// Writes a file that was last changed some minutes before now.
    fn put(&self, name: &str, content: &[u8], minutes: i64) -> PathBuf {
        let path = self.folder.join(name);
        std::fs::write(&path, content).unwrap();
        let changed = self.test.app.clock.now() - TimeDelta::minutes(minutes);
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(SystemTime::from(changed)).unwrap();
        path
    }

    async fn round(&mut self) -> (usize, usize) {
        let round = self.reader.round(&self.test.app).await.unwrap();
        self.test.work().await;
        (round.kept, round.unfinished)
    }

    async fn place(&self) -> (Place, Option<String>) {
        mails::table
            .order(mails::id.desc())
            .select((mails::place, mails::place_reason))
            .first(&mut *self.test.conn().await)
            .await
            .unwrap()
    }

    async fn only(&self) -> Response {
        let conn = &mut *self.test.conn().await;
        let ids: Vec<i64> = responses::table
            .select(responses::id)
            .load(conn)
            .await
            .unwrap();
        let [id] = ids[..] else {
            panic!("{} responses", ids.len());
        };
        Response::find(conn, id).await.unwrap()
    }
}

fn reader(folder: &Path) -> PostFolder {
    PostFolder::new(DigitalPost {
        folder: folder.to_str().unwrap().into(),
        hearing: HEARING.into(),
        poll_seconds: 60,
    })
}

fn file(format: &str, name: &str, content: &[u8]) -> String {
    format!(
        "<memo:File><memo:encodingFormat>{format}</memo:encodingFormat><memo:filename>{name}</memo:filename>\
         <memo:language>da</memo:language><memo:content>{}</memo:content></memo:File>",
        STANDARD.encode(content)
    )
}

/// A message with a main document, and more of the body.
fn message(sender: &str, main: &str, more: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <memo:Message xmlns:memo=\"https://DigitalPost.dk/MeMo-1\" memoVersion=\"1.2\" memoSchVersion=\"1.2.0\">\n\
         <memo:MessageHeader><memo:messageType>DIGITALPOST</memo:messageType>\
         <memo:messageUUID>8C2EA15D-61FB-4BA9-9366-42F8B194C114</memo:messageUUID>\
         <memo:label>H&#248;ringssvar &amp; bilag</memo:label><memo:mandatory>false</memo:mandatory>\
         <memo:legalNotification>false</memo:legalNotification><memo:Sender>{sender}</memo:Sender>\
         <memo:Recipient><memo:recipientID>29190925</memo:recipientID><memo:idType>CVR</memo:idType>\
         <memo:label>Region Midtjylland</memo:label></memo:Recipient></memo:MessageHeader>\n\
         <memo:MessageBody><memo:createdDateTime>2023-09-19T18:20:30Z</memo:createdDateTime>\
         <memo:MainDocument>{main}</memo:MainDocument>{more}</memo:MessageBody>\n</memo:Message>\n"
    )
}

fn person() -> String {
    format!(
        "<memo:senderID>{CPR}</memo:senderID><memo:idType>CPR</memo:idType><memo:label>Ida Sølvskov</memo:label>\
         <memo:AttentionData><memo:EMail><memo:emailAddress>ida@borger.example</memo:emailAddress></memo:EMail></memo:AttentionData>"
    )
}

fn from_a_person() -> String {
    let proof = file("application/pdf", "Signaturbevis.pdf", b"%PDF-1.4\n%%EOF\n");
    let plan = file(
        "text/plain",
        "Bilag 1.txt",
        "Et bilag om økonomi".as_bytes(),
    );
    message(
        &person(),
        &file(
            "text/html",
            "besked.html",
            format!("<p>{OPINION}</p><p>Med venlig hilsen<br>Ida</p>").as_bytes(),
        ),
        &format!(
            "<memo:AdditionalDocument>{proof}</memo:AdditionalDocument><memo:AdditionalDocument>{plan}</memo:AdditionalDocument>"
        ),
    )
}

#[tokio::test]
async fn a_person_s_message_becomes_a_response_and_its_file_is_left_alone() {
    let mut post = Post::new().await;
    let raw = from_a_person();
    let path = post.put("besked.xml", raw.as_bytes(), 30);
    assert_eq!(post.round().await, (1, 0));
    assert_eq!(post.place().await, (Place::Response, None));
    let response = post.only().await;
    assert_eq!(response.channel, Channel::DigitalPost);
    assert_eq!(response.subject, "Høringssvar & bilag");
    assert_eq!(response.arrived_at, at("2023-09-20T07:30:00Z"));
    assert_eq!(response.claimed_at, Some(at("2023-09-19T18:20:30Z")));
    let conn = &mut *post.test.conn().await;
    let rule: String = mails::table
        .select(mails::arrival_rule)
        .first(conn)
        .await
        .unwrap();
    assert_eq!(rule, "file_time");
    let parts = response.parts(conn).await.unwrap();
    let roles: Vec<(Role, Option<&str>)> = parts
        .iter()
        .map(|part| (part.role, part.filename.as_deref()))
        .collect();
    assert_eq!(
        roles,
        [
            (Role::Body, None),
            (Role::Signaturbevis, Some("Signaturbevis.pdf")),
            (Role::Appendix, Some("Bilag 1.txt")),
        ]
    );
    let ledger = Ledger::of_hearing(conn, response.hearing_id).await.unwrap();
    assert!(ledger.holds() && ledger.seen == 1);
    // The file is as it was.
    assert_eq!(std::fs::read_to_string(&path).unwrap(), raw);
    let changed: DateTime<Utc> = std::fs::metadata(&path).unwrap().modified().unwrap().into();
    assert_eq!(changed, at("2023-09-20T07:30:00Z"));
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    found: i64,
}

#[tokio::test]
async fn a_sender_s_cpr_number_stands_in_the_raw_file_alone_and_is_marked() {
    let mut post = Post::new().await;
    post.put("besked.xml", from_a_person().as_bytes(), 1);
    post.round().await;
    let conn = &mut *post.test.conn().await;
    for table in [
        "mails",
        "mail_readings",
        "responses",
        "respondents",
        "text_versions",
        "parts",
        "receipts",
        "audit_events",
        "jobs",
    ] {
        let query =
            format!("select count(*) as found from {table} as t where t::text like '%{CPR}%'");
        let found: Found = diesel::sql_query(query).get_result(conn).await.unwrap();
        assert_eq!(found.found, 0, "{table}");
    }
    let marked =
        "select count(*) as found from mail_readings as t where t::text like '%sender_by_cpr%'";
    let marked: Found = diesel::sql_query(marked).get_result(conn).await.unwrap();
    assert_eq!(marked.found, 1);
    // Who is known in Digital Post is answered there: a person sees to it, and is offered the address that the message has.
    let receipt = Receipt::query().first(conn).await.unwrap();
    assert_eq!(receipt.state_reason, Some(Reason::DigitalPost));
    assert_eq!(receipt.recipient.as_deref(), Some("ida@borger.example"));
    assert!(post.test.mails().is_empty());
}

#[tokio::test]
async fn an_organisation_s_letter_is_read_whatever_the_prefix() {
    let mut post = Post::new().await;
    let sender = "<memo:senderID>11223344</memo:senderID><memo:idType>CVR</memo:idType><memo:label>Favrskov Kommune</memo:label>\
        <memo:AttentionData><memo:AttentionPerson><memo:label>Bo Ravn</memo:label></memo:AttentionPerson></memo:AttentionData>";
    let letter =
        file("text/plain", "Brev.txt", OPINION.as_bytes()).replace("text/plain", "application/rtf");
    let raw = message(sender, &letter, "")
        .replace("<memo:", "<")
        .replace("</memo:", "</")
        .replace("xmlns:memo", "xmlns")
        .replace("memoVersion=\"1.2\"", "memoVersion=\"1.1\"");
    post.put("brev.XML", raw.as_bytes(), 1);
    assert_eq!(post.round().await, (1, 0));
    let response = post.only().await;
    let conn = &mut *post.test.conn().await;
    let respondents = response.respondents(conn).await.unwrap();
    assert_eq!(
        respondents[0].organisation.as_deref(),
        Some("Favrskov Kommune")
    );
    assert_eq!(respondents[0].name, "Bo Ravn");
    let parts = response.parts(conn).await.unwrap();
    assert_eq!(parts[0].role, Role::Letter);
}

#[tokio::test]
async fn a_file_counts_once_whatever_it_is_called_and_whoever_looks() {
    let mut post = Post::new().await;
    post.put("besked.xml", from_a_person().as_bytes(), 1);
    assert_eq!(post.round().await, (1, 0));
    assert_eq!(post.round().await, (0, 0));
    post.put("igen.xml", from_a_person().as_bytes(), 1);
    post.reader = reader(&post.folder);
    assert_eq!(post.round().await, (0, 0));
    // The same message, written by another program, is a duplicate in the ledger.
    post.put(
        "anden.xml",
        from_a_person()
            .replace(" standalone=\"yes\"", "")
            .as_bytes(),
        1,
    );
    assert_eq!(post.round().await, (1, 0));
    assert_eq!(post.place().await.0, Place::Duplicate);
}

#[tokio::test]
async fn a_half_written_message_is_taken_when_it_is_whole() {
    let mut post = Post::new().await;
    let raw = from_a_person();
    post.put("besked.xml", &raw.as_bytes()[..raw.len() / 2], 1);
    post.put(".besked2.xml", raw.as_bytes(), 1);
    post.put("besked3.xml.tmp", raw.as_bytes(), 1);
    assert_eq!(post.round().await, (0, 1));
    post.put("besked.xml", raw.as_bytes(), 0);
    assert_eq!(post.round().await, (1, 0));
    assert_eq!(post.place().await.0, Place::Response);
}

#[tokio::test]
async fn what_is_broken_is_kept_and_unreadable_with_the_reason() {
    let mut post = Post::new().await;
    let raw = from_a_person();
    let half = &raw.as_bytes()[..raw.len() / 2];
    let bomb = raw.replacen(
        "?>\n",
        "?>\n<!DOCTYPE m [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n",
        1,
    );
    let deep = format!("<?xml version=\"1.0\"?>{}", "<a>".repeat(5000));
    for (name, content, reason) in [
        ("a.xml", half, "memo_cut_off"),
        ("b.xml", bomb.as_bytes(), "memo_broken"),
        (
            "c.xml",
            raw.replacen("</memo:label>", "</memo:lable>", 1).as_bytes(),
            "memo_broken",
        ),
        (
            "d.xml",
            b"<?xml version=\"1.0\"?>\n<faktura><nummer>7</nummer></faktura>\n",
            "memo_foreign",
        ),
        ("e.xml", deep.as_bytes(), "memo_broken"),
        ("f.xml", message(&person(), "", "").as_bytes(), "memo_empty"),
    ] {
        post.put(name, content, 60);
        assert_eq!(post.round().await, (1, 0), "{name}");
        assert_eq!(
            post.place().await,
            (Place::Unreadable, Some(reason.to_owned())),
            "{name}"
        );
    }
    let hearing = post.test.hearing().await;
    let ledger = Ledger::of_hearing(&mut *post.test.conn().await, hearing.id)
        .await
        .unwrap();
    assert!(ledger.holds() && ledger.seen == 6);
}

#[tokio::test]
async fn a_folder_that_is_gone_is_told_and_comes_back() {
    let mut post = Post::new().await;
    let away = post.folder.with_extension("away");
    std::fs::rename(&post.folder, &away).unwrap();
    assert!(post.reader.round(&post.test.app).await.is_err());
    let hearing = post.test.hearing().await;
    let error = async |test: &TestApp| {
        let all = mailbox::Mailbox::of_hearing(&mut *test.conn().await, hearing.id)
            .await
            .unwrap();
        let folder = all
            .into_iter()
            .find(|one| one.folder == "Digital Post")
            .unwrap();
        (folder.last_error.is_some(), folder.fetched_at.is_some())
    };
    assert_eq!(error(&post.test).await, (true, false));
    std::fs::rename(&away, &post.folder).unwrap();
    post.put("besked.xml", from_a_person().as_bytes(), 1);
    assert_eq!(post.round().await, (1, 0));
    assert_eq!(error(&post.test).await, (false, true));
}

#[tokio::test]
async fn a_message_is_imported_too() {
    let post = Post::new().await;
    post.put("besked.xml", from_a_person().as_bytes(), 1);
    let hearing = post.test.hearing().await;
    let imported = mailbox::import(&post.test.app, &hearing, &[&post.folder])
        .await
        .unwrap();
    assert_eq!((imported.seen, imported.responses), (1, 1), "{imported:?}");
    assert_eq!(post.only().await.channel, Channel::DigitalPost);
}
