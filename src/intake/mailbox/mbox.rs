//! The mails of a file: one, or those of an mbox, one at a time, so that an mbox of any size takes no more memory than its largest mail.
//!
//! mboxo and mboxrd are both read, with LF or CRLF. A line `From …` after a blank one begins a mail when a field comes next; in a text that
//! some program did not quote, it does not. Of a line that begins with `>From ` or `>>From ` one `>` is taken off.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::Path;

use bytes::Bytes;

/// The mails of a file, in order.
pub(super) struct Mails<R> {
    source: BufReader<R>,
    ahead: Option<Vec<u8>>,
    kind: Kind,
}

enum Kind {
    One,
    Mbox,
    Done,
}

impl Mails<File> {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Self::new(File::open(path)?)
    }
}

impl<R: Read> Mails<R> {
    fn new(source: R) -> io::Result<Self> {
        let mut source = BufReader::with_capacity(64 << 10, source);
        let mbox = source.fill_buf()?.starts_with(b"From ");
        if mbox {
            source.skip_until(b'\n')?;
        }
        Ok(Self {
            source,
            ahead: None,
            kind: if mbox { Kind::Mbox } else { Kind::One },
        })
    }

    /// The next line with its end; an empty one is the end of the file.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        if let Some(line) = self.ahead.take() {
            return Ok(line);
        }
        let mut line = Vec::new();
        self.source.read_until(b'\n', &mut line)?;
        Ok(line)
    }

    fn begins(&mut self, line: &[u8]) -> io::Result<bool> {
        if !line.starts_with(b"From ") {
            return Ok(false);
        }
        let next = self.line()?;
        let empty = next.trim_ascii().is_empty();
        let begins = is_field(&next) || next.starts_with(b">From ") || (empty && has_time(line));
        self.ahead = Some(next);
        Ok(begins)
    }

    fn whole(&mut self) -> io::Result<Vec<u8>> {
        self.kind = Kind::Done;
        let mut mail = Vec::new();
        self.source.read_to_end(&mut mail)?;
        Ok(mail)
    }

    fn next_of_mbox(&mut self) -> io::Result<Vec<u8>> {
        let mut mail = Vec::new();
        let mut after_blank = false;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                self.kind = Kind::Done;
                break;
            }
            if after_blank && self.begins(&line)? {
                break;
            }
            after_blank = line.trim_ascii().is_empty();
            let marks = line.iter().take_while(|byte| **byte == b'>').count();
            let quoted = marks > 0 && line.get(marks..).is_some_and(|it| it.starts_with(b"From "));
            mail.extend_from_slice(line.get(usize::from(quoted)..).unwrap_or_default());
        }
        // The blank line before the next mail belongs to the mbox.
        if mail.ends_with(b"\r\n\r\n") {
            mail.truncate(mail.len() - 2);
        } else if mail.ends_with(b"\n\n") {
            mail.pop();
        }
        Ok(mail)
    }
}

impl<R: Read> Iterator for Mails<R> {
    type Item = io::Result<Bytes>;

    fn next(&mut self) -> Option<Self::Item> {
        let mail = match self.kind {
            Kind::One => self.whole(),
            Kind::Mbox => self.next_of_mbox(),
            Kind::Done => return None,
        };
        if mail.is_err() {
            self.kind = Kind::Done;
        }
        Some(mail.map(Bytes::from))
    }
}

/// `Name: …`
fn is_field(line: &[u8]) -> bool {
    let name = line
        .iter()
        .take_while(|byte| byte.is_ascii_graphic() && **byte != b':')
        .count();
    name > 0 && line.get(name) == Some(&b':')
}

fn has_time(line: &[u8]) -> bool {
    line.windows(5).any(|at| {
        at.iter().enumerate().all(|(place, byte)| match place {
            2 => *byte == b':',
            _ => byte.is_ascii_digit(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(raw: &[u8]) -> Vec<String> {
        let mails = Mails::new(raw).unwrap();
        mails
            .map(|mail| String::from_utf8(mail.unwrap().to_vec()).unwrap())
            .collect()
    }

    #[test]
    fn an_mbox_is_split_at_its_own_lines_only() {
        let mails = split(
            b"From a@b Mon Jan  1 10:00:00 2024\nSubject: 1\n\n>From here\nFrom there\n\nFrom 10:30 on\nwe wait\n\n\
              From c@d\nSubject: 2\n\n>>From x\n\n",
        );
        assert_eq!(
            mails,
            [
                "Subject: 1\n\nFrom here\nFrom there\n\nFrom 10:30 on\nwe wait\n",
                "Subject: 2\n\n>From x\n"
            ]
        );
    }

    #[test]
    fn line_ends_of_windows_and_a_missing_last_one_change_nothing() {
        let mails = split(
            b"From a@b Mon Jan  1 10:00:00 2024\r\nSubject: 1\r\n\r\nHej\r\n\r\nFrom c@d Tue Jan  2 10:00:00 2024\r\nSubject: 2\r\n\r\nFarvel",
        );
        assert_eq!(
            mails,
            ["Subject: 1\r\n\r\nHej\r\n", "Subject: 2\r\n\r\nFarvel"]
        );
    }

    #[test]
    fn a_file_that_is_no_mbox_is_one_mail_as_it_stands() {
        let raw = "Subject: x\n\n\nFrom a@b\nSubject: y\n\n";
        assert_eq!(split(raw.as_bytes()), [raw]);
        assert_eq!(split(b""), [""]);
    }
}
