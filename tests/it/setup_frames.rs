//! Themes pasted from a plan, put in order, and frozen when the hearing opens.

use hoering::hearing::file::HearingFile;
use hoering::hearing::frames::{events_of, freeze_due};
use hoering::hearing::{self, Hearing, ThemeTree, frames_of};
use hoering::staff::Role;

use crate::app::{Answer, HEARING, TestApp, at};
use crate::desk::{respond, theme};
use crate::staff::{browse_as, person};

const PAGE: &str = "/sekretariat/visions-og-udviklingsplan-2023/opsaetning";

/// The hearing before it opens, with somebody who may set it up.
async fn before(app: &mut TestApp) {
    app.app.clock.set(at("2023-08-01T08:00:00Z"));
    let hanne = person(app, "hanne", Role::Administrator).await;
    browse_as(app, &hanne).await;
}

async fn trees(app: &TestApp) -> Vec<ThemeTree> {
    let hearing = app.hearing().await;
    frames_of(&mut *app.conn().await, hearing.id).await.unwrap()
}

fn told(tree: &ThemeTree) -> Vec<String> {
    let line = |(theme, depth, _): &(hearing::Theme, usize, bool)| {
        format!("{}{} {}", ">".repeat(*depth), theme.name(), theme.title)
    };
    tree.themes.iter().map(line).collect()
}

async fn send(app: &TestApp, to: &str, fields: &[(&str, &str)]) -> Answer {
    app.post(PAGE, &format!("{PAGE}/temaer{to}"), fields).await
}

/// The text area's text, and the print, of a frame's page.
async fn shown(app: &TestApp, id: i64) -> (String, String) {
    let page = app.get(&format!("{PAGE}/temaer/{id}")).await;
    let text = page.text.split("name=\"text\"").nth(1).unwrap();
    let text = text
        .split_once(">\n")
        .unwrap()
        .1
        .split("</textarea>")
        .next()
        .unwrap();
    (
        text.replace("&amp;", "&").replace("&quot;", "\""),
        page.value("seen"),
    )
}

#[tokio::test]
async fn a_pasted_list_is_looked_at_first_and_saved_as_a_tree_before_oevrigt() {
    let mut app = TestApp::spawn().await;
    before(&mut app).await;
    let text = "Bæredygtighed:\r\n\u{f0b7}\t1.\u{a0}Træer & <b>buske</b>\r\n1. Vand\r\n2.\tVind ....... 7\r\nAndet";
    let fields = [
        ("frame_title", "Mål"),
        ("levels", "spor, mål"),
        ("text", text),
    ];
    let looked = send(&app, "", &fields).await;
    assert_eq!(looked.status, 200);
    looked.says("Vi læser 5 temaer");
    looked.says("&lt;b&gt;buske&lt;/b&gt;");
    looked.says("<b>2</b><span>Vind</span><span class=\"muted\">mål</span>");
    assert_eq!(
        trees(&app)
            .await
            .iter()
            .filter(|tree| tree.frame.title == "Mål")
            .count(),
        0,
        "nothing is saved yet"
    );
    let saved = send(&app, "", &[fields.as_slice(), &[("do", "save")]].concat()).await;
    saved.leads();
    let all = trees(&app).await;
    let titles: Vec<&str> = all.iter().map(|tree| tree.frame.title.as_str()).collect();
    assert_eq!(
        (titles[titles.len() - 2], titles[titles.len() - 1]),
        ("Mål", "Øvrigt")
    );
    let tree = &all[all.len() - 2];
    assert_eq!(tree.frame.levels, ["spor", "mål"]);
    assert_eq!(
        told(tree),
        [
            "baeredygtighed Bæredygtighed",
            ">1-traeer-b-buske-b 1. Træer & <b>buske</b>",
            ">1 Vand",
            ">2 Vind",
            "andet Andet"
        ]
    );
    app.get(&format!("/hoeringer/{HEARING}")).await.says("Vind");
}

#[tokio::test]
async fn what_is_wrong_with_a_list_is_told_by_line_and_the_text_stays() {
    let mut app = TestApp::spawn().await;
    before(&mut app).await;
    let many = (0..600).map(|n| format!("T{n}\n")).collect::<String>();
    for (text, title, message) in [
        ("", "Mål", "Der er ingen temaer i teksten"),
        ("1. A\n1. B", "Mål", "Nummer 1 på linje 2 er brugt før"),
        ("A\na", "Mål", "Temaet på linje 2 står der allerede"),
        ("A", "", "Skriv, hvad listen hedder"),
        (many.as_str(), "Mål", "flere end 500 temaer"),
    ] {
        let fields = [("frame_title", title), ("text", text), ("do", "save")];
        let wrong = send(&app, "", &fields).await;
        assert_eq!(wrong.status, 422, "{text}");
        wrong.says(message);
        wrong.says(text.lines().last().unwrap_or_default());
    }
    let running = [
        ("frame_title", "Mål"),
        ("text", "1. A\n1. B"),
        ("numbers", "running"),
        ("do", "save"),
    ];
    send(&app, "", &running).await.leads();
}

#[tokio::test]
async fn a_frame_is_read_back_as_it_was_written_and_keeps_what_its_themes_have() {
    let mut app = TestApp::spawn().await;
    before(&mut app).await;
    let old = trees(&app).await;
    for tree in &old {
        let (text, seen) = shown(&app, tree.frame.id).await;
        let levels = tree.frame.levels.join(", ");
        let fields = [
            ("frame_title", tree.frame.title.as_str()),
            ("levels", levels.as_str()),
            ("text", text.as_str()),
            ("way", "indented"),
            ("seen", seen.as_str()),
            ("do", "save"),
        ];
        send(&app, &format!("/{}", tree.frame.id), &fields)
            .await
            .leads();
    }
    let new = trees(&app).await;
    for (old, new) in old.iter().zip(&new) {
        assert_eq!(told(old), told(new));
        for ((was, ..), (is, ..)) in old.themes.iter().zip(&new.themes) {
            assert_eq!((was.id, &was.guide, &was.key), (is.id, &is.guide, &is.key));
        }
    }
    // Two change numbers with each other, one gets another name: each is still itself.
    let (text, seen) = shown(&app, old[0].frame.id).await;
    let first = |n: i32, tree: &ThemeTree| {
        tree.leaves()
            .find(|it| it.number == Some(n))
            .unwrap()
            .clone()
    };
    let (one, two) = (first(1, &old[0]), first(2, &old[0]));
    let text = text
        .replace(&format!("1. {}", one.title), "@")
        .replace(&format!("2. {}", two.title), &format!("1. {}", two.title))
        .replace('@', &format!("2. {}", one.title))
        .replace("3. ", "3. Nye ");
    let fields = [
        ("frame_title", "Pejlemærker"),
        ("text", text.as_str()),
        ("way", "indented"),
        ("seen", seen.as_str()),
        ("do", "save"),
    ];
    let to = format!("/{}", old[0].frame.id);
    send(&app, &to, &fields).await.leads();
    let new = &trees(&app).await[0];
    assert_eq!((first(1, new).id, first(2, new).id), (two.id, one.id));
    assert_eq!(first(3, new).id, first(3, &old[0]).id);
    assert!(first(3, new).title.starts_with("Nye "));
    // An old page overwrites nothing.
    let stale = send(&app, &to, &fields).await;
    assert_eq!(stale.status, 422);
    stale.says("En anden har gemt listen");
}

#[tokio::test]
async fn no_theme_goes_that_something_is_tagged_with() {
    let mut app = TestApp::spawn().await;
    before(&mut app).await;
    let made = respond(&app, "A", "Et svar om tid.", vec![]).await;
    let tagged = theme(&app, 2).await;
    made.act(&app, "markeringer", (0, 2), &[("theme", &tagged)])
        .await
        .leads();
    made.act(&app, "markeringer", (3, 7), &[("theme", &tagged)])
        .await
        .leads();
    let tree = trees(&app).await.remove(0);
    let (_, seen) = shown(&app, tree.frame.id).await;
    let fields = [
        ("frame_title", "Pejlemærker"),
        ("text", "1. Kun ét"),
        ("seen", seen.as_str()),
        ("do", "save"),
    ];
    let to = format!("/{}", tree.frame.id);
    let refused = send(&app, &to, &fields).await;
    assert_eq!(refused.status, 422);
    refused.says("Et tema er i brug og kan ikke fjernes");
    refused.says("Samarbejde internt mellem specialområderne: brugt 2 gange");
    refused.says("1. Kun ét");
    assert_eq!(told(&trees(&app).await[0]), told(&tree));
    assert_eq!(send(&app, &format!("{to}/slet"), &[]).await.status, 422);
    let outside = trees(&app).await.pop().unwrap().frame.id;
    assert_eq!(
        send(&app, &format!("/{outside}/slet"), &[]).await.status,
        422,
        "every hearing has it"
    );
    assert_eq!(send(&app, "/999999/slet", &[]).await.status, 404);
}

#[tokio::test]
async fn themes_and_frames_are_put_in_order_one_place_at_a_time() {
    let mut app = TestApp::spawn().await;
    before(&mut app).await;
    let text = "A\n  x\n  y\nB\n  z";
    send(
        &app,
        "",
        &[("frame_title", "Mål"), ("text", text), ("do", "save")],
    )
    .await
    .leads();
    let own = |all: Vec<ThemeTree>| {
        all.into_iter()
            .find(|tree| tree.frame.title == "Mål")
            .unwrap()
    };
    let tree = own(trees(&app).await);
    let id = |title: &str| {
        tree.themes
            .iter()
            .find(|(it, ..)| it.title == title)
            .unwrap()
            .0
            .id
            .to_string()
    };
    let to = format!("/{}/flytning", tree.frame.id);
    for (theme, way) in [(id("B"), "op"), (id("x"), "ned"), (id("z"), "op")] {
        send(&app, &to, &[("theme", &theme), ("til", way)])
            .await
            .leads();
    }
    let order: Vec<String> = own(trees(&app).await)
        .themes
        .into_iter()
        .map(|(it, ..)| it.title)
        .collect();
    assert_eq!(order, ["B", "z", "A", "y", "x"]);
    for _ in 0..9 {
        send(&app, &to, &[("til", "op")]).await.leads();
    }
    assert_eq!(trees(&app).await[0].frame.title, "Mål");
    assert_eq!(
        send(&app, &to, &[("theme", "1"), ("til", "hen")])
            .await
            .status,
        400
    );
    assert_eq!(
        send(&app, &to, &[("theme", "999999"), ("til", "op")])
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_frame_more_comes_after_the_hearing_opened_and_is_frozen_at_once() {
    let mut app = TestApp::spawn().await;
    let hanne = person(&app, "hanne", Role::Administrator).await;
    browse_as(&mut app, &hanne).await;
    let before = trees(&app).await.len();
    app.get(&format!("{PAGE}/temaer/ny"))
        .await
        .says("så snart den er gemt");
    let fields = [
        ("frame_title", "På tværs"),
        ("text", "1. Økonomi\n2. Transport"),
        ("do", "save"),
    ];
    send(&app, "", &fields).await.leads();
    let there = trees(&app).await;
    assert_eq!(there.len(), before + 1);
    let new = there
        .iter()
        .find(|tree| tree.frame.title == "På tværs")
        .unwrap();
    assert_eq!(new.themes.len(), 2);
    let refused = send(&app, &format!("/{}", new.frame.id), &fields).await;
    assert_eq!(refused.status, 422);
    refused.says("ligger fast");
}

#[tokio::test]
async fn themes_freeze_when_the_hearing_opens_for_staff_and_for_files() {
    let mut app = TestApp::spawn().await;
    let hanne = person(&app, "hanne", Role::Administrator).await;
    browse_as(&mut app, &hanne).await;
    let tree = trees(&app).await.remove(0);
    let page = app.get(&format!("{PAGE}/temaer/{}", tree.frame.id)).await;
    page.says("temaerne ligger fast");
    assert!(!page.text.contains("<textarea"));
    let fields = [("frame_title", "P"), ("text", "1. A"), ("do", "save")];
    let one = format!("/{}", tree.frame.id);
    let refused = send(&app, &one, &fields).await;
    assert_eq!(refused.status, 422);
    refused.says("ligger fast");
    let mut conn = app.conn().await;
    let now = app.app.clock.now();
    assert_eq!(freeze_due(&mut conn, now).await.unwrap(), 1);
    assert_eq!(freeze_due(&mut conn, now).await.unwrap(), 0);
    let hearing = Hearing::by_slug(&mut conn, HEARING).await.unwrap();
    assert_eq!(hearing.themes_frozen_at, Some(hearing.opens_at));

    let text = std::fs::read_to_string(format!("config/hearings/{HEARING}.toml")).unwrap();
    let load = async |conn: &mut diesel_async::AsyncPgConnection, text: &str| {
        let file = HearingFile::parse(text).unwrap();
        hearing::load(conn, &file, &[], now)
            .await
            .map(|_| ())
            .map_err(|error| format!("{error:#}"))
    };
    load(&mut conn, &text).await.unwrap();
    assert!(
        events_of(&mut conn, hearing.id).await.unwrap().is_empty(),
        "the same file is no event"
    );
    let more = text.replace("number = 15\n", "number = 16\n");
    assert!(
        load(&mut conn, &more)
            .await
            .unwrap_err()
            .contains("cannot be added")
    );
    let moved = text.replacen(
        "parent = \"et-socialomraade\"",
        "parent = \"det-hele-menneske\"",
        1,
    );
    assert!(
        load(&mut conn, &moved)
            .await
            .unwrap_err()
            .contains("cannot be moved")
    );
    let renamed = text.replace(
        "\"Grønt og bæredygtigt socialområde\"",
        "\"Et grønt socialområde\"",
    );
    load(&mut conn, &renamed).await.unwrap();
    let events = events_of(&mut conn, hearing.id).await.unwrap();
    assert_eq!(
        (events.len(), events[0].version, events[0].staff_id),
        (1, 2, None)
    );
    assert_eq!(
        frames_of(&mut conn, hearing.id).await.unwrap()[0]
            .frame
            .version,
        2
    );
}
