//! The order in which the lines of a page are read. Poppler goes from block to block down the page, and so mixes columns whose
//! paragraphs stand apart; here each column is read to its end, and a table row by row.

use super::table::with_rows;
use super::{Line, Page, Word};

/// The least space between two columns, in points.
const GUTTER: f64 = 6.0;
/// Above this many lines a page is no letter, and keeps poppler's order.
const MOST_LINES: usize = 1_500;
const DEEPEST: usize = 6;

/// Puts the lines of a page in reading order; the margins' lines go last.
pub(super) fn put_in_order(page: &mut Page) {
    if page.lines.len() > MOST_LINES {
        return;
    }
    let lines = std::mem::take(&mut page.lines);
    let (margins, body): (Vec<Line>, Vec<Line>) =
        lines.into_iter().partition(|line| line.margin.is_some());
    page.lines = arrange(join_marks(body), 0);
    page.lines.extend(margins);
}

/// Puts the mark of a list item (a bullet, a number) before the line that stands beside it.
fn join_marks(mut lines: Vec<Line>) -> Vec<Line> {
    let mut at = 0;
    while at < lines.len() {
        if is_mark(&lines[at].text) {
            let mark = lines[at].clone();
            // A bare number further off is a cell of a table.
            let bare = mark.text.ends_with(|letter: char| letter.is_ascii_digit());
            let reach = if bare { 16.0 } else { 45.0 };
            let beside = lines
                .iter()
                .enumerate()
                .filter(|(other, line)| {
                    *other != at
                        && line.left >= mark.right - 1.0
                        && line.left - mark.right < reach
                        && line.beside(&mark)
                })
                .min_by(|one, other| one.1.left.total_cmp(&other.1.left))
                .map(|(other, _)| other);
            if let Some(beside) = beside {
                let line = &mut lines[beside];
                line.text = format!("{} {}", mark.text, line.text);
                line.first_word += line.left - mark.left;
                line.left = mark.left;
                line.words.clear();
                lines.remove(at);
                continue;
            }
        }
        at += 1;
    }
    lines
}

fn is_mark(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next();
    match (first, letters.as_str()) {
        (Some(first), "") => {
            "•·▪◦○●‣–-*■□➢\u{F0B7}\u{F0A7}".contains(first) || first.is_ascii_digit()
        }
        (Some(first), rest) => {
            text.len() <= 7
                && first.is_alphanumeric()
                && rest
                    .chars()
                    .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ')'))
                && (rest.ends_with(['.', ')']) || text.contains('.'))
        }
        (None, _) => false,
    }
}

/// Sorts by where the lines stand: from the top, and from the left on one line of the paper.
fn down(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|one, other| one.top.total_cmp(&other.top));
    let mut sorted: Vec<Line> = Vec::with_capacity(lines.len());
    let mut start = 0;
    for line in lines {
        let same = sorted
            .get(start)
            .is_some_and(|first| first.beside(&line) && (first.top - line.top).abs() < 4.0);
        if !same {
            start = sorted.len();
        }
        let at = sorted[start..]
            .iter()
            .position(|other| other.left > line.left)
            .map_or(sorted.len(), |at| start + at);
        sorted.insert(at, line);
    }
    sorted
}

/// Reading order of the lines of a page or column.
fn arrange(lines: Vec<Line>, depth: usize) -> Vec<Line> {
    let lines = with_rows(down(lines));
    let Some(x) = gutter(&lines).filter(|_| depth < DEEPEST) else {
        return lines;
    };
    let mut walk = Walk::new(depth);
    for line in down(lines.into_iter().flat_map(|line| halves(line, x)).collect()) {
        if line.right <= x - GUTTER / 2.0 {
            walk.left.push(line);
        } else if line.left >= x - 2.0 {
            walk.right.push(line);
        } else {
            walk.close();
            walk.cross(line);
        }
    }
    walk.close();
    walk.flush();
    walk.done
}

/// A line that poppler put together over the space between two columns, as two.
fn halves(line: Line, x: f64) -> Vec<Line> {
    let at = line
        .words
        .windows(2)
        .position(|pair| pair[0].right <= x - GUTTER && (-2.0..3.0).contains(&(pair[1].left - x)));
    let Some((before, after)) = at.and_then(|at| line.words.split_at_checked(at + 1)) else {
        return vec![line];
    };
    let Some((text, rest)) = after
        .first()
        .and_then(|first| line.text.split_at_checked(first.at))
    else {
        return vec![line];
    };
    let halves = vec![of_words(text, before), of_words(rest, after)];
    if halves.iter().any(|half| half.text.is_empty()) {
        return vec![line];
    }
    halves
}

fn of_words(text: &str, words: &[Word]) -> Line {
    let mut line = Line {
        left: f64::INFINITY,
        top: f64::INFINITY,
        text: text.trim().to_owned(),
        first_word: words.first().map_or(0.0, |word| word.right - word.left),
        ..Line::default()
    };
    for word in words {
        line.left = line.left.min(word.left);
        line.top = line.top.min(word.top);
        line.right = line.right.max(word.right);
        line.bottom = line.bottom.max(word.bottom);
    }
    line
}

/// The left edge of the column that has the most lines beside others.
fn gutter(lines: &[Line]) -> Option<f64> {
    let mut lefts: Vec<f64> = lines.iter().map(|line| line.left).collect();
    lefts.sort_by(f64::total_cmp);
    let mut best: Option<(usize, f64)> = None;
    let mut at = 0;
    while at < lefts.len() {
        let x = lefts[at];
        let same = lefts[at..]
            .iter()
            .take_while(|left| **left - x < 3.0)
            .count();
        at += same;
        if same < 2 {
            continue;
        }
        let beside = beside(lines, x);
        if beside > 1 && best.is_none_or(|(most, _)| beside > most) {
            best = Some((beside, x));
        }
    }
    best.map(|(_, x)| x)
}

/// How many lines that begin at `x` or right of it stand beside one that ends before it, or no more than a line off. Lines are sorted by their tops.
fn beside(lines: &[Line], x: f64) -> usize {
    let left: Vec<&Line> = lines
        .iter()
        .filter(|line| line.right <= x - GUTTER)
        .collect();
    let mut count = 0;
    let mut from = 0;
    for line in lines.iter().filter(|line| line.left >= x - 2.0) {
        while left
            .get(from)
            .is_some_and(|other| other.bottom < line.top - 60.0)
        {
            from += 1;
        }
        let beside = left
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|other| other.top < line.bottom + line.height())
            .any(|other| other.bottom > line.top - line.height());
        count += usize::from(beside);
    }
    count
}

struct Walk {
    depth: usize,
    left: Vec<Line>,
    right: Vec<Line>,
    /// A right column that waits for the paragraph beside it to end.
    waiting: Vec<Line>,
    done: Vec<Line>,
}

impl Walk {
    fn new(depth: usize) -> Self {
        Self {
            depth,
            left: Vec::new(),
            right: Vec::new(),
            waiting: Vec::new(),
            done: Vec::new(),
        }
    }

    /// A line over the whole width.
    fn cross(&mut self, line: Line) {
        if !self.waiting.is_empty() && !self.done.last().is_some_and(|last| follows(last, &line)) {
            self.flush();
        }
        self.done.push(line);
    }

    fn flush(&mut self) {
        self.done.append(&mut self.waiting);
    }

    /// Ends a stretch of columns.
    fn close(&mut self) {
        let left = std::mem::take(&mut self.left);
        let right = std::mem::take(&mut self.right);
        if left.is_empty() && right.is_empty() {
            return;
        }
        if right.is_empty() {
            for line in left {
                self.cross(line);
            }
            return;
        }
        if left.is_empty() {
            self.waiting.extend(arrange(right, self.depth + 1));
            return;
        }
        let (left, tail) = tail(left, &right);
        let mut left = arrange(left, self.depth + 1).into_iter();
        if let Some(first) = left.next() {
            self.cross(first);
        }
        self.done.extend(left);
        self.waiting.extend(arrange(right, self.depth + 1));
        for line in tail {
            self.cross(line);
        }
    }
}

/// Whether a line goes on with the paragraph of the other.
fn follows(last: &Line, line: &Line) -> bool {
    let gap = line.top - last.bottom;
    (line.left - last.left).abs() < 4.0
        && (-0.5..0.75).contains(&(gap / last.height()))
        && !last
            .text
            .trim_end_matches(['"', '”', ')'])
            .ends_with(['.', '!', '?', ':'])
}

/// Parts from the left column what stands below the right one and is no more of it: a few short lines, such as the signature below two
/// columns.
fn tail(mut left: Vec<Line>, right: &[Line]) -> (Vec<Line>, Vec<Line>) {
    let end = right.iter().map(|line| line.bottom).fold(0.0, f64::max);
    let width = left.iter().map(|line| line.right).fold(0.0, f64::max)
        - left
            .iter()
            .map(|line| line.left)
            .fold(f64::INFINITY, f64::min);
    let short = |line: &Line| line.right - line.left < width * 0.8;
    let from = (0..left.len()).find(|at| {
        let apart = left
            .get(at.wrapping_sub(1))
            .is_none_or(|last| left[*at].top - last.bottom > last.height() * 0.6);
        apart && left[*at].top >= end - 1.0 && left[*at..].iter().all(short)
    });
    let tail = from.map(|from| left.split_off(from)).unwrap_or_default();
    (left, tail)
}
