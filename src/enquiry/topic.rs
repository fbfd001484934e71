//! What an enquiry is about, proposed from its wording. A proposal: staff set it with one select.

use std::sync::LazyLock;

use regex::RegexSet;

use crate::text::collapse;
use crate::text_enum;

text_enum! {
    /// What somebody wants.
    pub enum Topic {
        Question = "question",
        /// A later deadline.
        Deadline = "deadline",
        /// Access to documents (aktindsigt).
        Access = "access",
        Press = "press",
        Thanks = "thanks",
    }
}

/// What of a mail tells the topic.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wording<'a> {
    pub subject: &'a str,
    /// The sender's own words, without quotes and signature.
    pub own: &'a str,
    /// With the signature, which says who writes.
    pub signed: &'a str,
}

/// A mail that only thanks is no longer than this, in characters.
const THANKS_AT_MOST: usize = 300;

macro_rules! words {
    ($name:ident, [$($pattern:expr),* $(,)?]) => {
        static $name: LazyLock<Option<RegexSet>> = LazyLock::new(|| RegexSet::new([$($pattern),*]).ok());
    };
}

words!(
    ACCESS,
    [
        r"aktindsigt",
        r"offentlighedslov",
        r"indsigt i (?:sagen|sagens|dokument|de indkomne|høringssvar)",
        r"(?:kopi|udlevering|udleveret|tilsendt)\b[^.!?]{0,40}(?:indkomne|modtagne|alle) (?:\w+ )?(?:høringssvar|svar)",
    ]
);
words!(
    DEADLINE,
    [
        r"(?:udsæt\w*|udsat|udskyd\w*|udskudt|forlæng\w*|senere)\b[^.!?]{0,60}frist",
        r"frist\w*\b[^.!?]{0,60}(?:udsæt\w*|udsat|udskyd\w*|udskudt|forlæng\w*|rykke\w*)",
        r"fristudsættelse|fristforlængelse|udsættelse af (?:fristen|svaret)|(?:ekstra|mere|længere) (?:tid|frist)\b",
        r"(?:svare|aflevere|indsende|fremsende|sende)\b[^.!?]{0,50}(?:efter fristen|et par dage senere|en uge senere|senere end)",
        r"(?:dages?|ugers?|uges?) (?:udsættelse|forlængelse|frist)",
    ]
);
words!(
    PRESS,
    [
        r"\bjournalist\w*\b|\bredaktør\w*\b|\bredaktionen\b|\breporter\b",
        r"(?:skriver|laver|arbejder på) (?:på )?(?:en |et )?(?:artikel|historie|indslag|podcast)",
        r"\bpresse(?:n|kontakt|afdeling|henvendelse)?\b|\binterview\b",
        r"kommentar til (?:en|min|vores) artikel",
    ]
);
words!(
    THANKS,
    [
        r"\btak for (?:kvittering|bekræftelse|jeres (?:kvittering|bekræftelse|hurtige|svar|mail|tilbagemelding)|din|det|hjælpen|svaret|beskeden)",
        r"^(?:\W*(?:hej|kære|til)\b[^.!,]{0,40}?)?\W*(?:mange |tusind )?tak\b",
    ]
);

fn hits(set: &LazyLock<Option<RegexSet>>, text: &str) -> bool {
    set.as_ref().is_some_and(|set| set.is_match(text))
}

impl Topic {
    /// What the wording says. Access comes first, since a journalist may ask for it and a deadline of the law runs.
    #[must_use]
    pub fn proposed(wording: Wording<'_>) -> Self {
        let lower = |text: &str| collapse(text).to_lowercase();
        let (subject, own, signed) = (
            lower(wording.subject),
            lower(wording.own),
            lower(wording.signed),
        );
        let said = |set| hits(set, &own) || hits(set, &subject);
        if said(&ACCESS) {
            Self::Access
        } else if said(&DEADLINE) {
            Self::Deadline
        } else if said(&PRESS) || hits(&PRESS, &signed) {
            Self::Press
        } else if hits(&THANKS, &own) && !own.contains('?') && own.chars().count() <= THANKS_AT_MOST
        {
            Self::Thanks
        } else {
            Self::Question
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for set in [&ACCESS, &DEADLINE, &PRESS, &THANKS] {
            assert!(set.is_some());
        }
    }

    #[test]
    fn the_topic_follows_the_wording() {
        for (subject, own, topic) in [
            (
                "Anmodning om aktindsigt i høringssvar",
                "Jeg er journalist og beder om aktindsigt i alle høringssvar.",
                Topic::Access,
            ),
            (
                "Høring",
                "Kan vi få tilsendt alle indkomne høringssvar?",
                Topic::Access,
            ),
            (
                "Fristen",
                "Vi vil høre, om kommunen kan få udsat fristen til onsdag den 25. oktober.",
                Topic::Deadline,
            ),
            (
                "Høringsfrist",
                "Kan vi få en uges udsættelse? Vores bestyrelse mødes først den 14. oktober.",
                Topic::Deadline,
            ),
            (
                "Spørgsmål",
                "Hvornår er fristen, og hvor finder jeg materialet?",
                Topic::Question,
            ),
            (
                "Presse",
                "Jeg skriver en artikel om planen. Hvem kan jeg få en kommentar fra?",
                Topic::Press,
            ),
            ("SV: Kvittering", "Mange tak for det!", Topic::Thanks),
            (
                "Re: Kvittering for høringssvar",
                "Hej\n\nTak for kvitteringen. Så ved vi, at svaret er kommet godt frem.",
                Topic::Thanks,
            ),
            (
                "SV: Kvittering",
                "Tak for kvitteringen. Hvornår bliver svarene offentliggjort?",
                Topic::Question,
            ),
            (
                "Hul igennem?",
                "På forhånd tak.\nEr mailen kommet frem",
                Topic::Question,
            ),
        ] {
            let wording = Wording {
                subject,
                own,
                signed: own,
            };
            assert_eq!(Topic::proposed(wording), topic, "{own}");
        }
        let signed = Wording {
            own: "Hvem kan jeg tale med?",
            signed: "Hvem kan jeg tale med?\nNanna\nJournalist, Dagbladet",
            ..Wording::default()
        };
        assert_eq!(Topic::proposed(signed), Topic::Press);
    }
}
