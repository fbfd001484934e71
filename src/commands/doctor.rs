//! `hoering doctor`: checks everything that the service needs and says what to do. One line of JSON per check; exit 1 when one failed.
//!
//! Nothing is changed, except that the private database is brought up to date, as with every command, and that a small file is written to
//! storage and removed. What is not set up counts as in order: it says so.

use std::process::ExitCode;
use std::time::Duration;

use diesel::OptionalExtension as _;
use serde::Serialize;
use tokio::process::Command;
use tokio::time::timeout;

use super::open::{Common, Place};
use super::print_line;
use crate::clock::Clock;
use crate::config;
use crate::db;
use crate::extract;
use crate::hearing::Hearing;
use crate::intake::mailbox::{self, ImapError};
use crate::mail::Mailer;
use crate::scan::{Scanner, Verdict};
use crate::storage::Storage;

/// How long one check may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Programs that read attachments: how to ask whether they are there, and the package that has them.
const EXTRACTORS: [(&str, &[&str], &str); 4] = [
    ("pdftotext", &["-v"], "poppler-utils"),
    ("pdftoppm", &["-v"], "poppler-utils"),
    ("catdoc", &["-V"], "catdoc"),
    ("antiword", &["-h"], "antiword"),
];

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    pub check: &'static str,
    pub ok: bool,
    /// What was found.
    pub why: String,
    /// What to do; empty when all is well.
    pub remedy: String,
}

impl Check {
    fn fine(check: &'static str, why: impl Into<String>) -> Self {
        Self {
            check,
            ok: true,
            why: why.into(),
            remedy: String::new(),
        }
    }

    fn failed(check: &'static str, why: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            check,
            ok: false,
            why: why.into(),
            remedy: remedy.into(),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// When standard output is closed.
pub async fn run(common: &Common) -> anyhow::Result<ExitCode> {
    let mut checks = Vec::new();
    match Place::open(common).await {
        Err(error) => checks.push(Check::failed(
            "database",
            format!("{error:#}"),
            "correct the settings, install postgresql, or set DATABASE_URL to a server that answers",
        )),
        Ok(place) => checks.extend(of_place(&place).await),
    }
    checks.push(extractors().await);
    checks.push(fonts());
    for check in &checks {
        print_line(check)?;
    }
    Ok(if checks.iter().all(|check| check.ok) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn of_place(place: &Place) -> Vec<Check> {
    let mut checks = vec![database(place).await];
    checks.push(if checks[0].ok {
        schema(place).await
    } else {
        Check::failed("schema", "the database does not answer", "see database")
    });
    checks.push(storage(place).await);
    checks.extend(mailboxes(place).await);
    checks.extend(digital_post(place));
    checks.push(smtp(place).await);
    checks.push(scanner(place).await);
    checks.push(dkim(place));
    checks
}

/// The key against the settings, and what must stand in the domain name system. That is not looked up: the answer would depend on who asks.
fn dkim(place: &Place) -> Check {
    if place.config.dkim.key_file.is_empty() {
        return Check::fine("dkim", "no key is set: outgoing mail is not signed by us");
    }
    match Mailer::new(&place.config) {
        Ok(mailer) => match mailer.dkim_record() {
            Some((name, record)) => Check::fine(
                "dkim",
                format!(
                    "the key fits the settings; this TXT record must be there: {name} \"{record}\""
                ),
            ),
            None => Check::fine("dkim", "outgoing mail is not signed by us"),
        },
        Err(error) => Check::failed(
            "dkim",
            format!("{error:#}"),
            "correct dkim.selector, dkim.domain, dkim.key_file or mail.from; a key is made with openssl genpkey -algorithm ed25519",
        ),
    }
}

async fn database(place: &Place) -> Check {
    match db::connect(&place.urls.app).await {
        Ok(_) => Check::fine("database", "answers"),
        Err(error) => Check::failed(
            "database",
            error.to_string(),
            "start PostgreSQL, or correct DATABASE_URL",
        ),
    }
}

async fn schema(place: &Place) -> Check {
    match place.ready().await {
        Ok(()) => Check::fine("schema", "up to date"),
        Err(error) => Check::failed(
            "schema",
            format!("{error:#}"),
            "run hoering migrate with database.owner_url set",
        ),
    }
}

async fn storage(place: &Place) -> Check {
    let checked = match Storage::folder(&place.data.join("files")) {
        Ok(storage) => storage.check().await,
        Err(error) => Err(error),
    };
    match checked {
        Ok(()) => Check::fine("storage", "a file was written, read and removed"),
        Err(error) => Check::failed(
            "storage",
            format!("{error:#}"),
            "free space, and let the service's user write in the data directory's files/",
        ),
    }
}

async fn mailboxes(place: &Place) -> Vec<Check> {
    let mut checks = Vec::new();
    let now = Clock::machine().now();
    for settings in &place.config.mailboxes {
        checks.extend(hearing_of(place, settings).await);
    }
    for settings in place
        .config
        .mailboxes
        .iter()
        .flat_map(config::Mailbox::folders)
    {
        let name = format!("{} ({})", settings.address, settings.folder);
        checks.push(
            match timeout(PATIENCE, mailbox::check(&settings, now)).await {
                Ok(Ok(said)) => Check::fine("mailbox", format!("{name} {said}")),
                Ok(Err(error)) => Check::failed(
                    "mailbox",
                    format!("{name}: {error}"),
                    remedy(&settings, &error),
                ),
                Err(_) => Check::failed(
                    "mailbox",
                    format!("{name}: no answer in {} s", PATIENCE.as_secs()),
                    "see whether the server can be reached from here, or set a proxy",
                ),
            },
        );
    }
    if checks.is_empty() {
        checks.push(Check::fine("mailbox", "none is set"));
    }
    checks
}

/// A mailbox is not fetched from before its hearing is there.
async fn hearing_of(place: &Place, settings: &config::Mailbox) -> Option<Check> {
    if settings.hearing.is_empty() {
        return None;
    }
    let mut conn = db::connect(&place.urls.app).await.ok()?;
    let found = Hearing::by_slug(&mut conn, &settings.hearing)
        .await
        .optional();
    let why = format!(
        "{} names the hearing {:?}, which is not loaded",
        settings.address, settings.hearing
    );
    let remedy = "load its file (hoering hearing load), or correct hearing";
    matches!(found, Ok(None)).then(|| Check::failed("mailbox", why, remedy))
}

/// What to do about a mailbox that cannot be opened.
fn remedy(settings: &config::Mailbox, error: &ImapError) -> &'static str {
    match error {
        ImapError::Lost(_) => {
            "see whether host and port are right and can be reached from here; security and ca_file if it is TLS; proxy if there must be one"
        }
        ImapError::Denied(_) if settings.oauth2.is_some() => {
            "see token_url, client_id, client_secret_file and scope of oauth2; that the application has IMAP.AccessAsApp with consent, and its service principal FullAccess to this mailbox (docs/mailbox.md)"
        }
        ImapError::Denied(_) => "correct user and password_file of this mailbox",
        ImapError::Refused(_) => "correct folder or junk_folder: the name as the server has it",
        ImapError::Settings(_) => "correct this setting; docs/mailbox.md has them all",
    }
}

/// Whether each folder of Digital Post can be read.
fn digital_post(place: &Place) -> Vec<Check> {
    let look = |settings: &config::DigitalPost| match std::fs::read_dir(&settings.folder) {
        Ok(files) => Check::fine(
            "digital_post",
            format!("{} has {} files", settings.folder, files.count()),
        ),
        Err(error) => Check::failed(
            "digital_post",
            format!("{}: {error}", settings.folder),
            "correct digital_post.folder, or let the program read it",
        ),
    };
    place.config.digital_post.iter().map(look).collect()
}

async fn smtp(place: &Place) -> Check {
    const REMEDY: &str = "correct smtp.host, port, security, user, password_file or ca_file";
    let mailer = match Mailer::new(&place.config) {
        Ok(mailer) => mailer,
        Err(error) => return Check::failed("smtp", format!("{error:#}"), REMEDY),
    };
    match timeout(PATIENCE, mailer.check()).await {
        Ok(Ok(Some(true))) => Check::fine("smtp", "the server answers"),
        Ok(Ok(None)) if mailer.goes_somewhere() => {
            Check::fine("smtp", "not used: mail is written to a folder")
        }
        Ok(Ok(None)) => Check::fine("smtp", "none is set: receipts wait until one is"),
        Ok(Ok(Some(false))) => Check::failed("smtp", "the server does not answer", REMEDY),
        Ok(Err(error)) => Check::failed("smtp", format!("{error:#}"), REMEDY),
        Err(_) => Check::failed(
            "smtp",
            format!("no answer in {} s", PATIENCE.as_secs()),
            REMEDY,
        ),
    }
}

/// Asks the scanner for its version, and whether it knows the test string and lets an ordinary file pass.
async fn scanner(place: &Place) -> Check {
    const REMEDY: &str = "start clamd, correct scanner.socket or scanner.host and port, and let the service's user reach the socket";
    let Some(scanner) = Scanner::of(&place.config.scanner) else {
        return Check::fine("scanner", "none is set: files are not scanned for malware");
    };
    let asked = async {
        let version = scanner.version().await?;
        let plain = scanner.scan(b"En almindelig fil.").await?;
        let test = scanner.scan(&extract::eicar()).await?;
        anyhow::Ok((version, plain, test))
    };
    match timeout(PATIENCE, asked).await {
        Ok(Ok((version, Verdict::Clean, Verdict::Infected(name)))) => Check::fine(
            "scanner",
            format!("{version} knows the test string ({name})"),
        ),
        Ok(Ok((version, ..))) => Check::failed(
            "scanner",
            format!("{version} does not know the test string, or reports an ordinary file"),
            "let freshclam fetch the signatures",
        ),
        Ok(Err(error)) => Check::failed("scanner", format!("{error:#}"), REMEDY),
        Err(_) => Check::failed(
            "scanner",
            format!("no answer in {} s", PATIENCE.as_secs()),
            REMEDY,
        ),
    }
}

async fn extractors() -> Check {
    let mut missing = Vec::new();
    for (program, arguments, package) in EXTRACTORS {
        if output(program, arguments).await.is_none() {
            missing.push((program, package));
        }
    }
    match output("tesseract", &["--list-langs"]).await {
        None => missing.push(("tesseract", "tesseract-ocr tesseract-ocr-dan")),
        Some(languages) if !languages.lines().any(|line| line.trim() == "dan") => {
            missing.push(("Danish for tesseract", "tesseract-ocr-dan"));
        }
        Some(_) => {}
    }
    if missing.is_empty() {
        return Check::fine(
            "extractors",
            "pdftotext, catdoc, antiword and tesseract with Danish are there",
        );
    }
    let (names, packages): (Vec<_>, Vec<_>) = missing.into_iter().unzip();
    Check::failed(
        "extractors",
        format!("missing: {}", names.join(", ")),
        format!("apt-get install {}", distinct(packages).join(" ")),
    )
}

fn distinct(mut packages: Vec<&'static str>) -> Vec<&'static str> {
    packages.dedup();
    packages
}

/// What a program says on both outputs; `None` when it is not there or does not end.
async fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let run = Command::new(program)
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = timeout(PATIENCE, run).await.ok()?.ok()?;
    Some(format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// The fonts of the PDF are built in; each must be there and have the Danish letters.
fn fonts() -> Check {
    let fonts: Vec<_> = typst_assets::fonts()
        .flat_map(|data| typst::text::Font::iter(typst::foundations::Bytes::new(data)))
        .collect();
    let danish = "æøåÆØÅ§€";
    let able = fonts
        .iter()
        .filter(|font| {
            danish
                .chars()
                .all(|letter| font.info().coverage.contains(u32::from(letter)))
        })
        .count();
    if able == 0 {
        return Check::failed(
            "fonts",
            "no built-in font has the Danish letters",
            "this build is broken: build it anew",
        );
    }
    Check::fine(
        "fonts",
        format!("{} built in, {able} with the Danish letters", fonts.len()),
    )
}
