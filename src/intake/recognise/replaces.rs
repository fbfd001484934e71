//! The words by which a text takes the place of an earlier one, takes it back, or adds to it: the sentence is the reason of the proposal.

use std::sync::LazyLock;

use super::phrase::{Pattern, Sentence, hits, pattern, quoted};

static REPLACES: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:erstatter?|erstattes|afløser)\b[^.!?]{0,120}(?:svar|udtalelse|version|udgave|brev|tidligere|forrige|første|fremsendte)
        |\btræder\si\sstedet\sfor\b|\bi\sstedet\sfor\s(?:det|den|vores|mit|min)\s(?:\w+\s)?(?:tidligere|forrige|første|fremsendte|foreløbige|sendte|gamle)
        |\b(?:rettet|rettede|korrigeret|revideret|opdateret|tilrettet|berigtiget)\s(?:version|udgave|høringssvar|svar|udtalelse)
        |\bfejl\b[^.!?]{0,60}\bi\s(?:det|vores|mit|vort|vedhæftede|kommunens)\b[^.!?]{0,60}(?:svar|bemærkninger|udtalelse)
        |\bse\s(?:venligst\s)?bort\sfra\b|\bforkert\w*\s(?:version|fil|udkast|dokument|udgave)",
    )
});
static WITHDRAWS: Pattern = LazyLock::new(|| {
    pattern(
        r"\btræk(?:ke|ker|kes)?\b[^.!?]{0,140}\btilbage\b|\btilbagetræk|\btilbagekald|\btrukket tilbage|\bannuller|\bskal (?:alligevel )?ikke (?:indgå|med|offentliggøres)|\bønsker (?:alligevel )?ikke\b[^.!?]{0,80}(?:offentliggør|indgå)",
    )
});
static ADDS: Pattern = LazyLock::new(|| {
    pattern(
        r"\bglem\w*\b|\befter-?send|\bbilag(?:et)?\b[^.!?]{0,60}(?:til|som|mangle|glemt)|\bsuppl(?:ement|ere)\w*|\btilføj\w*|\btillæg\b|\bforlængelse af\b|\bmanglede\b",
    )
});

fn first(sentences: &[Sentence], pattern: &Pattern) -> Option<String> {
    sentences
        .iter()
        .find(|one| hits(pattern, &one.lower))
        .map(|one| quoted(&one.text))
}

/// The sentence by which a text takes the place of an earlier one.
pub(super) fn replaces(sentences: &[Sentence]) -> Option<String> {
    first(sentences, &REPLACES)
}

pub(super) fn withdraws(sentences: &[Sentence]) -> Option<String> {
    first(sentences, &WITHDRAWS)
}

pub(super) fn adds(sentences: &[Sentence]) -> Option<String> {
    first(sentences, &ADDS)
}

#[cfg(test)]
mod tests {
    use super::super::phrase::sentences_of;
    use super::*;

    #[test]
    fn the_sentence_that_says_it_is_quoted() {
        let of = |text: &str| {
            let all = sentences_of(text);
            (replaces(&all), withdraws(&all), adds(&all))
        };
        assert_eq!(
            of("Hej. Den vedhæftede version erstatter den tidligere i sin helhed. Vi beklager.").0,
            Some("Den vedhæftede version erstatter den tidligere i sin helhed.".into())
        );
        assert_eq!(
            of("Jeg vil gerne trække mit høringssvar fra i lørdags tilbage.").1,
            Some("Jeg vil gerne trække mit høringssvar fra i lørdags tilbage.".into())
        );
        assert_eq!(
            of("Her er bilaget, som jeg glemte at lægge ved vores høringssvar.").2,
            Some("Her er bilaget, som jeg glemte at lægge ved vores høringssvar.".into())
        );
        assert_eq!(of("Vi støtter planen."), (None, None, None));
    }
}
