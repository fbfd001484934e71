//! Who wrote a letter, by its head, its foot or its file name. Two letters of different senders in one mail are two responses.

use std::sync::LazyLock;

use super::phrase::{Pattern, hits, pattern};
use crate::text::collapse;

/// Lines at the head and at the foot that may name the sender.
const HEAD: usize = 6;
const FOOT: usize = 8;
/// A line that names somebody is no longer than this.
const LONGEST_NAME: usize = 90;

/// A word that only the name of an organisation has.
static ORGANISATION: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)kommune(?:n|s)?\b|\bregion\b|råd(?:et)?\b|forening|forbund|udvalg(?:et)?\b|styrelse|selskab|institut|center\b|centret\b|skole|kreds(?:en)?\b|nævn(?:et)?\b|netværk|\bfond(?:en)?\b|sammenslutning|\bmed-|\bmed\b.*specialområde|fælles-med|botilbud|bosted|opholdssted|universitet|organisation|\bkl\b|\ba/s\b|\baps\b|klub(?:ben)?\b|menighed",
    )
});
static RECIPIENT: Pattern = LazyLock::new(|| {
    pattern(
        r"^(?:til\b|att\b|vedr|sagsnr|journalnr|cvr|ean|tlf|telefon|høringssvar|høring\b|bilag|emne|dato|side\b)",
    )
});

pub(super) fn is_organisation(name: &str) -> bool {
    hits(&ORGANISATION, &name.to_lowercase())
}

/// Who wrote a letter. `known` are names on the list, `ours` the authority itself, which stands in the head as the recipient.
pub(super) fn sender(
    text: &str,
    filename: Option<&str>,
    (known, ours): (&[&str], &str),
) -> Option<String> {
    let lines: Vec<String> = text
        .lines()
        .map(|line| collapse(line.split("   ").next().unwrap_or(line)))
        .filter(|line| !line.is_empty())
        .collect();
    let head = lines.iter().take(HEAD);
    let foot = lines.iter().skip(HEAD).rev().take(FOOT);
    head.chain(foot)
        .find_map(|line| named(line, known, ours))
        .or_else(|| by_file(filename?, known, ours))
}

fn named(line: &str, known: &[&str], ours: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let short = line.chars().count() <= LONGEST_NAME;
    let sentence = line.ends_with(['.', '?', '!', ':']);
    if !short || sentence || lower.contains(&ours.to_lowercase()) || hits(&RECIPIENT, &lower) {
        return None;
    }
    let own = known
        .iter()
        .filter(|name| lower.contains(&name.to_lowercase()))
        .max_by_key(|name| name.chars().count());
    // *Handicaprådet i Kærlundby Kommune* holds the name of the municipality and is not the municipality.
    let bare = line
        .split([',', '|'])
        .next()
        .unwrap_or(line)
        .trim()
        .to_owned();
    match own {
        Some(name) if lower.starts_with(&name.to_lowercase()) => Some((*name).to_owned()),
        _ => is_organisation(&bare).then_some(bare),
    }
}

fn by_file(filename: &str, known: &[&str], ours: &str) -> Option<String> {
    let stem = filename.rsplit_once('.').map_or(filename, |(stem, _)| stem);
    let words: Vec<&str> = stem
        .split([' ', '_', '-'])
        .filter(|word| {
            let word = word.to_lowercase();
            !word.is_empty()
                && !word.starts_with("høringssvar")
                && !word.starts_with("hoeringssvar")
                && word != "fra"
        })
        .collect();
    named(&words.join(" "), known, ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_the_foot_or_the_file_name_tells_who_wrote() {
        let known = ["Kærlundby Kommune", "Klitvang Kommune"];
        let of =
            |text: &str, file: Option<&str>| sender(text, file, (&known, "Region Midtjylland"));
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(
            of(
                "Kærlundby Kommune\n\nRegion Midtjylland            Kærvej 3\nSocialområdet\n\nVi takker.",
                None
            ),
            name("Kærlundby Kommune")
        );
        assert_eq!(
            of(
                "Handicaprådet i Kærlundby Kommune\n\nRegion Midtjylland\nSocialområdet\n\nRådet svarer selv.",
                None
            ),
            name("Handicaprådet i Kærlundby Kommune")
        );
        assert_eq!(
            of(
                "Region Midtjylland\n\nVi støtter planen.\n\nMed venlig hilsen\nBo Ib\nForeningen Tryg Vej",
                None
            ),
            name("Foreningen Tryg Vej")
        );
        assert_eq!(
            of(
                "Vi støtter planen.",
                Some("Høringssvar Handicaprådet i Kærlundby.pdf")
            ),
            name("Handicaprådet i Kærlundby")
        );
        assert_eq!(of("Vi støtter planen.", Some("svar.pdf")), None);
    }
}
