//! `.msg`: a mail as Outlook saves it, an OLE compound file (MS-CFB, MS-OXMSG).

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use super::tnef::{Contents, Packed, file_property, message_property, text_of};

/// The most directory entries.
const MAX_ENTRIES: usize = 20_000;

struct Entry {
    name: String,
    /// 1 a storage, 2 a stream, 5 the root.
    kind: u8,
    left: usize,
    right: usize,
    child: usize,
    start: usize,
    size: usize,
}

struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<usize>,
    mini_table: Vec<usize>,
    mini: Vec<u8>,
    cutoff: usize,
    entries: Vec<Entry>,
    /// How many bytes of streams may still be taken out: those of a real file lie apart, those of a bomb on top of each other.
    left: Cell<usize>,
    /// The storages that were opened; none is opened twice.
    opened: RefCell<HashSet<usize>>,
}

fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    Some(
        bytes
            .get(at..at.checked_add(size)?)?
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | usize::from(*byte)),
    )
}

/// Reads a `.msg` file; nothing when it is none.
pub(super) fn read(bytes: &[u8]) -> Option<Contents> {
    let file = Compound::open(bytes)?;
    Some(file.message(0, 0))
}

/// Whether a file is a mail that Outlook saved, and no other compound file (an old Word document is one too).
pub(super) fn is_message(bytes: &[u8]) -> bool {
    const BEGINS: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];
    let of_message = |entry: &Entry| entry.name.starts_with("__properties_version");
    bytes.starts_with(&BEGINS)
        && Compound::open(bytes).is_some_and(|file| file.entries.iter().any(of_message))
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = 1_usize << number(bytes, 30, 2).filter(|shift| (7..=14).contains(shift))?;
        let mut file = Self {
            bytes,
            sector,
            table: Vec::new(),
            mini_table: Vec::new(),
            mini: Vec::new(),
            cutoff: number(bytes, 56, 4)?,
            entries: Vec::new(),
            left: Cell::new(bytes.len()),
            opened: RefCell::default(),
        };
        let sectors = bytes.len() / sector + 1;
        let mut tables: Vec<usize> = (0..109)
            .filter_map(|at| number(bytes, 76 + at * 4, 4))
            .collect();
        let mut more = number(bytes, 68, 4)?;
        for _ in 0..sectors {
            let Some(page) = file.page(more) else { break };
            let numbers: Vec<usize> = (0..sector / 4)
                .filter_map(|at| number(page, at * 4, 4))
                .collect();
            let (next, listed) = numbers.split_last()?;
            tables.extend(listed);
            more = *next;
        }
        for table in tables.into_iter().take(sectors) {
            let Some(page) = file.page(table) else {
                continue;
            };
            let numbers: Vec<usize> = (0..sector / 4)
                .filter_map(|at| number(page, at * 4, 4))
                .collect();
            file.table.extend(numbers);
        }
        file.table.truncate(sectors);
        let directory = file.chain(number(bytes, 48, 4)?, usize::MAX);
        file.entries = directory
            .chunks_exact(128)
            .take(MAX_ENTRIES)
            .filter_map(entry)
            .collect();
        let mini = file.chain(number(bytes, 60, 4)?, usize::MAX);
        file.mini_table = (0..mini.len() / 4)
            .filter_map(|at| number(&mini, at * 4, 4))
            .collect();
        let root = file.entries.first()?;
        file.mini = file.chain(root.start, root.size);
        Some(file)
    }

    fn page(&self, sector: usize) -> Option<&'a [u8]> {
        let start = sector.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn chain(&self, start: usize, size: usize) -> Vec<u8> {
        let mut found = Vec::new();
        let mut at = start;
        for _ in 0..self.table.len() {
            let Some(page) = self.page(at) else { break };
            found.extend_from_slice(page);
            if found.len() >= size {
                break;
            }
            at = self.table.get(at).copied().unwrap_or(usize::MAX);
        }
        found.truncate(size);
        found
    }

    fn stream(&self, entry: &Entry) -> Vec<u8> {
        let size = entry.size.min(self.left.get());
        let found = if entry.size >= self.cutoff {
            self.chain(entry.start, size)
        } else {
            self.mini_chain(entry.start, size)
        };
        self.left.set(self.left.get().saturating_sub(found.len()));
        found
    }

    fn mini_chain(&self, start: usize, size: usize) -> Vec<u8> {
        let mut found = Vec::new();
        let mut at = start;
        while found.len() < size {
            let Some(piece) = at
                .checked_mul(64)
                .and_then(|start| self.mini.get(start..(start + 64).min(self.mini.len())))
                .filter(|piece| !piece.is_empty())
            else {
                break;
            };
            found.extend_from_slice(piece);
            at = self.mini_table.get(at).copied().unwrap_or(usize::MAX);
        }
        found.truncate(size);
        found
    }

    /// The entries of a storage.
    fn children(&self, of: usize) -> Vec<usize> {
        let mut found = Vec::new();
        if !self.opened.borrow_mut().insert(of) {
            return found;
        }
        let mut seen = HashSet::new();
        let mut open = vec![self.entries.get(of).map_or(usize::MAX, |entry| entry.child)];
        while let Some(at) = open.pop() {
            let Some(entry) = self.entries.get(at) else {
                continue;
            };
            if seen.insert(at) {
                found.push(at);
                open.extend([entry.left, entry.right]);
            }
        }
        found.sort_unstable();
        found
    }

    fn message(&self, of: usize, depth: usize) -> Contents {
        let mut contents = Contents::default();
        for at in self.children(of) {
            let Some(entry) = self.entries.get(at) else {
                continue;
            };
            if let Some(tag) = property_tag(&entry.name).filter(|_| entry.kind == 2) {
                message_property(&mut contents, tag, &self.stream(entry));
            } else if entry.name.starts_with("__attach_version1.0_") && depth < 10 {
                self.attachment(at, depth, &mut contents);
            }
        }
        contents
    }

    fn attachment(&self, of: usize, depth: usize, contents: &mut Contents) {
        let mut file = Packed::default();
        for at in self.children(of) {
            let Some(entry) = self.entries.get(at) else {
                continue;
            };
            let Some(tag) = property_tag(&entry.name) else {
                continue;
            };
            if entry.kind == 2 {
                file_property(&mut file, tag, &self.stream(entry));
            } else if tag >> 16 == 0x3701 {
                // A mail inside the mail.
                contents.inner.push(self.message(at, depth + 1));
            }
        }
        if !file.bytes.is_empty() {
            contents.files.push(file);
        }
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = number(bytes, 64, 2)?.min(64);
    Some(Entry {
        name: text_of(0x001F, bytes.get(..length)?),
        kind: *bytes.get(66)?,
        left: number(bytes, 68, 4)?,
        right: number(bytes, 72, 4)?,
        child: number(bytes, 76, 4)?,
        start: number(bytes, 116, 4)?,
        size: number(bytes, 120, 4)?,
    })
}

fn property_tag(name: &str) -> Option<usize> {
    usize::from_str_radix(name.strip_prefix("__substg1.0_")?.get(..8)?, 16).ok()
}
