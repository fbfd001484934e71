//! The hidden command `extract`: limits itself, then becomes the tool or reads the file here.

use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};

use super::kind::Kind;
use super::run::ChildAnswer;
use super::{again, office, page, paper, rtf, sandbox, sheet};
use crate::text::{charset, html};

/// The exit code when the tool is not installed, as the shell has it.
pub(crate) const NO_TOOL: u8 = 127;

/// Runs the hidden command. `args` are what follows `extract`; the file is standard input, the answer standard output.
#[must_use]
pub fn child_main(args: &[String]) -> ExitCode {
    match child(args) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::from(2)
        }
    }
}

fn child(args: &[String]) -> anyhow::Result<u8> {
    let kind = Kind::from_words(args).context("extract is run by the program itself")?;
    sandbox::confine(kind.seconds())?;
    let tools = kind.tools();
    if !tools.is_empty() {
        if matches!(kind, Kind::Recognise | Kind::Raster(..)) {
            // Recognition waits for everything else.
            let _ = rustix::process::nice(15);
        }
        return become_tool(&tools);
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .context("read the file")?;
    let mut out = std::io::stdout().lock();
    match kind {
        Kind::Paint => return page::paint(&bytes, &mut out).map(|()| 0),
        Kind::Check => return page::check(&bytes, &mut out).map(|()| 0),
        Kind::Unpack(pixels) => {
            out.write_all(&page::unpack(&bytes, pixels)?)?;
            out.flush()?;
            return Ok(0);
        }
        _ => {}
    }
    let answer = match kind {
        Kind::Docx => office::docx(&bytes),
        Kind::Odt => office::odt(&bytes),
        Kind::PdfAgain => again::pdf(bytes),
        Kind::Grid(rows, columns) => sheet::grid(bytes, (rows, columns)),
        Kind::Paper => paper::paper(bytes),
        Kind::Rtf => ChildAnswer::text(rtf::text(&bytes)),
        Kind::Html => ChildAnswer::text(
            html::to_text(&charset::decode(&bytes, html_charset(&bytes).as_deref()).text).text,
        ),
        _ => ChildAnswer::text(charset::decode(&bytes, None).text),
    };
    serde_json::to_writer(&mut out, &answer).context("answer")?;
    out.flush().context("answer")?;
    Ok(0)
}

/// The character set that an HTML document names in its head.
fn html_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?).to_ascii_lowercase();
    let at = head.find("charset=")?;
    let label: String = head
        .get(at + 8..)?
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
        .collect();
    Some(label)
}

fn become_tool(tools: &[(&'static str, Vec<String>)]) -> anyhow::Result<u8> {
    for (tool, arguments) in tools {
        let error = Command::new(tool)
            .args(arguments)
            .env("OMP_THREAD_LIMIT", "1")
            .exec();
        if error.kind() != std::io::ErrorKind::NotFound {
            bail!("run {tool}: {error}");
        }
    }
    let names: Vec<&str> = tools.iter().map(|(tool, _)| *tool).collect();
    let _ = writeln!(std::io::stderr(), "{} is not installed", names.join(" or "));
    Ok(NO_TOOL)
}
