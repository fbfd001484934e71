//! The list of consultees: imported from a spreadsheet, written to, matched with who answers, and shown with who is missing.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::audit::Actor;
use hoering::hearing::Consultee;
use hoering::invitation::{Letter, LetterState, letters_of};
use hoering::schema::{audit_events, consultees, respondents};
use hoering::staff::{self, Role, Scope};
use rust_xlsxwriter::{Format, Workbook};

use crate::app::{Answer, HEARING, TestApp, at};
use crate::desk::respond;
use crate::enquiries::receive;
use crate::staff::{browse_as, person};

fn page(rest: &str) -> String {
    format!("/sekretariat/{HEARING}/hoeringsparter{rest}")
}

async fn editor(app: &mut TestApp) {
    let hanne = person(app, "hanne", Role::Editor).await;
    browse_as(app, &hanne).await;
}

async fn list(app: &TestApp) -> Vec<Consultee> {
    let hearing = app.hearing().await;
    Consultee::of_hearing(&mut *app.conn().await, hearing.id)
        .await
        .unwrap()
}

async fn named(app: &TestApp, name: &str) -> Consultee {
    let found = list(app).await.into_iter().find(|one| one.name == name);
    found.unwrap_or_else(|| panic!("{name} is not on the list"))
}

async fn letters(app: &TestApp) -> Vec<Letter> {
    let hearing = app.hearing().await;
    letters_of(&mut *app.conn().await, hearing.id)
        .await
        .unwrap()
}

async fn did(app: &TestApp, action: &str) -> i64 {
    audit_events::table
        .filter(audit_events::action.eq(action))
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap()
}

/// Hands a file in; answers the address of its preview.
async fn hand_in(app: &TestApp, name: &str, bytes: Vec<u8>) -> Answer {
    let form = page("/import");
    app.upload(&form, &form, &[], vec![(name, bytes)]).await
}

/// A list as people keep it: a title, two rows of heading, merged cells.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 3, "Høringsliste, opdateret 1. august", &plain)
        .unwrap();
    sheet
        .merge_range(2, 0, 3, 0, "Høringspart", &plain)
        .unwrap();
    sheet.merge_range(2, 1, 2, 2, "Kontakt", &plain).unwrap();
    sheet.merge_range(2, 3, 3, 3, "Kategori", &plain).unwrap();
    sheet.write_string(3, 1, "Telefon").unwrap();
    sheet.write_string(3, 2, "Hovedpostkasse").unwrap();
    sheet
        .merge_range(4, 3, 6, 3, "A. Kommuner", &plain)
        .unwrap();
    for (row, name, email) in [
        (4, "Ærøskøbing Kommune", "POST@aeroe.example"),
        (5, "Birkelunde Kommune", "ny@birkelunde.example"),
        (6, "Ulvkær Kommune", "ring til os"),
        (7, "Ærøskøbing Kommune", "post@aeroe.example"),
        (8, "=2+2", ""),
    ] {
        sheet.write_string(row, 0, name).unwrap();
        sheet.write_string(row, 2, email).unwrap();
    }
    // Far below, as a stray space leaves it.
    sheet.write_string(1_000_000, 100, "x").unwrap();
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_workbook_is_previewed_with_its_faults_and_carried_out_once() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let before = list(&app).await.len();
    let to = hand_in(&app, "liste.xlsx", workbook()).await;
    let to = to.leads().to_owned();
    let shown = app.get(&to).await;
    assert_eq!(shown.status, 200);
    shown.says("2 bliver føjet til");
    shown.says("1 bliver rettet");
    shown.says("2 linjer med fejl bliver sprunget over");
    shown.says("&quot;ring til os&quot; er ikke en mailadresse.");
    shown.says("Navnet står også i linje 5.");
    shown.says("bliver på listen");
    assert_eq!(list(&app).await.len(), before, "nothing is done yet");
    for _ in 0..2 {
        let done = app.post("/konto", &to, &[]).await;
        let done = app.get(done.leads()).await;
        done.says("2 er føjet til");
        done.says("2 linjer med fejl blev sprunget over");
    }
    assert_eq!(list(&app).await.len(), before + 2);
    let new = named(&app, "Ærøskøbing Kommune").await;
    assert_eq!(new.email.as_deref(), Some("post@aeroe.example"));
    assert!(
        new.category_id.is_some(),
        "a merged cell counts for all it covers"
    );
    let changed = named(&app, "Birkelunde Kommune").await;
    assert_eq!(changed.email.as_deref(), Some("ny@birkelunde.example"));
    assert_eq!(changed.kind, "kommune", "what the file does not say stays");
    assert_eq!(did(&app, "consultees_imported").await, 1);
    // The preview of what was carried out leads to what was done.
    app.get(&to).await.leads();
}

#[tokio::test]
async fn columns_that_are_not_known_are_chosen_and_text_in_another_charset_is_read() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let (text, _, _) = encoding_rs::WINDOWS_1252
        .encode("Hvem;Hvor\r\nSønderstrøm Borgerråd;raad@soender.example\r\n");
    let to = hand_in(&app, "liste.csv", text.into_owned()).await;
    let to = to.leads().to_owned();
    let shown = app.get(&to).await;
    shown.says("Vi kunne ikke finde kolonnen med navne");
    shown.says("Sønderstrøm Borgerråd");
    let chosen = [("name", "0"), ("email", "1"), ("first", "2")];
    app.post(&to, &format!("{to}/kolonner"), &chosen)
        .await
        .leads();
    app.get(&to).await.says("1 bliver føjet til");
    app.post(&to, &to, &[]).await.leads();
    let new = named(&app, "Sønderstrøm Borgerråd").await;
    assert_eq!(new.email.as_deref(), Some("raad@soender.example"));
}

#[tokio::test]
async fn what_is_no_list_is_refused_with_the_reason() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let mut bomb = std::io::Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut bomb);
    archive
        .start_file(
            "xl/worksheets/sheet1.xml",
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
    std::io::Write::write_all(&mut archive, &vec![b' '; 20 << 20]).unwrap();
    archive.finish().unwrap();
    let many = format!("navn\n{}", "En kommune\n".repeat(6_000));
    for (name, bytes, why) in [
        ("bombe.xlsx", bomb.into_inner(), "pakker ud til for meget"),
        ("tom.csv", Vec::new(), "tom"),
        (
            "billede.xlsx",
            b"\x89PNG\0\0\0\0".to_vec(),
            "ikke et regneark",
        ),
        ("rod.xlsx", b"PK\x03\x04 rod".to_vec(), "beskadiget"),
        ("mange.csv", many.into_bytes(), "mere end 5.000 linjer"),
        ("stor.csv", vec![b'a'; 5_000_001], "for stor"),
    ] {
        let answer = hand_in(&app, name, bytes).await;
        assert_eq!(answer.status, 422, "{name}: {}", answer.text);
        answer.says(why);
    }
    let form = page("/import");
    let none = app.upload(&form, &form, &[], vec![]).await;
    assert_eq!(none.status, 422);
    none.says("Vælg en fil.");
    assert_eq!(app.get(&page("/import/999")).await.status, 404);
}

#[tokio::test]
async fn one_is_added_changed_given_a_deadline_and_removed_while_nothing_rests_on_it() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let new = page("/ny");
    let wrong = [("name", "Fjordens Venner"), ("email", "ingen adresse")];
    let answer = app.post(&new, &page(""), &wrong).await;
    assert_eq!(answer.status, 422);
    answer.says("Det er ikke en mailadresse");
    answer.says("Fjordens Venner");
    let taken = app
        .post(&new, &page(""), &[("name", "birkelunde KOMMUNE")])
        .await;
    assert_eq!(taken.status, 422);
    taken.says("Der er allerede en høringspart med det navn.");
    let fine = [("name", "Fjordens Venner"), ("way", "letter")];
    let here = app.post(&new, &page(""), &fine).await.leads().to_owned();
    let frist = format!("{here}/frist");
    let early = [("day", "2023-10-01"), ("reason", "Vi vil gerne")];
    assert_eq!(app.post(&here, &frist, &early).await.status, 422);
    let later = [("day", "2023-10-25"), ("reason", "Mødes først den 24.")];
    app.post(&here, &frist, &later).await.leads();
    app.get(&here).await.says("Mødes først den 24.");
    app.get(&page("?q=fjordens"))
        .await
        .says("Egen frist 25. oktober");
    app.post(&here, &format!("{here}/slet"), &[]).await.leads();
    assert_eq!(app.get(&here).await.status, 404);

    respond(&app, "Birkelunde Kommune", "Vi støtter planen.", vec![]).await;
    let one = named(&app, "Birkelunde Kommune").await;
    match_all(&app).await;
    let here = page(&format!("/{}", one.id));
    let used = app.post(&here, &format!("{here}/slet"), &[]).await;
    assert_eq!(used.status, 422);
    used.says("Høringsparten kan ikke fjernes");
    assert_eq!(did(&app, "consultee_removed").await, 1);
}

/// As intake finds them.
async fn match_all(app: &TestApp) {
    diesel::sql_query(
        "update respondents r set consultee_id = k.id from consultees k where k.name = r.organisation",
    )
    .execute(&mut *app.conn().await)
    .await
    .unwrap();
}

#[tokio::test]
async fn a_match_is_a_proposal_until_staff_confirm_it_and_can_be_undone() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    respond(&app, "Birkelunde Kommune", "Vi støtter planen.", vec![]).await;
    match_all(&app).await;
    respond(&app, "Aldershede", "Det gør vi også.", vec![]).await;
    respond(&app, "Helt Andre", "Nej.", vec![]).await;
    let one = named(&app, "Birkelunde Kommune").await;
    app.get(&page("?q=birkelunde"))
        .await
        .says("fundet af systemet");
    app.get(&page("?q=aldershede"))
        .await
        .says("Ét svar kan være herfra");
    let shown = app.get(&page("/svar")).await;
    shown.says("2 svar venter");
    shown.says("Navnet ligner høringspartens.");
    let state = async |app: &TestApp, name: &str| {
        respondents::table
            .filter(respondents::organisation.eq(name))
            .select((
                respondents::id,
                respondents::consultee_id,
                respondents::consultee_by,
            ))
            .first::<(i64, Option<i64>, Option<i64>)>(&mut *app.conn().await)
            .await
            .unwrap()
    };
    let (id, _, _) = state(&app, "Birkelunde Kommune").await;
    let pair = format!("{id} {}", one.id);
    shown.says(&pair);
    app.post(&page("/svar"), &page("/svar"), &[("match", &pair)])
        .await
        .leads();
    let (_, consultee, by) = state(&app, "Birkelunde Kommune").await;
    assert!(consultee == Some(one.id) && by.is_some());
    let act = page(&format!("/svar/{id}"));
    app.post(&page("/svar"), &act, &[("do", "none")])
        .await
        .leads();
    let (_, consultee, by) = state(&app, "Birkelunde Kommune").await;
    assert!(consultee.is_none() && by.is_some());
    app.post(&page("/svar"), &act, &[("do", "undo")])
        .await
        .leads();
    let (_, consultee, by) = state(&app, "Birkelunde Kommune").await;
    assert!(consultee == Some(one.id) && by.is_none());
    let (like, _, _) = state(&app, "Aldershede").await;
    let other = named(&app, "Aldershede Kommune").await;
    let act = page(&format!("/svar/{like}"));
    app.post(
        &page("/svar"),
        &act,
        &[("consultee", &other.id.to_string())],
    )
    .await
    .leads();
    assert_eq!(state(&app, "Aldershede").await.1, Some(other.id));
    for nobody in ["0", "999999", "x", ""] {
        let status = app
            .post(&page("/svar"), &act, &[("consultee", nobody)])
            .await;
        assert!((400..500).contains(&status.status), "{nobody}");
    }
    assert_eq!(did(&app, "consultee_matched").await, 3);
    assert_eq!(did(&app, "consultee_match_undone").await, 1);
}

/// Leaves three on the list, so that a test can count.
async fn three(app: &TestApp) {
    let keep = [
        "Aldershede Kommune",
        "Birkelunde Kommune",
        "Blåmunke Kommune",
    ];
    diesel::delete(consultees::table.filter(consultees::name.ne_all(keep)))
        .execute(&mut *app.conn().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_invitation_goes_to_each_once_and_a_reminder_only_to_who_has_not_answered() {
    let mut app = TestApp::spawn().await;
    three(&app).await;
    editor(&mut app).await;
    let (invite, remind) = (page("/brev/invitation"), page("/brev/reminder"));
    app.get(&invite).await.says("Send 3 invitationer");
    app.post(&remind, &remind, &[("to", "all")]).await.leads();
    assert_eq!(letters(&app).await.len(), 0, "nobody was invited yet");
    let one = named(&app, "Aldershede Kommune").await;
    app.post(&invite, &invite, &[("to", &one.id.to_string())])
        .await
        .leads();
    for _ in 0..2 {
        app.post(&invite, &invite, &[("to", "all")]).await.leads();
    }
    app.work().await;
    let sent = app.mails();
    assert_eq!(sent.len(), 3);
    let first = sent.iter().find(|it| it.to == "post@aldershede.example");
    let first = first.unwrap();
    assert!(
        first
            .subject
            .starts_with("Høring: Visions- og udviklingsplan")
    );
    assert!(
        first.text.starts_with("Til Aldershede Kommune\n"),
        "{}",
        first.text
    );
    assert!(first.text.contains("onsdag den 11. oktober 2023"));
    assert!(!first.text.contains('{'), "{}", first.text);
    let hearing = app.hearing().await;
    assert_eq!(first.reply_to.as_deref(), Some(hearing.mailbox.as_str()));
    app.get(&page("?q=aldershede"))
        .await
        .says("Invitation sendt 20. september (mail)");

    // One answers alone, one is of several; the third is reminded once.
    let made = respond(&app, "Birkelunde Kommune", "Vi støtter planen.", vec![]).await;
    let two = named(&app, "Blåmunke Kommune").await;
    diesel::insert_into(respondents::table)
        .values((
            respondents::response_id.eq(made.id),
            respondents::position.eq(1),
            respondents::organisation.eq("Blåmunke Kommune"),
            respondents::consultee_id.eq(two.id),
        ))
        .execute(&mut *app.conn().await)
        .await
        .unwrap();
    // Birkelunde's is a likely match that nobody has confirmed: it is held back too.
    app.get(&remind).await.says("får ingen påmindelse");
    for _ in 0..2 {
        app.post(&remind, &remind, &[("to", "all")]).await.leads();
    }
    app.work().await;
    let sent = app.mails();
    assert_eq!(sent.len(), 4);
    assert_eq!(sent[3].to, "post@aldershede.example");
    assert!(sent[3].subject.starts_with("Påmindelse om høring"));
    let missing = app.get(&page("?vis=mangler")).await;
    assert!(missing.text.contains("Aldershede") && !missing.text.contains("Blåmunke"));
    assert_eq!(did(&app, "consultee_invited").await, 3);
    assert_eq!(did(&app, "consultee_reminded").await, 1);
}

#[tokio::test]
async fn a_reminder_that_waited_is_dropped_when_the_answer_comes_first_or_the_deadline_passes() {
    let mut app = TestApp::spawn().await;
    three(&app).await;
    editor(&mut app).await;
    let (invite, remind) = (page("/brev/invitation"), page("/brev/reminder"));
    app.post(&invite, &invite, &[("to", "all")]).await.leads();
    app.work().await;
    let blaa = named(&app, "Blåmunke Kommune").await;
    let frist = page(&format!("/{}/frist", blaa.id));
    let later = [("day", "2023-10-25"), ("reason", "Byrådet mødes")];
    app.post(&invite, &frist, &later).await.leads();
    app.post(&remind, &remind, &[("to", "all")]).await.leads();
    respond(&app, "Aldershede Kommune", "Vi støtter planen.", vec![]).await;
    match_all(&app).await;
    app.app.clock.set(at("2023-10-12T08:00:00Z"));
    app.work().await;
    let reminded: Vec<_> = app.mails()[3..].iter().map(|it| it.to.clone()).collect();
    assert_eq!(
        reminded,
        ["kommunen@blaamunke.example"],
        "its own deadline counts"
    );
    let dropped = letters(&app).await;
    let dropped = dropped.iter().filter(|it| it.state == LetterState::Dropped);
    assert_eq!(dropped.count(), 2);
}

#[tokio::test]
async fn a_letter_that_came_back_is_an_alarm_until_another_way_is_found() {
    let mut app = TestApp::spawn().await;
    three(&app).await;
    editor(&mut app).await;
    let invite = page("/brev/invitation");
    app.post(&invite, &invite, &[("to", "all")]).await.leads();
    app.work().await;
    let all = letters(&app).await;
    let one = named(&app, "Birkelunde Kommune").await;
    let letter = all.iter().find(|it| it.consultee_id == one.id).unwrap();
    let id = letter.message_id.clone().unwrap();
    let report = format!(
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.birkelunde.example>\r\nTo: brev+{}@hoering.example\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nDate: Wed, 20 Sep 2023 10:05:00 +0200\r\nMessage-ID: <b@mx.birkelunde.example>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nThe mail could not be delivered.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.birkelunde.example\r\n\r\n\
         Final-Recipient: rfc822; kommunen@birkelunde.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{id}>\r\nSubject: =?utf-8?q?H=C3=B8ring?=\r\n\r\nTil Birkelunde\r\n--b--\r\n",
        letter.bounce_token.clone().unwrap()
    );
    receive(&app, report.into_bytes()).await;
    let back = letters(&app).await;
    let back = back.iter().find(|it| it.id == letter.id).unwrap();
    assert_eq!(back.state, LetterState::Bounced);
    let inbox = format!("/sekretariat/{HEARING}/indbakke");
    app.get(&inbox).await.says("1 brev kom retur");
    app.get("/sekretariat").await.says("1 brev kom retur");
    let found = app.get(&page("?vis=retur")).await;
    found.says("Brevet kom retur");
    assert!(found.text.contains("Birkelunde") && !found.text.contains("Aldershede"));
    let here = page(&format!("/{}", one.id));
    app.get(&here).await.says("550 5.1.1 User unknown");

    // It is sent on paper instead, and noted; the day cannot be tomorrow.
    let hand = page("/brev/invitation/haand");
    let to = one.id.to_string();
    let tomorrow = [
        ("to", to.as_str()),
        ("way", "letter"),
        ("day", "2023-09-21"),
    ];
    let answer = app.post(&invite, &hand, &tomorrow).await;
    assert_eq!(answer.status, 422);
    answer.says("Den kan ikke ligge i fremtiden.");
    let nobody = app.post(&invite, &hand, &[("day", "2023-09-20")]).await;
    assert_eq!(nobody.status, 422);
    let today = [
        ("to", to.as_str()),
        ("way", "letter"),
        ("day", "2023-09-20"),
    ];
    app.post(&invite, &hand, &today).await.leads();
    assert!(!app.get(&inbox).await.text.contains("1 brev kom retur"));
    let noted = letters(&app).await;
    let noted = noted.last().unwrap();
    assert_eq!(noted.sent_on, NaiveDate::from_ymd_opt(2023, 9, 20));
    app.get(&here)
        .await
        .says("Invitation sendt 20. september (brev)");
    let note = page(&format!("/note/{}/slet", noted.id));
    app.post(&here, &note, &[]).await.leads();
    app.get(&inbox).await.says("1 brev kom retur");
}

#[tokio::test]
async fn a_letter_is_worded_anew_and_a_slip_of_the_pen_is_found() {
    let mut app = TestApp::spawn().await;
    three(&app).await;
    editor(&mut app).await;
    let invite = page("/brev/invitation");
    let text = page("/brev/invitation/tekst");
    let wrong = [("subject", "Kære {nvan}"), ("text", "Om {titel}")];
    let answer = app.post(&invite, &text, &wrong).await;
    assert_eq!(answer.status, 422);
    answer.says("Vi kender ikke {nvan}");
    answer.says("Kære {nvan}");
    let fine = [("subject", "Kære {navn}"), ("text", "Svar senest {frist}.")];
    app.post(&invite, &text, &fine).await.leads();
    app.get(&invite).await.says("Kære Aldershede Kommune");
    app.post(&invite, &invite, &[("to", "all")]).await.leads();
    app.work().await;
    assert_eq!(
        app.mails()[0].text.trim(),
        "Svar senest onsdag den 11. oktober 2023."
    );
    app.post(&invite, &format!("{text}/slet"), &[])
        .await
        .leads();
    app.get(&invite).await.says("sender hermed");
    assert_eq!(app.get(&page("/brev/andet")).await.status, 404);
}

#[tokio::test]
async fn the_list_is_exported_with_its_states_and_comes_back_unchanged() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    respond(&app, "Birkelunde Kommune", "Vi støtter planen.", vec![]).await;
    match_all(&app).await;
    let url = app.url(&page(".xlsx"));
    let bytes = app.http.get(url).send().await.unwrap().bytes().await;
    let to = hand_in(&app, "ud.xlsx", bytes.unwrap().to_vec()).await;
    let shown = app.get(to.leads()).await;
    shown.says("Filen ændrer ingenting.");
    shown.says(&format!("{} er ens i forvejen.", list(&app).await.len()));
    assert_eq!(did(&app, "consultees_taken").await, 1);
}

#[tokio::test]
async fn what_is_another_hearing_s_is_not_touched() {
    let mut app = TestApp::spawn().await;
    let hanne = person(&app, "hanne", Role::Editor).await;
    let everywhere = (hanne.id, Scope::All, Role::Editor);
    let now = app.app.clock.now();
    staff::grant(&mut *app.conn().await, everywhere, Actor::Operator, now)
        .await
        .unwrap();
    browse_as(&mut app, &hanne).await;
    let mine = named(&app, "Birkelunde Kommune").await;
    respond(&app, "Birkelunde Kommune", "Vi støtter planen.", vec![]).await;
    let to = hand_in(&app, "liste.xlsx", workbook()).await;
    let import = to.leads().rsplit('/').next().unwrap().to_owned();
    let hand = page("/brev/invitation/haand");
    let to = mine.id.to_string();
    let noted = [
        ("to", to.as_str()),
        ("way", "letter"),
        ("day", "2023-09-20"),
    ];
    app.post("/konto", &hand, &noted).await.leads();
    let note = letters(&app).await[0].id;
    let respondent: i64 = respondents::table
        .select(respondents::id)
        .first(&mut *app.conn().await)
        .await
        .unwrap();
    diesel::sql_query(
        "insert into hearings (organisation_id, slug, title, summary, language, time_zone, kind, mailbox, contact, opens_at, closes_at) \
         select organisation_id, 'anden', 'Anden', '', language, time_zone, kind, mailbox, contact, opens_at, closes_at from hearings limit 1",
    )
    .execute(&mut *app.conn().await)
    .await
    .unwrap();
    let there = |rest: &str| format!("/sekretariat/anden/hoeringsparter{rest}");
    assert_eq!(app.get(&there("")).await.status, 200);
    let (own, import) = (format!("/{}", mine.id), format!("/import/{import}"));
    for path in [&own, &import] {
        assert_eq!(app.get(&there(path)).await.status, 404, "{path}");
    }
    for (rest, fields) in [
        (own.clone(), vec![("name", "Overtaget")]),
        (format!("{own}/slet"), vec![]),
        (
            format!("{own}/frist"),
            vec![("day", "2023-12-01"), ("reason", "x")],
        ),
        (import, vec![]),
        (format!("/note/{note}/slet"), vec![]),
        (format!("/svar/{respondent}"), vec![("do", "none")]),
    ] {
        let answer = app.post("/konto", &there(&rest), &fields).await;
        assert_eq!(answer.status, 404, "{rest}");
    }
    assert_eq!(named(&app, "Birkelunde Kommune").await.closes_at, None);
    assert_eq!(letters(&app).await.len(), 1);
}
