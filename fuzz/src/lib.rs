//! The parser layer alone, from the same source files as the program: raw bytes of a mail in, [`mailbox::read`]'s answer out, without
//! database, web server or typesetter. `tests/it/fuzz_replay.rs` fails when a file is missing here.

#![expect(dead_code, reason = "the program uses more of these files than reading alone")]

mod checks;
#[path = "../../src/extract/sniff.rs"]
pub mod extract;
pub mod mailbox;
#[path = "../../src/text/mod.rs"]
pub mod text;

pub use checks::{charset, cleaning, container, mail};
