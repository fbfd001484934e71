//! A sample response on its way: the form, its errors, the check, the receipt.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    CheckResponse, Finding, FindingKind, KeptFile, Limits, NameChoice, NewResponse, Progress,
    ShowOwnResponse, ShowReceipt,
};
use crate::hearing::pages::HearingHead;
use crate::templates::{
    Choice, Field, FileState, FormError, Hidden, Link, Mark, Readability, Segment, file_icon,
};

const NAME: &str = "Inge Marie Thorslund";
const BODY: &str = "Jeg synes, det er en smuk plan. Især det med, at man som pårørende skal være med og ikke kun have besked.";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_default()
}

fn file(name: &str, size_bytes: u64, pages: Option<u32>, state: Readability) -> FileState {
    FileState {
        name: name.into(),
        icon: file_icon(name),
        size_bytes,
        pages,
        state,
        sha256: None,
    }
}

pub(super) fn form() -> NewResponse {
    let kinds = [
        ("borger", "Mig selv"),
        ("kommune", "En kommune"),
        (
            "brugerorganisation",
            "En bruger-, patient- eller pårørendeorganisation",
        ),
        ("faglig organisation", "En faglig organisation"),
        ("råd", "Et råd, et MED-udvalg eller et nævn"),
        ("forening", "En anden forening"),
    ];
    NewResponse {
        hearing: HearingHead::sample(),
        action: "/visions-og-udviklingsplan-2023/svar".into(),
        key: "5b1f9c5e".into(),
        errors: vec![],
        name: Field::default(),
        organisation: Field::default(),
        kinds: kinds
            .into_iter()
            .map(|(value, label)| Choice::new(value, label, value == "borger"))
            .collect(),
        kind_error: None,
        email: Field::default(),
        body: Field::default(),
        kept: vec![],
        files_error: None,
        no_remarks: false,
        provisional: false,
        provisional_body: Field::default(),
        provisional_on: Field::default(),
        as_citizen: false,
        protected: false,
        consent: false,
        consent_error: None,
        limits: Limits {
            files: 10,
            file_bytes: 25_000_000,
            total_bytes: 50_000_000,
            characters: 100_000,
        },
    }
}

pub(super) fn form_with_errors() -> NewResponse {
    let wrong = |value: &str, error: &str| Field {
        value: value.into(),
        error: Some(error.into()),
    };
    let mut page = form();
    page.name = NAME.into();
    page.email = wrong(
        "inge.thorslund",
        "Skriv en hel mailadresse, for eksempel navn@domæne.dk.",
    );
    page.body = wrong(
        "",
        "Skriv dit svar, vedhæft en fil, eller sæt kryds ved “Vi har ingen bemærkninger”.",
    );
    page.files_error = Some("“Plan.pdf” fylder mere end 25 MB. Send en mindre udgave.".into());
    page.consent_error =
        Some("Sæt kryds, så vi ved, at du har set, at svaret bliver offentligt.".into());
    page.kept = vec![KeptFile {
        id: "1".into(),
        file: file("Brev.pdf", 214_000, Some(2), Readability::Read),
    }];
    let error = |field: &str, text: &Option<String>| FormError {
        field: field.into(),
        text: text.clone().unwrap_or_default(),
    };
    page.errors = vec![
        error("email", &page.email.error),
        error("body", &page.body.error),
        error("files", &page.files_error),
        error("consent", &page.consent_error),
    ];
    page
}

pub(super) fn check() -> CheckResponse {
    CheckResponse {
        hearing: HearingHead::sample(),
        send_action: "/visions-og-udviklingsplan-2023/svar/kladde/x/send".into(),
        edit_action: "/visions-og-udviklingsplan-2023/svar/kladde/x".into(),
        hidden: vec![Hidden::new("key", "5b1f9c5e")],
        findings: vec![
            Finding {
                text: "051251-5711".into(),
                kind: FindingKind::Cpr,
                remove: "94-105".into(),
            },
            Finding {
                text: "67129048".into(),
                kind: FindingKind::Phone,
                remove: "801-809".into(),
            },
        ],
        sender: NAME.into(),
        on_behalf: "Mig selv (Borgere og øvrige)".into(),
        no_remarks: false,
        provisional: None,
        paragraphs: vec![
            vec![
                Segment::plain("Jeg skriver som ægtefælle. (Hans cpr-nummer er "),
                Segment::marked("051251-5711", Mark::Found),
                Segment::plain(", hvis I skal slå sagen op)."),
            ],
            vec![Segment::plain(BODY)],
            vec![
                Segment::plain("Venlig hilsen\nInge Marie Thorslund\ntlf. "),
                Segment::marked("67129048", Mark::Found),
            ],
        ],
        email: "inge.thorslund@postfuglen.example".into(),
        hides: Some("CPR-nummer og telefonnummer".into()),
        name_choice: Some(NameChoice {
            name: NAME.into(),
            as_citizen: false,
            protected: false,
        }),
        files: vec![
            file(
                "Brev fra pårørenderådet.pdf",
                214_000,
                Some(2),
                Readability::Read,
            ),
            file("Fællesrummet.jpg", 1_300_000, None, Readability::Reading),
            file("Noter.docx", 38_000, None, Readability::Unreadable),
        ],
        late: false,
    }
}

pub(super) fn check_without_remarks() -> CheckResponse {
    CheckResponse {
        sender: "Grenhede Kommune".into(),
        on_behalf: "En kommune (Kommuner)".into(),
        findings: vec![],
        paragraphs: vec![],
        no_remarks: true,
        provisional: Some("skal godkendes politisk den 26. oktober 2023".into()),
        hides: None,
        name_choice: None,
        files: vec![],
        late: true,
        ..check()
    }
}

fn parts() -> Vec<FileState> {
    let hash = |mut file: FileState| {
        file.sha256 =
            Some("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into());
        file
    };
    let text = file("Dit svar, som du skrev det", 1_252, None, Readability::Read);
    vec![
        hash(text),
        hash(file(
            "Brev fra pårørenderådet.pdf",
            214_000,
            Some(2),
            Readability::Read,
        )),
        hash(file("Noter.docx", 38_000, None, Readability::Unreadable)),
        hash(file(
            "Fællesrummet.jpg",
            1_300_000,
            None,
            Readability::Reading,
        )),
    ]
}

pub(super) fn receipt(late: bool) -> ShowReceipt {
    ShowReceipt {
        hearing: HearingHead::sample(),
        number: "K7P4-M2QX-9".into(),
        arrived_at: at(if late {
            "2023-10-13T12:22:00Z"
        } else {
            "2023-10-04T12:22:00Z"
        }),
        late,
        parts: parts(),
        link: "https://hoering.example/mit-svar/3nT0yGmJc1mYbqf4s7xZ0w".into(),
        email: Some("inge.thorslund@postfuglen.example".into()),
        sender: NAME.into(),
        provisional_on: NaiveDate::from_ymd_opt(2023, 10, 26).filter(|_| late),
        objection_href: "/kvittering/x/y/indsigelse".into(),
    }
}

pub(super) fn own() -> ShowOwnResponse {
    let step = |text: &str, at: Option<DateTime<Utc>>, done| Progress {
        text: text.into(),
        at,
        done,
    };
    ShowOwnResponse {
        hearing: HearingHead::sample(),
        number: "K7P4-M2QX-9".into(),
        arrived_at: at("2023-10-04T12:22:00Z"),
        late: false,
        sender: NAME.into(),
        progress: vec![
            step("Modtaget", Some(at("2023-10-04T12:22:00Z")), true),
            step("Læst", Some(at("2023-10-16T08:10:00Z")), true),
            step("Offentliggjort som G3", None, false),
            step("Behandlet politisk", None, false),
        ],
        parts: parts(),
        published_href: Some("/h/svar/G3".into()),
        quoted: vec![Link::new("6 Relationer", "/h/svar/tema/pejlemaerker/6")],
        decision: Some(("20. december 2023".into(), "Planen er vedtaget.".into())),
        correct_action: Some("/kvittering/x/y/rettelse".into()),
        superseded: false,
        receipt_href: "/kvittering/x/y.json".into(),
        check_href: Some("/h/svar/kontroller".into()),
        withdrawn_at: None,
        objection_href: "/kvittering/x/y/indsigelse".into(),
        withdraw_action: Some("/mit-svar/x/tilbagetraekning".into()),
    }
}

pub(super) fn withdrawn() -> ShowOwnResponse {
    ShowOwnResponse {
        withdrawn_at: Some(at("2023-10-05T09:00:00Z")),
        withdraw_action: None,
        published_href: None,
        quoted: Vec::new(),
        decision: None,
        correct_action: None,
        superseded: true,
        check_href: None,
        ..own()
    }
}
