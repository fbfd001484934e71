//! Samples of the page of pictures.

use super::{BoxView, More, OpenView, Place, Sheet, ShowPictures, Typed};
use crate::desk::head::Head;
use crate::templates::Choice;

fn sheet() -> Sheet {
    Sheet {
        number: 1,
        src: "/sekretariat/x/svar/y/bilag/1/side/1".into(),
        painted: "/sekretariat/x/svar/y/bilag/1/daekket/1".into(),
        width: 1_160,
        height: 1_640,
        places: [false, true]
            .map(|by_hand| Place {
                x: 120,
                y: 300,
                width: 200,
                height: 15,
                by_hand,
            })
            .to_vec(),
        boxes: [true, false]
            .map(|waiting| BoxView {
                id: 1,
                ground: "Ikke svaret".into(),
                who: "HK".into(),
                waiting,
                may_approve: waiting,
            })
            .to_vec(),
        typed: Typed {
            page: 1,
            left: "12,5".into(),
            ..Typed::default()
        },
        grounds: vec![Choice::new("not_part", "Ikke svaret", true)],
        covers: vec![
            Choice::new("", "Underskrift", true),
            Choice::new("7", "Ida Hansen", false),
        ],
    }
}

pub(super) fn page() -> ShowPictures {
    ShowPictures {
        head: Head::sample(),
        back: "/sekretariat/x/svar/y".into(),
        here: "/sekretariat/x/svar/y/bilag/1".into(),
        filename: "hoeringssvar.pdf".into(),
        message: Some("Skriv fire tal mellem 0 og 100.".into()),
        shown: true,
        open: vec![
            OpenView {
                words: "Ida Hansen".into(),
                near: Some("måske på side 2".into()),
            },
            OpenView {
                words: "12345678".into(),
                near: None,
            },
        ],
        sheets: vec![sheet()],
        signatures: Some("Hanne Kjær har set efter 3. oktober 2023 kl. 9.00.".into()),
        first: Some("/sekretariat/x/svar/y/bilag/1/billeder".into()),
        more: Some(More {
            href: "/sekretariat/x/svar/y/bilag/1/billeder?fra=41".into(),
            page: 41,
        }),
    }
}

pub(super) fn bare() -> ShowPictures {
    ShowPictures {
        message: None,
        shown: false,
        open: vec![],
        sheets: vec![Sheet {
            places: vec![],
            boxes: vec![],
            covers: vec![],
            ..sheet()
        }],
        signatures: None,
        first: None,
        more: None,
        ..page()
    }
}
