//! The hidden command `extract`: limits itself, then becomes the tool or reads the file here.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};
use rustix::process::{Resource, Rlimit, setrlimit};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};

use super::{MAX_PAGES, office, rtf, run::ChildAnswer};
use crate::text::{charset, html};

/// What the child is asked to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Pdf,
    Docx,
    Odt,
    Rtf,
    /// Word before 2007, by catdoc.
    Word,
    Html,
    Plain,
}

impl Kind {
    /// The reader for a media type, or nothing when no reader knows it.
    pub(crate) fn of(media_type: &str) -> Option<Self> {
        Some(match media_type {
            "application/pdf" | "application/x-pdf" => Self::Pdf,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Self::Docx,
            "application/vnd.oasis.opendocument.text" => Self::Odt,
            "application/rtf" | "text/rtf" => Self::Rtf,
            "application/msword" => Self::Word,
            "text/html" | "application/xhtml+xml" => Self::Html,
            "text/plain" | "text/csv" | "text/markdown" => Self::Plain,
            _ => return None,
        })
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Word => "word",
            Self::Html => "html",
            Self::Plain => "plain",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [
            Self::Pdf,
            Self::Docx,
            Self::Odt,
            Self::Rtf,
            Self::Word,
            Self::Html,
            Self::Plain,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }

    /// Whether the child becomes a tool whose output is read by the parent.
    pub(crate) fn is_tool(self) -> bool {
        matches!(self, Self::Pdf | Self::Word)
    }
}

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
    let kind = args
        .first()
        .and_then(|name| Kind::named(name))
        .context("extract is run by the program itself")?;
    limit_resources().context("limit resources")?;
    deny_network().context("deny the network")?;
    if kind.is_tool() {
        return become_tool(kind);
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .context("read the file")?;
    let answer = match kind {
        Kind::Docx => office::docx(&bytes),
        Kind::Odt => office::odt(&bytes),
        Kind::Rtf => ChildAnswer::text(rtf::text(&bytes)),
        Kind::Html => ChildAnswer::text(
            html::to_text(&charset::decode(&bytes, html_charset(&bytes).as_deref()).text).text,
        ),
        _ => ChildAnswer::text(charset::decode(&bytes, None).text),
    };
    let mut out = std::io::stdout().lock();
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

fn limit_resources() -> rustix::io::Result<()> {
    for (resource, most) in [
        (Resource::As, 1 << 30),
        (Resource::Cpu, 10),
        (Resource::Fsize, 0),
        (Resource::Nofile, 16),
        (Resource::Core, 0),
    ] {
        setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        )?;
    }
    Ok(())
}

/// Refuses every new socket, also in the tool that this process becomes.
fn deny_network() -> anyhow::Result<()> {
    let arch = TargetArch::try_from(std::env::consts::ARCH)?;
    // The numbers of socket and socketpair; the kernel's tables differ by machine.
    let calls: [i64; 2] = match arch {
        TargetArch::x86_64 => [41, 53],
        TargetArch::aarch64 | TargetArch::riscv64 => [198, 199],
    };
    let rules: BTreeMap<i64, Vec<_>> = calls.into_iter().map(|call| (call, Vec::new())).collect();
    // 13 is EACCES.
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(13), arch)?;
    let program: BpfProgram = filter.try_into()?;
    seccompiler::apply_filter(&program)?;
    Ok(())
}

fn become_tool(kind: Kind) -> anyhow::Result<u8> {
    let last = (MAX_PAGES + 1).to_string();
    let tools: &[(&str, &[&str])] = match kind {
        Kind::Pdf => &[(
            "pdftotext",
            &[
                "-enc",
                "UTF-8",
                "-bbox-layout",
                "-l",
                last.as_str(),
                "-",
                "-",
            ],
        )],
        Kind::Word => &[
            ("catdoc", &["-w", "-d", "utf-8"]),
            ("antiword", &["-m", "UTF-8.txt", "-w", "0", "-"]),
        ],
        _ => bail!("no tool"),
    };
    for (tool, arguments) in tools {
        let error = Command::new(tool).args(*arguments).exec();
        if error.kind() != std::io::ErrorKind::NotFound {
            return Err(error).context("run the tool");
        }
    }
    let _ = writeln!(
        std::io::stderr(),
        "{} is not installed",
        tools
            .iter()
            .map(|(tool, _)| *tool)
            .collect::<Vec<_>>()
            .join(" or ")
    );
    Ok(NO_TOOL)
}
