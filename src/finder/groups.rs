//! Groups of digits, and what stands between them: the raw material of every number.

use super::letters::{Letters, UNSEEN};

/// Digits that stand together.
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) digits: Vec<u8>,
}

/// All groups of a text, in order.
pub(super) struct Groups {
    all: Vec<Group>,
    /// What stands between a group and the next, when that is short enough to matter: unseen letters left out.
    gaps: Vec<Option<String>>,
}

/// The longest gap that can be inside a number.
const LONGEST_GAP: usize = 12;

impl Groups {
    pub(super) fn of(letters: &Letters) -> Self {
        let mut all: Vec<Group> = Vec::new();
        for (at, letter) in letters.plain.iter().enumerate() {
            let Some(digit) = letter.to_digit(10) else {
                continue;
            };
            let digit = u8::try_from(digit).unwrap_or(0);
            match all.last_mut() {
                Some(last) if letters.plain[last.end..at].iter().all(|&it| it == UNSEEN) => {
                    last.digits.push(digit);
                    last.end = at + 1;
                }
                _ => all.push(Group {
                    start: at,
                    end: at + 1,
                    digits: vec![digit],
                }),
            }
        }
        let gaps = all
            .windows(2)
            .map(|pair| gap(letters, pair[0].end, pair[1].start))
            .collect();
        Self { all, gaps }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The gap before a group, when there is a group before it and the gap is short.
    pub(super) fn gap_before(&self, group: usize) -> Option<&str> {
        group
            .checked_sub(1)
            .and_then(|before| self.gap_after(before))
    }

    /// The gap after a group, when there is a group after it and the gap is short.
    pub(super) fn gap_after(&self, group: usize) -> Option<&str> {
        self.gaps.get(group).and_then(Option::as_deref)
    }

    /// The runs of groups that begin at `first` and have exactly `digits` digits, when every gap in them is liked.
    pub(super) fn run(
        &self,
        first: usize,
        digits: usize,
        likes: impl Fn(&str) -> bool,
    ) -> Option<Run<'_>> {
        let mut count = 0;
        for (at, group) in self.all.iter().enumerate().skip(first) {
            if at > first && !self.gap_before(at).is_some_and(&likes) {
                return None;
            }
            count += group.digits.len();
            if count == digits {
                return Some(Run {
                    groups: &self.all[first..=at],
                    gaps: &self.gaps[first..at],
                    first,
                    last: at,
                });
            }
            if count > digits {
                return None;
            }
        }
        None
    }

    pub(super) fn get(&self, group: usize) -> Option<&Group> {
        self.all.get(group)
    }
}

fn gap(letters: &Letters, from: usize, to: usize) -> Option<String> {
    let between = &letters.plain[from..to];
    if between.len() > LONGEST_GAP {
        return None;
    }
    Some(between.iter().filter(|&&it| it != UNSEEN).collect())
}

/// Groups in a row that could be one number.
pub(super) struct Run<'a> {
    groups: &'a [Group],
    gaps: &'a [Option<String>],
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Run<'_> {
    pub(super) fn start(&self) -> usize {
        self.groups.first().map_or(0, |group| group.start)
    }

    pub(super) fn end(&self) -> usize {
        self.groups.last().map_or(0, |group| group.end)
    }

    pub(super) fn digits(&self) -> Vec<u8> {
        self.groups
            .iter()
            .flat_map(|group| group.digits.iter().copied())
            .collect()
    }

    /// The number of digits in each group.
    pub(super) fn shape(&self) -> Vec<usize> {
        self.groups.iter().map(|group| group.digits.len()).collect()
    }

    pub(super) fn gaps(&self) -> impl Iterator<Item = &str> {
        self.gaps.iter().filter_map(Option::as_deref)
    }

    /// The gap after so many digits; `None` inside a group.
    pub(super) fn gap_after_digits(&self, digits: usize) -> Option<&str> {
        let mut count = 0;
        for (group, gap) in self.groups.iter().zip(self.gaps) {
            count += group.digits.len();
            if count == digits {
                return gap.as_deref();
            }
        }
        None
    }
}

/// What a label before a number says it is. The label nearest to the number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Cpr,
    Phone,
    /// CVR, SE, EAN, production unit, account: never a person's number.
    Business,
    /// Case, journal and document numbers: may look like anything.
    Case,
}

const LABELS: [(&str, Label); 51] = [
    ("cpr", Label::Cpr),
    ("c.p.r", Label::Cpr),
    ("c p r", Label::Cpr),
    ("personnummer", Label::Cpr),
    ("personnr", Label::Cpr),
    ("person-nr", Label::Cpr),
    ("person nr", Label::Cpr),
    ("personnumre", Label::Cpr),
    ("fødselsnummer", Label::Cpr),
    ("tlf", Label::Phone),
    ("telefon", Label::Phone),
    ("tel.", Label::Phone),
    ("tel:", Label::Phone),
    ("tel ", Label::Phone),
    ("mobil", Label::Phone),
    ("mob.", Label::Phone),
    ("mob:", Label::Phone),
    ("sms", Label::Phone),
    ("ring ", Label::Phone),
    ("ringe", Label::Phone),
    ("direkte:", Label::Phone),
    ("dir.", Label::Phone),
    ("phone", Label::Phone),
    ("nås på", Label::Phone),
    ("træffes på", Label::Phone),
    ("fax", Label::Phone),
    (" m:", Label::Phone),
    ("\nm:", Label::Phone),
    (" t:", Label::Phone),
    ("\nt:", Label::Phone),
    ("cvr", Label::Business),
    ("se-nr", Label::Business),
    ("se nr", Label::Business),
    ("ean", Label::Business),
    ("gln", Label::Business),
    ("p-nr", Label::Business),
    ("p-nummer", Label::Business),
    ("p.nr", Label::Business),
    ("produktionsenhed", Label::Business),
    ("konto", Label::Business),
    ("reg.", Label::Business),
    ("regnr", Label::Business),
    ("iban", Label::Business),
    ("giro", Label::Business),
    ("sagsn", Label::Case),
    ("sag nr", Label::Case),
    ("sag:", Label::Case),
    ("journal", Label::Case),
    ("j.nr", Label::Case),
    ("dok", Label::Case),
    ("faktura", Label::Case),
];

/// The label in front of a number, on its line or the one above.
pub(super) fn label(letters: &Letters, start: usize) -> Option<Label> {
    let before = letters.lowercase_before(start, 36);
    let cut = before.match_indices('\n').map(|(at, _)| at).rev().nth(1);
    let near = &before[cut.unwrap_or(0)..];
    LABELS
        .iter()
        .filter_map(|(word, label)| near.rfind(word).map(|at| (at, word.len(), *label)))
        .max_by_key(|&(at, length, _)| (at, length))
        .map(|(_, _, label)| label)
}
