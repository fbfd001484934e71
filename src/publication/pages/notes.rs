//! The appendix: notes from meetings and workshops, outside every count of responses.

use serde::Serialize;

use crate::hearing::pages::ThemeChip;

/// The notes of a release, by meeting.
#[derive(Clone, Debug, Serialize)]
pub struct Notes {
    pub count: usize,
    pub rounds: Vec<NoteRound>,
}

/// A meeting.
#[derive(Clone, Debug, Serialize)]
pub struct NoteRound {
    /// *15. juni 2022 · Samtalesalon, Regionshuset*
    pub title: String,
    pub count: usize,
    pub questions: Vec<NoteQuestion>,
}

/// The notes to one question.
#[derive(Clone, Debug, Serialize)]
pub struct NoteQuestion {
    /// Empty for notes that answer none.
    pub question: String,
    pub notes: Vec<PublicNote>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PublicNote {
    /// Table or group.
    pub grouping: String,
    pub text: String,
    pub themes: Vec<ThemeChip>,
}

pub(super) fn sample(chip: ThemeChip) -> Notes {
    Notes {
        count: 1,
        rounds: vec![NoteRound {
            title: "15. juni 2022 · Samtalesalon".into(),
            count: 1,
            questions: vec![NoteQuestion {
                question: "Hvordan forstår vi ønsker, håb og drømme?".into(),
                notes: vec![PublicNote {
                    grouping: "Bord 1".into(),
                    text: "Drømme må gerne være store.".into(),
                    themes: vec![chip],
                }],
            }],
        }],
    }
}
