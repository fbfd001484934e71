//! Which mailbox of the program's settings serves the hearing's address, and what is missing, in plain words.

use diesel_async::AsyncPgConnection;

use super::view::Noted;
use crate::app::App;
use crate::config::Mailbox;
use crate::desk::mailboxes;
use crate::hearing::Hearing;
use crate::staff::Person;
use crate::templates::Words;

pub(super) async fn notes(
    app: &App,
    conn: &mut AsyncPgConnection,
    (words, person): (&Words, &Person),
    hearing: &Hearing,
) -> anyhow::Result<Vec<Noted>> {
    if hearing.mailbox.is_empty() {
        return Ok(Vec::new());
    }
    let mut notes: Vec<Noted> = app
        .config
        .mailboxes
        .iter()
        .filter_map(|one| note(words, hearing, one))
        .collect();
    let served = notes.iter().any(|one| one.ok);
    if notes.is_empty() || !served {
        let given = [
            ("address", hearing.mailbox.as_str().into()),
            ("hearing", hearing.slug.as_str().into()),
        ];
        notes.push(Noted {
            ok: false,
            text: words.text("setup-mailbox-none", &given),
        });
    }
    let states = mailboxes::states(app, conn, (words, person), &[&hearing.slug]).await?;
    notes.extend(states.into_iter().filter_map(|one| {
        let text = format!("{}: {}", one.name, one.alarm?);
        Some(Noted { ok: false, text })
    }));
    Ok(notes)
}

fn note(words: &Words, hearing: &Hearing, one: &Mailbox) -> Option<Noted> {
    let same = one.address.eq_ignore_ascii_case(&hearing.mailbox);
    let (key, ok) = match (same, one.hearing.as_str()) {
        (true, slug) if slug == hearing.slug => ("setup-mailbox-own", true),
        (true, "") => ("setup-mailbox-shared", true),
        (true, _) => ("setup-mailbox-other", false),
        (false, slug) if slug == hearing.slug => ("setup-mailbox-more", true),
        (false, _) => return None,
    };
    let given = [
        ("address", one.address.as_str().into()),
        ("host", one.host.as_str().into()),
        ("folder", one.folder.as_str().into()),
        ("hearing", one.hearing.as_str().into()),
    ];
    Some(Noted {
        ok,
        text: words.text(key, &given),
    })
}
