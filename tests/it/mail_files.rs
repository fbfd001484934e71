//! What comes with a mail, from its raw bytes to the page that staff read: texts around files, mails in mails, containers, and files that
//! are made to harm or cannot be read. Each is listed, and says in plain words what could be read.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::mailbox::{Mail, Place};
use hoering::response::{Part, PartState, Response, Role as PartRole, TextVersion};
use hoering::schema::responses;
use hoering::staff::Role;

use crate::app::{HEARING, TestApp};
use crate::enquiries::{receive, sample};
use crate::extract::archive;
use crate::staff::{browse_as, person};

fn wide(number: u32) -> Vec<u8> {
    std::fs::read(format!("tests/it/mail/{number:03}.eml")).unwrap()
}

/// A mail with files, each with its name and content.
fn with_files(text: &str, files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut raw = format!(
        "From: Bo <bo@fjord.example>\r\nTo: hoering@region.example\r\nSubject: Svar\r\nDate: Wed, 20 Sep 2023 09:00:00 +0200\r\n\
         Message-ID: <filer@fjord.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )
    .into_bytes();
    for (name, content) in files {
        let name = match *name {
            "" => String::new(),
            name => format!("; filename=\"{name}\""),
        };
        let head = format!(
            "--q\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment{name}\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        );
        raw.extend_from_slice(head.as_bytes());
        raw.extend_from_slice(content);
        raw.extend_from_slice(b"\r\n");
    }
    raw.extend_from_slice(b"--q--\r\n");
    raw
}

/// A response that a mail became, its files read.
struct Taken {
    app: TestApp,
    mail: i64,
    response: Response,
    parts: Vec<Part>,
}

impl Taken {
    async fn of(raw: Vec<u8>) -> Self {
        let mut app = TestApp::spawn().await;
        let hanne = person(&app, "hanne", Role::Editor).await;
        browse_as(&mut app, &hanne).await;
        let mail = receive(&app, raw).await;
        let mut conn = app.conn().await;
        let found = Mail::find(&mut conn, mail).await.unwrap();
        assert_eq!(found.place, Place::Response, "{:?}", found.place_reason);
        let response = Response::query()
            .filter(responses::mail_id.eq(mail))
            .first(&mut *conn)
            .await
            .unwrap();
        let parts = response.parts(&mut conn).await.unwrap();
        drop(conn);
        Self {
            app,
            mail,
            response,
            parts,
        }
    }

    fn part(&self, name: &str) -> &Part {
        let found = self
            .parts
            .iter()
            .find(|part| part.filename.as_deref() == Some(name));
        found.unwrap_or_else(|| panic!("no {name} among {:?}", self.parts))
    }

    /// All texts, in the order of the parts.
    async fn texts(&self) -> String {
        let mut texts = Vec::new();
        for id in self.parts.iter().filter_map(|part| part.text_id) {
            let version = TextVersion::find(&mut *self.app.conn().await, id)
                .await
                .unwrap();
            texts.push(version.text);
        }
        texts.join("\n")
    }

    async fn sender(&self) -> (String, Option<String>) {
        let mut conn = self.app.conn().await;
        let mut all = self.response.respondents(&mut conn).await.unwrap();
        let one = all.remove(0);
        (one.name, one.email)
    }

    async fn page_says(&self, words: &[&str]) {
        let path = format!("/sekretariat/{HEARING}/svar/{}", self.response.number);
        let page = self.app.get(&path).await;
        for words in words {
            page.says(words);
        }
    }

    async fn mail_page_says(&self, words: &str) {
        let path = format!("/sekretariat/{HEARING}/mails/{}", self.mail);
        self.app.get(&path).await.says(words);
    }
}

/// Rule 16.
#[tokio::test]
async fn text_before_and_behind_a_file_is_one_text_and_no_text_at_all_is_no_fault() {
    let around = Taken::of(wide(604)).await;
    let text = around.texts().await;
    let (before, behind) = (
        text.find("Her er en tegning").unwrap(),
        text.find("Brug den.").unwrap(),
    );
    assert!(before < behind, "{text}");
    assert_eq!(
        around.part("Rampe ved toldboden.pdf").state,
        PartState::Text
    );
    around
        .page_says(&["Brug den.", "Rampe ved toldboden.pdf"])
        .await;
    let only = Taken::of(wide(125)).await;
    assert_eq!(only.parts.len(), 1);
    assert_eq!(only.part("brev.pdf").role, PartRole::Letter);
    assert!(
        only.texts()
            .await
            .contains("miljøzoner i de tre største byer")
    );
}

/// Rule 17: what is marked is folded on the page and still there.
#[tokio::test]
async fn what_is_not_the_senders_own_text_is_folded_and_not_gone() {
    for (number, own, marked) in [
        (
            608,
            "de yngste skal krydse Kystvejen",
            "Vi skal bede om bemærkninger senest den 3. oktober",
        ),
        (
            618,
            "støjmuren må ikke spærre",
            "kun til den anførte modtager",
        ),
        (620, "cruiseskip begrenses", "Havnevej 1"),
    ] {
        let taken = Taken::of(wide(number)).await;
        let text = taken.texts().await;
        assert!(
            text.contains(own) && text.contains(marked),
            "{number}: {text}"
        );
        taken.page_says(&[own, marked, "<details"]).await;
    }
}

/// Rule 18.
#[tokio::test]
async fn what_a_colleague_forwards_proposes_whoever_wrote_it() {
    for (raw, name, email) in [
        (sample(24), None, None),
        (sample(47), None, None),
        (
            wide(605),
            Some("Åge Nøddebo"),
            Some("aage@noeddebo.example"),
        ),
        (
            wide(655),
            Some("Åge Nøddebo"),
            Some("aage@noeddebo.example"),
        ),
        (
            wide(148),
            Some("Hardy Engelbrecht"),
            Some("hardy@engdraget.example"),
        ),
    ] {
        let outer = hoering::intake::mailbox::read(&raw).from.unwrap().address;
        let taken = Taken::of(raw).await;
        let (found, address) = taken.sender().await;
        assert_ne!(address.as_deref(), Some(outer.as_str()));
        if let Some(name) = name {
            assert_eq!((found.as_str(), address.as_deref()), (name, email));
        }
    }
}

/// Rule 19: whatever it is, however many there are, each file is listed to staff and in the receipt.
#[tokio::test]
async fn no_file_is_dropped_for_its_number_type_or_size() {
    let mut files = vec![
        ("tegning.dwg", b"AC1032\0\0".to_vec()),
        ("tom.txt", Vec::new()),
        ("", b"uden navn \0\x01".to_vec()),
        ("kort.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()),
        ("tale.m4a", b"\0\0\0\x20ftypM4A \0\0".to_vec()),
        (
            "svar.zip",
            archive(&[("svar.txt", "Vi støtter planen.".as_bytes())]),
        ),
        ("samme.txt", "Vi støtter planen.".as_bytes().to_vec()),
        ("samme.txt", "Vi støtter planen.".as_bytes().to_vec()),
    ];
    let names: Vec<String> = (0..40).map(|number| format!("foto {number}.jpg")).collect();
    files.extend(
        names
            .iter()
            .map(|name| (name.as_str(), b"\xFF\xD8\xFF\xE0".to_vec())),
    );
    let taken = Taken::of(with_files("Vi støtter planen. Der er 48 filer.", &files)).await;
    assert_eq!(taken.parts.len(), 49);
    taken
        .page_says(&[
            "tegning.dwg",
            "tom.txt",
            "kort.heic",
            "tale.m4a",
            "svar.zip",
            "samme.txt",
            "foto 39.jpg",
        ])
        .await;
    let now = taken.app.app.clock.now();
    taken
        .app
        .app
        .clock
        .set(now + chrono::TimeDelta::minutes(11));
    taken.app.work().await;
    let receipt = &taken.app.mails()[0];
    for (name, _) in &files {
        assert!(
            receipt.text.contains(name),
            "{name} is not in\n{}",
            receipt.text
        );
    }
}

/// Rule 20.
#[tokio::test]
async fn mails_in_containers_become_responses_with_their_text_and_files() {
    let file = |name: &str| std::fs::read(format!("tests/it/files/{name}")).unwrap();
    for (what, raw, text) in [
        (
            "winmail.dat",
            file("winmail.eml"),
            "Hermed høringssvar. Vi støtter planen.",
        ),
        (
            "winmail.dat with a letter",
            wide(135),
            "døgnåben hjælpemiddelservice",
        ),
        (".msg", file("outlook_msg.eml"), "flere boliger"),
        (
            "an opaque signature",
            file("opaque_signed.eml"),
            "Vi støtter planen og foreslår flere boliger.",
        ),
        (
            "a clear signature",
            sample(43),
            "En ensartet dokumentation er god",
        ),
        (".eml", wide(605), "Kirkestien skal ikke asfalteres"),
        (
            ".eml as octets",
            wide(655),
            "Kirkestien skal ikke asfalteres",
        ),
    ] {
        let taken = Taken::of(raw).await;
        let found = taken.texts().await;
        assert!(found.contains(text), "{what}: {found}");
        let odd: Vec<&PartState> = taken
            .parts
            .iter()
            .map(|part| &part.state)
            .filter(|state| **state == PartState::Failed)
            .collect();
        assert!(odd.is_empty(), "{what}");
    }
}

/// Rule 20: what is encrypted cannot be read, says so, and what to answer.
#[tokio::test]
async fn an_encrypted_mail_is_unreadable_and_says_what_to_ask_of_the_sender() {
    let mut app = TestApp::spawn().await;
    let hanne = person(&app, "hanne", Role::Editor).await;
    browse_as(&mut app, &hanne).await;
    for raw in [
        std::fs::read("tests/it/files/encrypted.eml").unwrap(),
        wide(133),
    ] {
        let id = receive(&app, raw).await;
        let found = Mail::find(&mut *app.conn().await, id).await.unwrap();
        assert_eq!(found.place, Place::Unreadable);
        let page = app.get(&format!("/sekretariat/{HEARING}/mails/{id}")).await;
        page.says("Mailen er krypteret, og vi kan ikke åbne den. Bed afsenderen sende den igen uden kryptering eller med Digital Post.");
    }
}

/// Rule 21.
#[tokio::test]
async fn the_proof_of_identity_of_digital_post_is_a_part_of_its_own_kind() {
    let taken = Taken::of(sample(44)).await;
    let proof = taken.part("signaturbevis.pdf");
    assert_eq!(proof.role, PartRole::Signaturbevis);
    let others = taken
        .parts
        .iter()
        .filter(|part| part.role == PartRole::Signaturbevis);
    assert_eq!(others.count(), 1);
}

/// *Bad input*: files that are made to harm or cannot be opened, all in one mail with a text.
#[tokio::test]
async fn bad_files_leave_the_mail_a_response_and_say_what_is_wrong_with_each() {
    let blanks = vec![b' '; 30 << 20];
    let xxe = r#"<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>
        <w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Vi vil have en bro. &x;</w:t></w:r></w:p></w:body></w:document>"#;
    let mut looped = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>endobj\n".to_vec();
    looped.extend_from_slice(b"trailer<</Root 1 0 R/Size 3>>\n%%EOF\n");
    let taken = Taken::of(with_files(
        "Vi mener, at planen mangler penge. Se filerne.",
        &[
            ("bombe.docx", archive(&[("word/document.xml", &blanks)])),
            (
                "laast.pdf",
                std::fs::read("tests/it/files/encrypted.pdf").unwrap(),
            ),
            ("brud.pdf", b"%PDF-1.4\nsludder".to_vec()),
            ("ring.pdf", looped),
            (
                "udefra.docx",
                archive(&[("word/document.xml", xxe.as_bytes())]),
            ),
        ],
    ))
    .await;
    let state = |name| taken.part(name).state;
    assert_eq!(state("bombe.docx"), PartState::TooLarge);
    assert_eq!(state("laast.pdf"), PartState::Encrypted);
    assert_eq!(state("brud.pdf"), PartState::Failed);
    assert_ne!(state("ring.pdf"), PartState::Reading);
    assert_eq!(state("udefra.docx"), PartState::Text);
    let texts = taken.texts().await;
    assert!(
        texts.contains("Vi vil have en bro.") && !texts.contains("root:"),
        "{texts}"
    );
    taken
        .page_says(&[
            "fylder alt for meget, når den pakkes ud",
            "har en adgangskode",
            "er beskadiget",
            "planen mangler penge",
        ])
        .await;
    taken.mail_page_says("planen mangler penge").await;
}
