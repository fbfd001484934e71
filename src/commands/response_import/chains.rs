//! What takes the place of what, and which references that gives: known when every line is there.

use std::collections::{HashMap, HashSet};

use super::fields::Wrong;
use super::known::Known;
use super::prepare::Prepared;
use crate::intake::import::{Reference, There};
use crate::response::{RelationKind, Standing, State};

/// A response of the file, or one that was here before.
#[derive(Clone)]
struct Node {
    id: i64,
    state: State,
    /// The file says so, or it stands so in the database.
    state_given: bool,
    /// Something here takes its place already.
    is_replaced: bool,
    category_id: Option<i64>,
    standing: Option<Standing>,
    reference: Option<(String, i32)>,
    supersedes: Option<String>,
    line: Option<usize>,
}

/// Every response by its number.
pub(super) struct Chains {
    all: HashMap<String, Node>,
    /// Numbers of the file's new ones, in order.
    new: Vec<String>,
    /// References that are taken.
    taken: HashSet<(i64, i32)>,
}

/// What is to be written.
#[derive(Default)]
pub(super) struct Resolved {
    /// Earlier, later, and what the later does.
    pub(super) pairs: Vec<(i64, i64, RelationKind)>,
    pub(super) references: Vec<Reference>,
}

impl Chains {
    pub(super) fn of(known: &Known, there: &[There], replaced: &HashSet<i64>) -> Self {
        let mut chains = Self {
            all: HashMap::new(),
            new: Vec::new(),
            taken: HashSet::new(),
        };
        for it in there {
            let letter = known.letter(it.category_id);
            let reference = letter.map(str::to_owned).zip(it.reference_number);
            chains.taken.extend(it.category_id.zip(it.reference_number));
            let one = Node {
                id: it.id,
                state: it.state,
                state_given: true,
                is_replaced: replaced.contains(&it.id),
                category_id: it.category_id,
                standing: None,
                reference,
                supersedes: None,
                line: None,
            };
            chains.all.insert(it.number.clone(), one);
        }
        chains
    }

    /// Remembers a response that was made.
    pub(super) fn add(&mut self, number: &str, id: i64, it: &Prepared) {
        let one = Node {
            id,
            state: it
                .submission
                .imported
                .as_ref()
                .map_or(State::Current, |it| it.state),
            state_given: it.state_given,
            is_replaced: false,
            category_id: it.submission.category_id,
            standing: Some(it.submission.standing),
            reference: it.reference.clone(),
            supersedes: it.supersedes.clone(),
            line: Some(it.line),
        };
        self.all.insert(number.to_owned(), one);
        self.new.push(number.to_owned());
    }

    /// Follows every chain.
    ///
    /// # Errors
    /// The lines that contradict others, by their number.
    pub(super) fn resolve(mut self, known: &Known) -> Result<Resolved, Vec<(usize, Wrong)>> {
        let mut resolved = Resolved::default();
        let mut wrong = Vec::new();
        let mut replaced: HashMap<&str, &str> = HashMap::new();
        for number in &self.new {
            let it = &self.all[number];
            let Some(earlier) = &it.supersedes else {
                continue;
            };
            match self.pair(number, earlier, &mut replaced) {
                Ok(pair) => resolved.pairs.push(pair),
                Err(error) => wrong.push((it.line.unwrap_or(0), error)),
            }
        }
        drop(replaced);
        if wrong.is_empty() {
            for number in self.new.clone() {
                let line = self.all[&number].line.unwrap_or(0);
                match self.reference(known, &number) {
                    Ok(given) => resolved.references.extend(given),
                    Err(error) => wrong.push((line, error)),
                }
            }
        }
        if wrong.is_empty() {
            Ok(resolved)
        } else {
            Err(wrong)
        }
    }

    fn pair<'a>(
        &'a self,
        number: &'a str,
        earlier: &'a str,
        replaced: &mut HashMap<&'a str, &'a str>,
    ) -> Result<(i64, i64, RelationKind), Wrong> {
        let later = &self.all[number];
        let Some(old) = self.all.get(earlier) else {
            return Err(Wrong(format!(
                "supersedes: {earlier} is neither in the file nor here"
            )));
        };
        if let Some(other) = replaced.insert(earlier, number) {
            return Err(Wrong(format!(
                "supersedes: {other} takes the place of {earlier} already"
            )));
        }
        if self.leads_to(earlier, number) {
            return Err(Wrong(format!(
                "supersedes: {earlier} leads back to this response"
            )));
        }
        // One that was here before may become superseded; what the file itself says must agree.
        let stands = if old.line.is_some() {
            old.state_given && old.state != State::Superseded
        } else {
            old.is_replaced || !matches!(old.state, State::Current | State::Superseded)
        };
        if stands {
            let state = old.state;
            return Err(Wrong(format!("supersedes: {earlier} is {state}")));
        }
        let was_provisional = old.standing == Some(Standing::Provisional);
        let kind = if was_provisional && later.standing == Some(Standing::Final) {
            RelationKind::Finalises
        } else {
            RelationKind::Corrects
        };
        Ok((old.id, later.id, kind))
    }

    /// Whether a response takes, over others, the place of this one.
    fn leads_to(&self, from: &str, number: &str) -> bool {
        let mut at = Some(from);
        for _ in 0..=self.new.len() {
            match at {
                Some(here) if here == number => return true,
                Some(here) => at = self.all.get(here).and_then(|it| it.supersedes.as_deref()),
                None => return false,
            }
        }
        true
    }

    /// The reference that a response is to be given: none where it has that of an earlier version.
    fn reference(&mut self, known: &Known, number: &str) -> Result<Option<Reference>, Wrong> {
        let it = &self.all[number];
        let Some(reference) = &it.reference else {
            return Ok(None);
        };
        let before = it.supersedes.as_ref().and_then(|old| self.all.get(old));
        let inherits = before.is_some_and(|old| {
            // How an older version that was here got its reference is not looked up: that it has one in sight is enough.
            old.reference.as_ref() == Some(reference)
        });
        if inherits {
            return Ok(None);
        }
        let (letter, count) = reference;
        let written = format!("{letter}{count}");
        if known.letter(it.category_id) != Some(letter.as_str()) {
            let own = known.letter(it.category_id).unwrap_or("none");
            return Err(Wrong(format!(
                "reference: {written} is of another category than {own}"
            )));
        }
        let (id, category, count) = (it.id, it.category_id, *count);
        let Some(category) = category else {
            return Ok(None);
        };
        if !self.taken.insert((category, count)) {
            return Err(Wrong(format!("reference: {written} is taken")));
        }
        Ok(Some((id, category, count)))
    }
}
