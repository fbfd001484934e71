//! A memo that was changed in Word or Excel comes back: each change is found, none is invented, and nothing is written before it is chosen.

use hoering::memo::{Disposition, NewSource, comments_of};

use super::back_files::{cell, changes, choose, document, listed, names, parts, row, taken};
use super::{change, list, page_of, point, stands, theme_id};
use crate::app::TestApp;
use crate::desk::{respond, two_people};

/// Three points under two themes; the first is answered and changes the plan.
async fn three(app: &TestApp, hanne: &hoering::staff::Person) {
    let made = respond(app, "Hvidklit Kommune", "Vi støtter planen.", vec![]).await;
    let sources = [NewSource::Response(made.id)];
    point(app, hanne, 1, "Flere møder om året", &sources).await;
    point(app, hanne, 1, "Bedre busser til Klitvang", &[]).await;
    point(app, hanne, 2, "Kortere skemaer", &[]).await;
    let answered = [
        ("comment", "Ja.\n\nDet gør vi."),
        ("disposition", "accepted"),
        ("change_page", "Side 14"),
        ("change_after", "To møder."),
    ];
    change(app, 1, &answered).await.leads();
}

/// LibreOffice opens no document that names a part which is not in it.
#[tokio::test]
async fn every_part_that_the_document_names_is_in_it() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    point(&app, &hanne, 1, "Flere møder", &[]).await;
    let all = parts(&taken(&app, "docx").await);
    let text = |name: &str| String::from_utf8(all[name].clone()).unwrap();
    let target = regex::Regex::new("Target=\"([^\"]+)\"").unwrap();
    for named in target.captures_iter(&text("word/_rels/document.xml.rels")) {
        assert!(
            all.contains_key(&format!("word/{}", &named[1])),
            "{}",
            &named[1]
        );
    }
    let part = regex::Regex::new("PartName=\"/([^\"]+)\"").unwrap();
    for named in part.captures_iter(&text("[Content_Types].xml")) {
        assert!(all.contains_key(&named[1]), "{}", &named[1]);
    }
}

#[tokio::test]
async fn a_file_that_nobody_changed_changes_nothing() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    three(&app, &hanne).await;
    for ending in ["docx", "xlsx"] {
        let (_, page) = changes(&app, &format!("notat.{ending}"), taken(&app, ending).await).await;
        assert_eq!(listed(&page), [], "{ending}");
        page.says("Filen ændrer ikke noget.");
        page.says("3 rækker er uændrede");
    }
}

#[tokio::test]
async fn texts_changed_in_word_are_shown_taken_and_taken_back() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    three(&app, &hanne).await;
    let file = document(&taken(&app, "docx").await, |xml| {
        let own = row(&xml, 1);
        let new = own
            .replace("Flere møder om året", "Flere lange møder om året")
            .replace("Imødekommes", "Imødekommes delvist")
            .replace("Side 14", "Side 15");
        xml.replace(&own, &new).replace("To møder.", "Tre møder.")
    });
    let (path, page) = changes(&app, "notat.docx", file.clone()).await;
    let wanted = [
        "1.memo-remark",
        "1.memo-change-after",
        "1.memo-change-page",
        "1.memo-disposition",
    ];
    assert_eq!(names(&page), wanted);
    page.says("<ins>lange ");
    assert_eq!(stands(&app, 1).await.version, 2, "nothing is written yet");
    // One of them is left.
    choose(&app, &path, &page, &[("1.memo-change-page", "page")])
        .await
        .leads();
    app.get(&path).await.says("Hentet ind: 1 ændret");
    let it = stands(&app, 1).await;
    assert_eq!(it.version, 3, "one version for all of them");
    assert_eq!(it.content.remark, "Flere lange møder om året");
    assert_eq!(it.content.disposition, Some(Disposition::Partly));
    assert_eq!(
        (
            it.content.change_page.as_str(),
            it.content.change_after.as_str()
        ),
        ("Side 14", "Tre møder.")
    );
    assert_eq!(it.content.comment, "Ja.\n\nDet gør vi.");
    // Again: only what was left is there, and confirming the first page again does nothing.
    let (_, again) = changes(&app, "notat.docx", file).await;
    assert_eq!(names(&again), ["1.memo-change-page"]);
    again.says("Den samme fil blev hentet ind");
    app.post(&list(), &path, &[]).await.leads();
    assert_eq!(stands(&app, 1).await.version, 3);
    let undo = [("version", "3"), ("to", "2")];
    let at = format!("{}/udgaver", page_of(1));
    app.post(&page_of(1), &at, &undo).await.leads();
    assert_eq!(stands(&app, 1).await.content.remark, "Flere møder om året");
}

#[tokio::test]
async fn rows_that_are_moved_deleted_and_added_in_word_are_known() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    three(&app, &hanne).await;
    point(&app, &hanne, 1, "Flere frivillige", &[]).await;
    let second = theme_id(&app, 2).await;
    let file = document(&taken(&app, "docx").await, |xml| {
        let (two, three, four) = (row(&xml, 2), row(&xml, 3), row(&xml, 4));
        let added = regex::Regex::new("<w:bookmark(Start|End)[^>]*/>")
            .unwrap()
            .replace_all(&three, "")
            .replace(">3<", "><")
            .replace("Kortere skemaer", "Helt nye ord");
        // Point 2 goes, point 4 goes under the other theme, and a row is written below it.
        xml.replace(&two, "")
            .replace(&four, "")
            .replace(&three, &format!("{three}{four}{added}"))
    });
    let (path, page) = changes(&app, "notat.docx", file.clone()).await;
    assert_eq!(names(&page), ["4.move", "new3", "2.gone"]);
    choose(&app, &path, &page, &[]).await.leads();
    let done = app.get(&path).await;
    done.says("1 udgået, 1 nye");
    assert!(stands(&app, 2).await.removed_at.is_some());
    assert_eq!(stands(&app, 4).await.content.theme_id, Some(second));
    let new = stands(&app, 5).await;
    assert_eq!(new.content.remark, "Helt nye ord");
    assert_eq!(new.content.theme_id, Some(second));
    assert!(new.position > stands(&app, 4).await.position);
    assert!(stands(&app, 4).await.position > stands(&app, 3).await.position);
    let (_, again) = changes(&app, "notat.docx", file).await;
    assert_eq!(listed(&again), [], "twice the same file changes nothing");
}

#[tokio::test]
async fn rows_in_another_order_are_moves_and_a_sorted_workbook_is_none() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    three(&app, &hanne).await;
    let file = document(&taken(&app, "docx").await, |xml| {
        let (one, two) = (row(&xml, 1), row(&xml, 2));
        xml.replace(&one, "").replace(&two, &format!("{two}{one}"))
    });
    let (path, page) = changes(&app, "notat.docx", file).await;
    assert_eq!(names(&page).len(), 1, "{:?}", names(&page));
    choose(&app, &path, &page, &[]).await.leads();
    assert!(stands(&app, 2).await.position < stands(&app, 1).await.position);
}

#[tokio::test]
async fn a_workbook_comes_back_with_texts_references_sections_and_states() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    three(&app, &hanne).await;
    let other = respond(&app, "Blåmunke Kommune", "Det gør vi også.", vec![]).await;
    change(&app, 2, &[("comment", "Svaret"), ("disposition", "noted")])
        .await
        .leads();
    let file = cell(
        &taken(&app, "xlsx").await,
        "Kortere skemaer",
        "'=SUM(A1) koster",
    );
    let file = cell(
        &file,
        "Svaret",
        &format!("Svaret er ja, se {}", other.number),
    );
    let file = cell(
        &file,
        "Giver ikke anledning til ændring",
        "Videresendt til Økonomi",
    );
    let (path, page) = changes(&app, "notat.xlsx", file).await;
    let wanted = ["2.memo-comment", "2.memo-disposition", "3.memo-remark"];
    assert_eq!(names(&page), wanted);
    choose(&app, &path, &page, &[]).await.leads();
    assert_eq!(stands(&app, 3).await.content.remark, "'=SUM(A1) koster");
    let two = stands(&app, 2).await.content;
    assert_eq!(two.disposition, Some(Disposition::Forwarded));
    assert_eq!(two.department, "Økonomi");
}

#[tokio::test]
async fn a_point_changed_in_word_and_on_the_page_is_shown_with_both_and_keeps_what_stands() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    three(&app, &hanne).await;
    let file = document(&taken(&app, "docx").await, |xml| {
        xml.replace("Kortere skemaer", "Kortere skemaer i Word")
    });
    change(&app, 3, &[("remark", "Kortere skemaer her")])
        .await
        .leads();
    let (path, page) = changes(&app, "notat.docx", file.clone()).await;
    let conflict = ("3.memo-remark".to_owned(), "page".to_owned());
    assert_eq!(listed(&page), [conflict]);
    page.says("Punktet er ændret her, siden filen blev hentet.");
    // Saved between the page and the choice: nothing is taken, and the choice is kept.
    change(&app, 3, &[("comment", "Et svar")]).await.leads();
    let refused = choose(&app, &path, &page, &[("3.memo-remark", "file")]).await;
    assert_eq!(refused.status, 422);
    refused.says("Punkt 3: En anden har gemt siden.");
    let kept = ("3.memo-remark".to_owned(), "file".to_owned());
    assert_eq!(listed(&refused), [kept]);
    assert_eq!(stands(&app, 3).await.content.remark, "Kortere skemaer her");
    choose(&app, &path, &refused, &[]).await.leads();
    let it = stands(&app, 3).await.content;
    assert_eq!(it.remark, "Kortere skemaer i Word");
    assert_eq!(it.comment, "Et svar", "what only stands here stays");
}

#[tokio::test]
async fn tracked_changes_are_listed_with_who_and_taken_with_or_without() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    three(&app, &hanne).await;
    let tracked = "Kortere </w:t></w:r><w:del w:id=\"91\" w:author=\"Karen Holm\"><w:r><w:delText>skemaer</w:delText></w:r></w:del>\
        <w:ins w:id=\"92\" w:author=\"Karen Holm\"><w:r><w:t>blanketter</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\">";
    let file = document(&taken(&app, "docx").await, |xml| {
        let gone = row(&xml, 2);
        let marked = "<w:tr><w:trPr><w:del w:id=\"93\" w:author=\"Karen Holm\"/></w:trPr>";
        xml.replace("Kortere skemaer", tracked)
            .replace(&gone, &gone.replacen("<w:tr>", marked, 1))
    });
    let (path, page) = changes(&app, "notat.docx", file).await;
    assert_eq!(names(&page), ["2.gone", "3.memo-remark"]);
    page.says("Karen Holm: <del>skemaer</del>");
    page.says("Karen Holm: <ins>blanketter</ins>");
    choose(&app, &path, &page, &[("2.gone", "page")])
        .await
        .leads();
    assert_eq!(stands(&app, 3).await.content.remark, "Kortere blanketter");
    assert!(stands(&app, 2).await.removed_at.is_none());
}

#[tokio::test]
async fn a_comment_in_a_cell_becomes_a_comment_on_its_point_once() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    three(&app, &hanne).await;
    let file = document(&taken(&app, "docx").await, |xml| {
        let own = row(&xml, 3);
        let said =
            "Kortere skemaer</w:t></w:r><w:r><w:commentReference w:id=\"7\"/></w:r><w:r><w:t>";
        xml.replace(&own, &own.replace("Kortere skemaer", said))
    });
    let file = super::back_files::edited(&file, "word/comments.xml", |_| {
        "<w:comments><w:comment w:id=\"7\" w:author=\"Karen Holm\"><w:p><w:r><w:t>Er økonomi &amp; it med?</w:t></w:r></w:p></w:comment></w:comments>".into()
    });
    let (path, page) = changes(&app, "notat.docx", file.clone()).await;
    assert_eq!(names(&page), ["3.note0"]);
    choose(&app, &path, &page, &[]).await.leads();
    let it = stands(&app, 3).await;
    let said = comments_of(&mut *app.conn().await, it.id).await.unwrap();
    assert_eq!(said[0].text, "Karen Holm i filen: Er økonomi & it med?");
    assert_eq!(it.version, 1);
    let (_, again) = changes(&app, "notat.docx", file).await;
    assert_eq!(listed(&again), []);
}
