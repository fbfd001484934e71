//! What was said under each theme: counted as by hand, and following a theme through new names and merges, back and forth.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::hearing::frames_of;
use hoering::schema::{audit_events, codings, responses};
use hoering::staff::{Act, Person, Role};
use hoering::tagging::{self, Stance};
use hoering::text::Span;

use crate::app::{Answer, HEARING, TestApp};
use crate::desk::{Made, inbox, respond, theme, two_people};
use crate::staff::{browse_as, person};

fn page() -> String {
    format!("/sekretariat/{HEARING}/temaer")
}

async fn category(app: &TestApp, made: &Made, letter: &str) {
    let hearing = app.hearing().await;
    let mut conn = app.conn().await;
    let all = hearing.categories(&mut conn).await.unwrap();
    let id = all.iter().find(|one| one.letter == letter).unwrap().id;
    diesel::update(responses::table.find(made.id))
        .set(responses::category_id.eq(id))
        .execute(&mut conn)
        .await
        .unwrap();
}

async fn mark(
    app: &TestApp,
    who: &Person,
    made: &Made,
    (start, end): (usize, usize),
    (theme, stance): (&str, Option<Stance>),
) {
    let by = Act {
        staff_id: who.id,
        hearing_id: app.hearing().await.id,
        now: app.app.clock.now(),
    };
    let at = (made.text_id, Span::new(start, end));
    tagging::mark(
        &mut *app.conn().await,
        by,
        at,
        theme.parse().unwrap(),
        stance,
    )
    .await
    .unwrap();
}

/// The numbers of a theme's row, with those of the whole last: each category in order, responses, passages.
fn row(list: &Answer, title: &str) -> Vec<usize> {
    let rest = list.text.split(&format!(">{title}</a></span></th>")).nth(1);
    let rest = rest.unwrap_or_else(|| panic!("no row {title}"));
    let rest = rest.split("</tr>").next().unwrap();
    let mut numbers: Vec<usize> = rest
        .split("</td>")
        .filter(|cell| cell.contains("<td"))
        .map(|cell| {
            let inner = cell.trim_end_matches("</a>").trim_end_matches("</span>");
            inner.rsplit('>').next().unwrap().parse().unwrap()
        })
        .collect();
    numbers.rotate_left(2);
    numbers
}

const FOUR: &str = "Borgerens medansvar og samarbejde med pårørende";
const FIVE: &str = "Civilsamfund og frivillige indenfor i tilbuddene";
const GROUP: &str = "Det hele menneske";

struct Case {
    six: String,
    seven: String,
    one: Made,
    two: Made,
    hanne: Person,
}

/// Three responses. By hand: theme 6 is on two places of the first (A) and on one of the second (G), which two people read; theme 7 on one
/// place of the first, and on the whole of the third (A), which stands in no passage.
async fn case(app: &mut TestApp) -> Case {
    let (hanne, mads) = two_people(app).await;
    let (six, seven) = (theme(app, 6).await, theme(app, 7).await);
    let one = respond(
        app,
        "Hvidklit Kommune",
        "Medansvar er godt.\n\nFrivillige er gode. Flere råd.",
        vec![],
    )
    .await;
    let two = respond(app, "Fiskeriforeningen", "Pårørende skal høres.", vec![]).await;
    let three = respond(app, "Klitvang Kommune", "Frivillige!", vec![]).await;
    for (made, letter) in [(&one, "A"), (&two, "G"), (&three, "A")] {
        category(app, made, letter).await;
    }
    mark(app, &hanne, &one, (0, 18), (&six, Some(Stance::Supports))).await;
    mark(app, &hanne, &one, (40, 50), (&six, Some(Stance::Proposes))).await;
    mark(app, &hanne, &one, (20, 39), (&seven, None)).await;
    mark(app, &hanne, &two, (0, 21), (&six, Some(Stance::Supports))).await;
    mark(app, &mads, &two, (0, 21), (&six, Some(Stance::Supports))).await;
    let whole = format!("{}/temaer", three.page);
    app.post(&three.page, &whole, &[("theme", &seven)])
        .await
        .leads();
    Case {
        six,
        seven,
        one,
        two,
        hanne,
    }
}

#[tokio::test]
async fn every_number_is_the_number_counted_by_hand_and_leads_to_what_is_behind_it() {
    let mut app = TestApp::spawn().await;
    let case = case(&mut app).await;
    let list = app.get(&page()).await;
    //                               A  B  C  D  E  F  G  svar steder
    assert_eq!(row(&list, FOUR), [1, 0, 0, 0, 0, 0, 1, 2, 3]);
    assert_eq!(row(&list, FIVE), [2, 0, 0, 0, 0, 0, 0, 2, 1]);
    assert_eq!(
        row(&list, GROUP),
        [2, 0, 0, 0, 0, 0, 1, 3, 4],
        "each response once"
    );
    let supports = app.get(&format!("{}?holdning=supports", page())).await;
    assert_eq!(row(&supports, FOUR), [1, 0, 0, 0, 0, 0, 1, 2, 2]);
    let none = app.get(&format!("{}?holdning=none", page())).await;
    assert_eq!(row(&none, FIVE), [2, 0, 0, 0, 0, 0, 0, 2, 1]);
    list.says(&format!("{}/{}?kategori&#x3D;G\">1</a>", page(), case.six));

    let all = app.get(&format!("{}/{}", page(), case.six)).await;
    all.says("2 svar, 3 mærkede steder");
    assert_eq!(all.text.matches("<blockquote").count(), 3);
    all.says("mærket af PH, PM");
    let g = app
        .get(&format!("{}/{}?kategori=G", page(), case.six))
        .await;
    g.says("Viser 1 svar");
    g.says("Pårørende skal høres.</blockquote>");
    assert!(!g.text.contains("Medansvar er godt.</blockquote>"));
    let proposes = app
        .get(&format!("{}/{}?holdning=proposes", page(), case.six))
        .await;
    proposes.says("Flere råd.</blockquote>");
    assert_eq!(proposes.text.matches("<blockquote").count(), 1);
    let whole = app.get(&format!("{}/{}", page(), case.seven)).await;
    whole.says("Temaet er sat på hele svaret");
    // The link leads to the paragraph that holds the words.
    let href = format!(
        "{}?ved&#x3D;{1}-20#t{1}-20",
        case.one.page, case.one.text_id
    );
    proposes.says(&href);
    app.get(&case.one.page)
        .await
        .says(&format!("id=\"t{}-20\"", case.one.text_id));
    let read: i64 = audit_events::table
        .filter(audit_events::action.eq("theme_read"))
        .filter(audit_events::subject_id.eq(case.six.parse::<i64>().unwrap()))
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(read, 1, "read within the hour is read once");
    for strange in [
        "?kategori=%C3%86%27",
        "?holdning=x",
        "?side=-3",
        "?side=9223372036854775807",
    ] {
        assert_eq!(
            app.get(&format!("{}/{}{strange}", page(), case.six))
                .await
                .status,
            200
        );
    }
}

#[tokio::test]
async fn what_people_agreed_on_counts_instead_of_what_each_of_them_read() {
    let mut app = TestApp::spawn().await;
    let case = case(&mut app).await;
    mark(&app, &case.hanne, &case.two, (0, 21), (&case.seven, None)).await;
    diesel::update(codings::table.filter(codings::theme_id.eq(case.seven.parse::<i64>().unwrap())))
        .filter(codings::staff_id.eq(case.hanne.id))
        .set(codings::origin.eq(tagging::Origin::Consensus))
        .execute(&mut *app.conn().await)
        .await
        .unwrap();
    let list = app.get(&page()).await;
    assert_eq!(row(&list, FOUR), [1, 0, 0, 0, 0, 0, 0, 1, 2]);
    assert_eq!(row(&list, FIVE), [2, 0, 0, 0, 0, 0, 1, 3, 2]);
}

#[tokio::test]
async fn a_merge_moves_nothing_counts_everywhere_for_the_other_and_is_undone() {
    let mut app = TestApp::spawn().await;
    let case = case(&mut app).await;
    let to = format!("{}/{}", page(), case.six);
    app.get(&page())
        .await
        .says("Pejlemærker <span class=\"count\">udgave 1</span>");
    let done = app
        .post(
            &to,
            &format!("{to}/sammenlaegning"),
            &[("into", &case.seven)],
        )
        .await;
    assert_eq!(done.leads(), format!("{}/{}", page(), case.seven));
    let list = app.get(&page()).await;
    list.says("Pejlemærker <span class=\"count\">udgave 2</span>");
    list.says(&format!("{FOUR} tæller nu under {FIVE}"));
    assert_eq!(row(&list, FIVE), [2, 0, 0, 0, 0, 0, 1, 3, 4]);
    assert_eq!(row(&list, GROUP), [2, 0, 0, 0, 0, 0, 1, 3, 4]);
    assert!(!list.text.contains(&format!(">{FOUR}</a>")));
    assert_eq!(
        app.get(&to).await.leads(),
        format!("{}/{}", page(), case.seven)
    );
    // Inbox, panel, the response itself.
    inbox(&app, &format!("?tema={}", case.seven))
        .await
        .says("Viser 3 svar");
    let response = app.get(&case.one.page).await;
    assert!(
        response.text.contains(&format!("title=\"{FIVE}\""))
            && !response.text.contains(&format!("title=\"{FOUR}\""))
    );
    let act = format!("{}/markeringer", case.one.page);
    let (text, six) = (case.one.text_id.to_string(), case.six.clone());
    let again = [
        ("text", text.as_str()),
        ("start", "0"),
        ("end", "5"),
        ("theme", six.as_str()),
    ];
    assert_eq!(
        app.post(&case.one.page, &act, &again).await.status,
        422,
        "nothing new is tagged with it"
    );
    let kept: i64 = codings::table
        .filter(codings::theme_id.eq(case.six.parse::<i64>().unwrap()))
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(kept, 4, "nothing was moved");

    let undo = list
        .text
        .split("action=\"")
        .find(|it| it.contains("/fortryd"))
        .unwrap();
    let undo = undo.split('"').next().unwrap().to_owned();
    app.post(&page(), &undo, &[]).await.leads();
    let back = app.get(&page()).await;
    assert_eq!(row(&back, FOUR), [1, 0, 0, 0, 0, 0, 1, 2, 3]);
    assert_eq!(row(&back, FIVE), [2, 0, 0, 0, 0, 0, 0, 2, 1]);
    back.says("udgave 3");
    let twice = app.post(&to, &undo, &[]).await;
    assert_eq!(twice.status, 422);
    twice.says("Det kan ikke fortrydes længere");
}

#[tokio::test]
async fn merges_in_a_row_count_for_the_last_and_are_undone_in_any_order() {
    let mut app = TestApp::spawn().await;
    let case = case(&mut app).await;
    let eight = theme(&app, 8).await;
    for (from, into) in [(&case.six, &case.seven), (&case.seven, &eight)] {
        let to = format!("{}/{from}", page());
        app.post(&to, &format!("{to}/sammenlaegning"), &[("into", into)])
            .await
            .leads();
    }
    let list = app.get(&page()).await;
    assert_eq!(
        row(&list, "Mere lighed i sundhed"),
        [2, 0, 0, 0, 0, 0, 1, 3, 4]
    );
    inbox(&app, &format!("?tema={eight}"))
        .await
        .says("Viser 3 svar");
    let first = list
        .text
        .split("action=\"")
        .filter(|it| it.contains("/fortryd"))
        .last()
        .unwrap();
    let first = first.split('"').next().unwrap();
    app.post(&page(), first, &[]).await.leads();
    let list = app.get(&page()).await;
    assert_eq!(row(&list, FOUR), [1, 0, 0, 0, 0, 0, 1, 2, 3]);
    assert_eq!(
        row(&list, "Mere lighed i sundhed"),
        [2, 0, 0, 0, 0, 0, 0, 2, 1]
    );
}

#[tokio::test]
async fn a_new_name_is_an_event_and_wrong_ones_come_back_with_what_was_typed() {
    let mut app = TestApp::spawn().await;
    let case = case(&mut app).await;
    let to = format!("{}/{}", page(), case.six);
    let long = "x".repeat(301);
    for (name, message) in [
        (" ", "Skriv et navn"),
        (long.as_str(), "Skriv højst 300 tegn"),
        (
            "civilsamfund OG frivillige indenfor i tilbuddene",
            "hedder det samme",
        ),
    ] {
        let wrong = app
            .post(&to, &format!("{to}/navn"), &[("name", name)])
            .await;
        assert_eq!(wrong.status, 422);
        wrong.says(message);
        wrong.says(&format!("value=\"{}\"", name.trim()));
    }
    app.post(&to, &format!("{to}/navn"), &[("name", "Medansvar & <råd>")])
        .await
        .leads();
    let list = app.get(&page()).await;
    list.says("udgave 2");
    list.says("hedder nu Medansvar &amp; &lt;råd&gt;");
    app.get(&format!("/hoeringer/{HEARING}"))
        .await
        .says("Medansvar &amp; &lt;råd&gt;");
    let details: Vec<serde_json::Value> = audit_events::table
        .filter(audit_events::action.eq("theme_renamed"))
        .select(audit_events::detail)
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(details.len(), 1);
    app.get(&format!("/sekretariat/{HEARING}/log"))
        .await
        .says("gav et tema nyt navn");
}

#[tokio::test]
async fn themes_that_do_not_belong_together_are_not_merged_and_readers_do_nothing() {
    let mut app = TestApp::spawn().await;
    let case = case(&mut app).await;
    TestApp::load(&app, "social-strategi-2013", None).await;
    let hearing = app.hearing().await;
    let trees = frames_of(&mut *app.conn().await, hearing.id).await.unwrap();
    let group = trees[0].themes[0].0.id.to_string();
    let other_frame = trees[1].leaves().next().unwrap().id.to_string();
    let to = format!("{}/{}", page(), case.six);
    for into in [
        case.six.as_str(),
        group.as_str(),
        other_frame.as_str(),
        "",
        "x",
    ] {
        let wrong = app
            .post(&to, &format!("{to}/sammenlaegning"), &[("into", into)])
            .await;
        assert_eq!(wrong.status, 422, "{into}");
    }
    assert_eq!(
        app.post(&to, &format!("{to}/sammenlaegning"), &[("into", "999999")])
            .await
            .status,
        404
    );
    let foreign =
        hoering::hearing::Hearing::by_slug(&mut *app.conn().await, "social-strategi-2013")
            .await
            .unwrap();
    let foreign = frames_of(&mut *app.conn().await, foreign.id).await.unwrap()[0].themes[0]
        .0
        .id;
    assert_eq!(app.get(&format!("{}/{foreign}", page())).await.status, 404);
    let name = format!("{}/{foreign}/navn", page());
    assert_eq!(app.post(&to, &name, &[("name", "x")]).await.status, 404);
    let reader = person(&app, "lise", Role::Reader).await;
    browse_as(&mut app, &reader).await;
    let shown = app.get(&to).await;
    assert!(shown.status == 200 && !shown.text.contains("Læg sammen</button>"));
}
