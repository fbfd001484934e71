//! Files that are not as they went out, and files that are none: a clear message, and nothing is lost or changed.

use diesel_async::RunQueryDsl;
use hoering::memo::NewSource;
use hoering::staff::Role;

use super::back_files::{
    changes, choose, document, edited, hand_in, listed, nameless, names, row, taken,
};
use super::{change, list, page_of, point, stands, theme_id};
use crate::app::{HEARING, TestApp};
use crate::desk::{respond, two_people};
use crate::staff::{browse_as, person};

#[tokio::test]
async fn a_document_without_ids_is_known_by_numbers_and_texts_and_takes_nothing_out_by_itself() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    for remark in [
        "Flere møder om året",
        "Bedre busser til Klitvang",
        "Kortere skemaer",
        "Nye stole",
    ] {
        point(&app, &hanne, 1, remark, &[]).await;
    }
    let file = nameless(&document(&taken(&app, "docx").await, |xml| {
        let gone = row(&xml, 4);
        xml.replace(&gone, "")
            .replace("busser til", "busser og tog til")
    }));
    let (path, page) = changes(&app, "notat.docx", file).await;
    let wanted = [("2.memo-remark", "file"), ("4.gone", "page")];
    let wanted = wanted.map(|(name, chosen)| (name.to_owned(), chosen.to_owned()));
    assert_eq!(listed(&page), wanted);
    page.says("Rækken har mistet sit id.");
    page.says("udgår kun, hvis du vælger det");
    choose(&app, &path, &page, &[]).await.leads();
    assert_eq!(
        stands(&app, 2).await.content.remark,
        "Bedre busser og tog til Klitvang"
    );
    assert!(stands(&app, 4).await.removed_at.is_none());
}

#[tokio::test]
async fn references_that_are_unknown_or_withdrawn_are_refused_with_the_reason() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let one = respond(&app, "Hvidklit Kommune", "Vi støtter planen.", vec![]).await;
    let two = respond(&app, "Blåmunke Kommune", "Det gør vi også.", vec![]).await;
    let gone = respond(&app, "Fjordhøj Kommune", "Det gør vi ikke.", vec![]).await;
    let sources = [NewSource::Response(one.id)];
    for remark in ["Flere møder", "Bedre busser", "Kortere skemaer"] {
        point(&app, &hanne, 1, remark, &sources).await;
    }
    let bytes = taken(&app, "docx").await;
    diesel::sql_query("update responses set state = 'withdrawn' where number = $1")
        .bind::<diesel::sql_types::Text, _>(&gone.number)
        .execute(&mut app.admin().await)
        .await
        .unwrap();
    let file = document(&bytes, |xml| {
        let said = format!("{} Hvidklit Kommune", one.number);
        let with = |xml: String, number: i32, other: &str| {
            let own = row(&xml, number);
            assert!(own.contains(&said), "{own}");
            xml.replace(&own, &own.replace(&said, other))
        };
        let xml = with(xml, 1, &format!("{said}, {}", two.number));
        let xml = with(xml, 2, &gone.number.to_string());
        with(xml, 3, "Z9 Nogen")
    });
    let (path, page) = changes(&app, "notat.docx", file).await;
    assert_eq!(
        names(&page),
        ["1.memo-from"],
        "the others are shown and cannot be chosen"
    );
    page.says(&format!("Svaret {} er trukket tilbage", gone.number));
    page.says("Der er intet svar Z9 i denne høring.");
    choose(&app, &path, &page, &[]).await.leads();
    let page = app.get(&page_of(1)).await;
    page.says(&two.number);
    page.says(&one.number);
}

#[tokio::test]
async fn a_theme_that_was_merged_while_the_memo_was_out_is_the_theme_in_force() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    point(&app, &hanne, 1, "Flere møder", &[]).await;
    point(&app, &hanne, 2, "Bedre busser", &[]).await;
    let file = document(&taken(&app, "docx").await, |xml| {
        xml.replace("Bedre busser", "Bedre busser og tog")
    });
    let (from, into) = (theme_id(&app, 2).await, theme_id(&app, 1).await);
    let theme = format!("/sekretariat/{HEARING}/temaer/{from}");
    let merge = format!("{theme}/sammenlaegning");
    app.post(&theme, &merge, &[("into", &into.to_string())])
        .await
        .leads();
    let (path, page) = changes(&app, "notat.docx", file).await;
    assert_eq!(names(&page), ["2.memo-remark"], "no row was moved by that");
    choose(&app, &path, &page, &[]).await.leads();
    let it = stands(&app, 2).await.content;
    assert_eq!(it.remark, "Bedre busser og tog");
    assert_eq!(it.theme_id, Some(into));
}

#[tokio::test]
async fn a_point_that_somebody_edits_is_not_written_over() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    point(&app, &hanne, 1, "Flere møder", &[]).await;
    let file = document(&taken(&app, "docx").await, |xml| {
        xml.replace("Flere møder", "Flere lange møder")
    });
    let (path, free) = changes(&app, "notat.docx", file).await;
    app.post(&page_of(1), &format!("{}/redigering", page_of(1)), &[])
        .await
        .leads();
    browse_as(&mut app, &mads).await;
    app.get(&path)
        .await
        .says("Person hanne redigerer punktet lige nu.");
    // Whoever chose before that is told, and nothing is taken.
    let refused = choose(&app, &path, &free, &[]).await;
    assert_eq!(refused.status, 422);
    refused.says("Punkt 1: Person hanne redigerer punktet.");
    assert_eq!(stands(&app, 1).await.content.remark, "Flere møder");
}

#[tokio::test]
async fn what_is_unknown_in_a_cell_is_named_and_what_was_taken_out_here_stays_out() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    point(&app, &hanne, 1, "Flere møder", &[]).await;
    point(&app, &hanne, 1, "Bedre busser", &[]).await;
    change(&app, 1, &[("disposition", "accepted")])
        .await
        .leads();
    let file = document(&taken(&app, "docx").await, |xml| {
        let own = row(&xml, 1);
        let odd = own.replace("Imødekommes", "Måske en anden gang");
        xml.replace(&own, &odd).replace("Bedre busser", "Bedre tog")
    });
    app.post(&page_of(2), &format!("{}/slet", page_of(2)), &[])
        .await
        .leads();
    let (_, page) = changes(&app, "notat.docx", file).await;
    assert_eq!(listed(&page), []);
    page.says("Indstillingen &quot;Måske en anden gang&quot; kendes ikke.");
    page.says("Punktet er udgået her.");
}

#[tokio::test]
async fn what_is_no_memo_is_refused_with_what_to_do() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    point(&app, &hanne, 1, "Flere møder", &[]).await;
    let docx = taken(&app, "docx").await;
    let old = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600]].concat();
    let odt = super::back_files::packed(
        [(
            "mimetype".to_owned(),
            b"application/vnd.oasis.opendocument.text".to_vec(),
        )]
        .into(),
    );
    let empty = document(&docx, |xml| {
        let start = xml.find("<w:tbl>").unwrap();
        let end = xml.rfind("</w:tbl>").unwrap() + 8;
        xml.replace(&xml[start..end], "")
    });
    let bomb = edited(&docx, "word/document.xml", |xml| {
        xml.replace("Flere", &" ".repeat(300_000_000 / 4))
    });
    let foreign = document(&docx, |xml| {
        regex::Regex::new(r"_E\d+")
            .unwrap()
            .replace_all(&xml, "_E987654")
            .into_owned()
    });
    let foreign = edited(&foreign, "docProps/custom.xml", |_| String::new());
    for (name, bytes, why) in [
        ("notat.doc", old, "Filen er gemt i et andet format."),
        ("notat.odt", odt, "Filen er gemt i et andet format."),
        (
            "notat.pdf",
            b"%PDF-1.7\n%\xE2\xE3\n1 0 obj\nendobj".to_vec(),
            "En PDF kan ikke hentes ind",
        ),
        (
            "notat.docx",
            b"Ikke et dokument".to_vec(),
            "hverken en Word-fil",
        ),
        ("notat.docx", Vec::new(), "Filen er tom."),
        ("notat.docx", docx[..docx.len() / 2].to_vec(), ""),
        ("notat.docx", empty, "Der er ingen punkter i filen."),
        ("notat.docx", bomb, "Filen er for stor."),
        ("notat.docx", vec![b'a'; 20_000_001], "Filen er for stor."),
        (
            "notat.docx",
            foreign,
            "Filen er hentet fra en anden hørings notat.",
        ),
    ] {
        let answer = hand_in(&app, name, bytes).await;
        assert_eq!(answer.status, 422, "{why}");
        answer.says(why);
        answer.says("files-error");
    }
    let none = app
        .upload(
            &format!("{}/filer/ny", list()),
            &format!("{}/filer", list()),
            &[],
            vec![],
        )
        .await;
    assert_eq!(none.status, 422);
    none.says("Vælg en fil.");
    assert_eq!(stands(&app, 1).await.version, 1);
}

#[tokio::test]
async fn whoever_may_only_read_hands_nothing_in() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    point(&app, &hanne, 1, "Flere møder", &[]).await;
    let bytes = taken(&app, "docx").await;
    let (path, _) = changes(&app, "notat.docx", bytes).await;
    let reader = person(&app, "laeser", Role::Reader).await;
    browse_as(&mut app, &reader).await;
    assert_eq!(app.get(&format!("{}/filer/ny", list())).await.status, 403);
    assert_eq!(app.get(&path).await.status, 403);
    assert_eq!(app.post(&list(), &path, &[]).await.status, 403);
}
