//! Where the streams of a PDF end.
//!
//! Between a stream and its `endstream` stands a line feed that is not counted in `/Length` (ISO 32000-1, 7.3.8.1). When the last byte of a
//! stream happens to be a carriage return, the two read as one end of line, and checkers that measure instead of trusting `/Length` count one
//! byte too few (PDF/A-2, 6.1.7.1). Such a stream gets a space more, which is behind its end-of-data and therefore ignored (7.4.1).

use std::collections::BTreeMap;

const XREF: &[u8] = b"xref\n";
const STARTXREF: &[u8] = b"startxref\n";
const ENTRY: usize = 20;
const STREAM: &[u8] = b"\nstream\n";
const LENGTH: &[u8] = b"/Length ";
const END: &[u8] = b"\nendstream";

/// The same PDF with ends that cannot be misread. What is not laid out as the typesetter does it (a table of references in one piece, each
/// length a number in its place) is left as it is.
pub(super) fn told_apart(pdf: Vec<u8>) -> Vec<u8> {
    mended(&pdf).unwrap_or(pdf)
}

/// `None` when nothing is to be done, or when it is another layout.
fn mended(pdf: &[u8]) -> Option<Vec<u8>> {
    let table = Table::of(pdf)?;
    let mut starts: Vec<usize> = table.entries.values().copied().collect();
    starts.sort_unstable();
    starts.push(table.at);
    // Where the digits of a length stand, and where its stream ends.
    let mut inserts: Vec<(usize, usize, usize)> = Vec::new();
    for object in starts.windows(2) {
        let (from, to) = (object[0], object[1]);
        if let Some(stream) = Stream::of(pdf.get(from..to)?)
            && stream.ends_in_return
        {
            inserts.push((from + stream.length.0, stream.length.1, from + stream.end));
        }
    }
    if inserts.is_empty() {
        return None;
    }
    let mut edits: Vec<(usize, usize, Vec<u8>)> = Vec::new();
    for (digits, count, end) in inserts {
        let length: usize = number(pdf.get(digits..digits + count)?)?;
        edits.push((digits, count, (length + 1).to_string().into_bytes()));
        edits.push((end, 0, b" ".to_vec()));
    }
    table.rewritten(pdf, &edits)
}

/// The table of references.
struct Table {
    at: usize,
    /// Where the first entry stands.
    first: usize,
    count: usize,
    /// The number of an entry, and where its object is.
    entries: BTreeMap<usize, usize>,
}

impl Table {
    fn of(pdf: &[u8]) -> Option<Self> {
        let said = last(pdf, STARTXREF)? + STARTXREF.len();
        let at = number(&pdf[said..])?;
        let head = pdf.get(at..)?.strip_prefix(XREF)?.strip_prefix(b"0 ")?;
        let line = head.iter().position(|byte| *byte == b'\n')?;
        let count = number(&head[..line])?;
        let first = at + XREF.len() + 2 + line + 1;
        let mut entries = BTreeMap::new();
        for index in 0..count {
            let place = first + index * ENTRY;
            let entry = pdf.get(place..place + ENTRY)?;
            if entry[17] == b'n' {
                entries.insert(index, number(&entry[..10])?);
            }
        }
        Some(Self {
            at,
            first,
            count,
            entries,
        })
    }

    /// The PDF with `edits` (place, bytes taken away, bytes put in; in order) and a table that fits.
    fn rewritten(&self, pdf: &[u8], edits: &[(usize, usize, Vec<u8>)]) -> Option<Vec<u8>> {
        let moved = |place: usize| {
            let before = edits.iter().take_while(|edit| edit.0 < place);
            before.fold(place, |place, edit| place + edit.2.len() - edit.1)
        };
        let mut out = Vec::with_capacity(pdf.len() + 2 * edits.len());
        let mut from = 0;
        for (place, taken, put) in edits {
            out.extend_from_slice(pdf.get(from..*place)?);
            out.extend_from_slice(put);
            from = place + taken;
        }
        out.extend_from_slice(pdf.get(from..self.first)?);
        for index in 0..self.count {
            let place = self.first + index * ENTRY;
            match self.entries.get(&index) {
                Some(object) => {
                    out.extend_from_slice(format!("{:010}", moved(*object)).as_bytes());
                    out.extend_from_slice(pdf.get(place + 10..place + ENTRY)?);
                }
                None => out.extend_from_slice(pdf.get(place..place + ENTRY)?),
            }
        }
        let said = last(pdf, STARTXREF)? + STARTXREF.len();
        out.extend_from_slice(pdf.get(self.first + self.count * ENTRY..said)?);
        out.extend_from_slice(format!("{}\n%%EOF", moved(self.at)).as_bytes());
        Some(out)
    }
}

/// The stream of an object, counted from the object's first byte.
struct Stream {
    /// Where the digits of its length stand, and how many they are.
    length: (usize, usize),
    end: usize,
    ends_in_return: bool,
}

impl Stream {
    /// `None` when the object is none.
    fn of(object: &[u8]) -> Option<Self> {
        let dictionary = first(object, STREAM)?;
        let digits = first(&object[..dictionary], LENGTH)? + LENGTH.len();
        let count = object[digits..].iter().take_while(|it| it.is_ascii_digit());
        let count = count.count();
        let length = number(&object[digits..digits + count])?;
        let end = dictionary + STREAM.len() + length;
        object.get(end..)?.starts_with(END).then_some(Self {
            length: (digits, count),
            end,
            ends_in_return: length > 0 && object[end - 1] == b'\r',
        })
    }
}

fn first(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}

fn last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, wanted)
}

/// The number that stands at the beginning.
fn number(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.iter().take_while(|it| it.is_ascii_digit()).count();
    std::str::from_utf8(&bytes[..digits]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Table, told_apart};

    /// A PDF of two objects, laid out as the typesetter does it.
    fn pdf(ends: [&[u8]; 2]) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (number, stream) in (1..).zip(ends) {
            places.push(out.len());
            let head = format!(
                "{number} 0 obj\n<<\n  /Length {}\n>>\nstream\n",
                stream.len()
            );
            out.extend_from_slice(head.as_bytes());
            out.extend_from_slice(stream);
            out.extend_from_slice(b"\nendstream\nendobj\n\n");
        }
        let at = out.len();
        out.extend_from_slice(b"xref\n0 3\n0000000000 65535 f\r\n");
        for place in places {
            out.extend_from_slice(format!("{place:010} 00000 n\r\n").as_bytes());
        }
        out.extend_from_slice(format!("trailer\n<<>>\nstartxref\n{at}\n%%EOF").as_bytes());
        out
    }

    #[test]
    fn a_stream_that_ends_in_a_carriage_return_gets_a_space_and_the_table_follows() {
        let long = [vec![b'x'; 98], vec![b'\r']].concat();
        let mended = told_apart(pdf([&long, b"abc\r"]));
        let expected = pdf([&[&long[..], b" "].concat(), b"abc\r "]);
        assert_eq!(
            String::from_utf8_lossy(&mended),
            String::from_utf8_lossy(&expected)
        );
        let table = Table::of(&mended).unwrap();
        for (number, place) in table.entries {
            assert!(mended[place..].starts_with(format!("{number} 0 obj").as_bytes()));
        }
    }

    #[test]
    fn what_needs_nothing_or_is_no_such_pdf_stays_as_it_is() {
        for bytes in [pdf([b"abc", b"\n"]), b"%PDF-1.7".to_vec(), Vec::new()] {
            assert_eq!(told_apart(bytes.clone()), bytes);
        }
        let mut cut = pdf([b"abc\r", b""]);
        cut.truncate(cut.len() - 30);
        assert_eq!(told_apart(cut.clone()), cut);
    }
}
