//! Which letter of a text is which letter of its pages.
//!
//! The text of a file and the words of its pages are nearly the same letters, in blocks of another order (columns, margins), with words
//! joined over lines and now and then a letter read otherwise. So stretches that both have are laid on each other, the long ones first; of
//! several that a stretch could be, the one that goes on where the last ended, then the longest, then the next down the pages. A stretch
//! stays within a line of the text: what follows it on the page may be the foot of the page. What is left of both in the end and says the
//! same is the same.

use std::collections::HashMap;

/// Letters of the stretches that are looked for, round after round.
const ROUNDS: [usize; 4] = [24, 12, 6, 3];
/// A stretch of at least this many letters speaks for itself.
const LONG: usize = 12;
/// One of at least this many does, where there is no other.
const SPEAKING: usize = 6;
/// Of so many places at most one is chosen: more is a pattern, no wording.
const MOST_PLACES: usize = 400;

/// For each letter of `text` its place in `pages`; none where it has none. `lines` numbers the line that each letter of the text is in.
pub(super) fn align(text: &[char], lines: &[usize], pages: &[char]) -> Vec<Option<usize>> {
    let mut state = State {
        text,
        lines,
        pages,
        map: vec![None; text.len()],
        taken: vec![false; pages.len()],
    };
    for length in ROUNDS {
        state.round(length);
    }
    state.same_left();
    state.only_left();
    state.map
}

struct State<'a> {
    text: &'a [char],
    lines: &'a [usize],
    pages: &'a [char],
    map: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl State<'_> {
    fn round(&mut self, length: usize) {
        let mut places: HashMap<&[char], Vec<usize>> = HashMap::new();
        let pages = self.pages;
        for (at, window) in pages.windows(length).enumerate() {
            if !self.taken.iter().skip(at).take(length).any(|taken| *taken) {
                places.entry(window).or_default().push(at);
            }
        }
        let mut at = 0;
        while at + length <= self.text.len() {
            let text = self.text;
            let window = &text[at..at + length];
            let whole = self.lines[at] == self.lines[at + length - 1];
            let free = whole && self.map[at..at + length].iter().all(Option::is_none);
            let found = if free { places.get(window) } else { None };
            match found.and_then(|places| self.choose(at, length, places)) {
                Some((place, run)) => {
                    self.lay(at, place, run);
                    at += run;
                }
                None => at += 1,
            }
        }
    }

    /// The best of several places, and how far both go on alike.
    fn choose(&self, at: usize, length: usize, places: &[usize]) -> Option<(usize, usize)> {
        if places.len() > MOST_PLACES {
            return None;
        }
        // A short stretch is itself only where both neighbours say so, or where there is no other.
        let short = length < LONG;
        let before = self.map[..at].iter().rev().flatten().next().copied();
        let after = if short {
            self.map[at..].iter().flatten().next().copied()
        } else {
            None
        };
        let between = |place: usize| {
            before.is_none_or(|before| place > before) && after.is_none_or(|after| place < after)
        };
        let free = places.iter().filter(|place| !self.taken[**place]);
        let only = length >= SPEAKING && free.take(2).count() == 1;
        places
            .iter()
            .copied()
            .filter(|place| !short || only || between(*place))
            .filter_map(|place| {
                let run = self.run(at, place);
                (run >= length).then_some((place, run))
            })
            .min_by_key(|(place, run)| {
                let goes_on = before.is_some_and(|before| *place == before + 1);
                let below = before.is_none_or(|before| *place > before);
                (!goes_on, std::cmp::Reverse(*run), !below, *place)
            })
    }

    fn run(&self, at: usize, place: usize) -> usize {
        let most = (self.text.len() - at).min(self.pages.len() - place);
        (0..most)
            .take_while(|step| {
                self.text[at + step] == self.pages[place + step]
                    && self.lines[at + step] == self.lines[at]
                    && self.map[at + step].is_none()
                    && !self.taken[place + step]
            })
            .count()
    }

    fn laid(&self) -> Vec<bool> {
        self.map.iter().map(Option::is_some).collect()
    }

    /// Lays what is left of the text on what is left of the pages where both say the same, in order.
    fn same_left(&mut self) {
        let mut left = stretches(&self.taken);
        for (at, end) in stretches(&self.laid()) {
            let same = |place: &(usize, usize)| self.pages[place.0..place.1] == self.text[at..end];
            if let Some(found) = left.iter().position(same) {
                let (place, _) = left.remove(found);
                self.lay(at, place, end - at);
            }
        }
    }

    /// Lays what is left of the text where it stands once in what is left of the pages.
    fn only_left(&mut self) {
        for (at, end) in stretches(&self.laid()) {
            let letters = &self.text[at..end];
            let places = stretches(&self.taken)
                .into_iter()
                .flat_map(|(from, to)| {
                    let windows = self.pages[from..to].windows(letters.len()).enumerate();
                    let same = windows.filter(|(_, window)| *window == letters);
                    same.map(move |(step, _)| from + step).collect::<Vec<_>>()
                })
                .collect::<Vec<_>>();
            if let [place] = places.as_slice() {
                self.lay(at, *place, end - at);
            }
        }
    }

    fn lay(&mut self, at: usize, place: usize, run: usize) {
        for step in 0..run {
            self.map[at + step] = Some(place + step);
            self.taken[place + step] = true;
        }
    }
}

/// The stretches that are free, each with its end.
fn stretches(taken: &[bool]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, taken) in taken.iter().enumerate() {
        if *taken {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.1 == at => last.1 = at + 1,
            _ => found.push((at, at + 1)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, pages: &str) -> Vec<Option<usize>> {
        let letters = |text: &str| {
            let letters = text.chars().filter(|letter| *letter != '\n');
            letters.collect::<Vec<char>>()
        };
        let mut line = 0;
        let mut lines = Vec::new();
        for letter in text.chars() {
            if letter == '\n' {
                line += 1;
            } else {
                lines.push(line);
            }
        }
        align(&letters(text), &lines, &letters(pages))
    }

    #[test]
    fn a_foot_is_not_taken_for_the_head_that_begins_alike() {
        let body = "brødtekstensidsteordersågodt";
        let (head, foot) = (
            "foreningenåbnedøre",
            "foreningenåbnedøretelefon12345678side",
        );
        let text = format!("{body}\n{head}\n{foot}1\n{foot}2");
        let map = of(&text, &format!("{body}{foot}1{head}{foot}2"));
        assert_eq!(map[body.chars().count()], Some(body.chars().count() + 38));
        assert!(map.iter().all(Option::is_some), "{map:?}");
        let digit = |foot: usize| map[body.chars().count() + 18 + 38 * foot - 1];
        assert_eq!(digit(1), Some(body.chars().count() + 37));
    }

    #[test]
    fn blocks_in_another_order_are_found() {
        let (left, right) = (
            "venstrespalteerlangnoktilatkendes",
            "højrespaltestårogsåherpåsiden",
        );
        let map = of(&format!("{left}{right}"), &format!("{right}{left}"));
        assert_eq!(map[0], Some(right.chars().count()));
        assert_eq!(map[left.chars().count()], Some(0));
        assert!(map.iter().all(Option::is_some));
    }

    #[test]
    fn of_two_equal_stretches_the_first_is_the_first() {
        let once = "sidefodmedtelefon12345678";
        let map = of(&format!("{once}{once}"), &format!("{once}mellem{once}"));
        assert_eq!(map[0], Some(0));
        assert_eq!(map[25], Some(31));
    }

    #[test]
    fn a_letter_read_otherwise_leaves_its_neighbours_in_place() {
        let map = of("dererkunenbogstavtilforskel", "dererkunenbogxtavtilforskel");
        assert_eq!((map[12], map[13], map[14]), (Some(12), None, Some(14)));
    }

    #[test]
    fn what_is_on_no_page_has_no_place() {
        let map = of("hemmelighed", "slettekstomandet");
        assert!(map.iter().all(Option::is_none));
    }
}
