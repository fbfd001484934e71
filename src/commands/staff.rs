//! `hoering staff add|list|disable`: accounts from the command line, so that the first administrator can be made.

use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use chrono::TimeDelta;
use clap::{Args, Subcommand, ValueEnum};
use diesel_async::AsyncPgConnection;
use serde_json::json;

use super::open::{Common, Place};
use super::print_line;
use crate::app::App;
use crate::audit::Actor;
use crate::hearing::Hearing;
use crate::organisation::Organisation;
use crate::staff::{self, NewStaff, Passwords, Role, Scope};

#[derive(Subcommand, Debug)]
pub enum StaffCommand {
    /// Make an account, or give one that is there another role; prints a link that logs in once.
    Add(Add),
    /// Print every account, one a line.
    List(List),
    /// Close an account and end its logins.
    Disable(Disable),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleName {
    Reader,
    Tagger,
    Editor,
    Releaser,
    Administrator,
}

#[derive(Args, Debug)]
pub struct Add {
    /// What the person logs in with, such as an e-mail address.
    #[arg(long)]
    login: String,
    #[arg(long)]
    name: String,
    /// Made of the name unless given.
    #[arg(long, default_value = "")]
    initials: String,
    #[arg(long, value_enum)]
    role: RoleName,
    /// Slug of the hearing that the role is for; all of the organisation's unless given.
    #[arg(long)]
    hearing: Option<String>,
    /// Name of the organisation; the hearing's, or the one of the settings, unless given.
    #[arg(long)]
    organisation: Option<String>,
    /// File whose first line is the password; without one the person logs in by the link and chooses.
    #[arg(long, value_name = "FILE")]
    password_file: Option<std::path::PathBuf>,
    /// How long the link lasts.
    #[arg(long, default_value_t = 72)]
    link_hours: i64,
}

#[derive(Args, Debug)]
pub struct List {}

#[derive(Args, Debug)]
pub struct Disable {
    login: String,
}

/// Runs the command.
///
/// # Errors
/// For an unknown hearing or login, a password that is not fit, or a database that cannot be reached.
pub async fn run(common: &Common, command: &StaffCommand) -> anyhow::Result<ExitCode> {
    let (_place, app) = Place::with_app(common).await?;
    let mut conn = app.conn().await?;
    match command {
        StaffCommand::Add(new) => add(&app, &mut conn, new).await?,
        StaffCommand::List(_) => list(&mut conn).await?,
        StaffCommand::Disable(Disable { login }) => {
            let person = staff::by_login(&mut conn, login)
                .await?
                .with_context(|| format!("nobody has the login {login}"))?;
            staff::disable(&mut conn, person.id, Actor::Operator, app.clock.now()).await?;
            print_line(&json!({ "id": person.id, "login": person.login, "disabled": true }))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(app: &App, conn: &mut AsyncPgConnection, new: &Add) -> anyhow::Result<()> {
    let now = app.clock.now();
    let hearing = match &new.hearing {
        Some(slug) => Some(
            Hearing::by_slug(conn, slug)
                .await
                .with_context(|| format!("no hearing {slug}"))?,
        ),
        None => None,
    };
    let organisation_id = match (&new.organisation, &hearing) {
        (Some(name), _) => Organisation::named(conn, name).await?.id,
        (None, Some(hearing)) => hearing.organisation_id,
        (None, None) => only_organisation(app, conn).await?,
    };
    let password = match &new.password_file {
        Some(file) => Some(password(app, file, &new.login).await?),
        None => None,
    };
    let account = NewStaff {
        organisation_id,
        login: new.login.clone(),
        name: new.name.clone(),
        initials: new.initials.clone(),
    };
    let person = staff::add(conn, &account, Actor::Operator, now).await?;
    if person.organisation_id != organisation_id {
        bail!("{} has an account at another organisation", new.login);
    }
    let scope = hearing.map_or(Scope::All, |hearing| Scope::Hearing(hearing.id));
    let role = role(new.role);
    staff::grant(conn, (person.id, scope, role), Actor::Operator, now).await?;
    if let Some(hash) = &password {
        staff::set_password(conn, person.id, hash, Actor::Operator, now).await?;
    }
    let token = staff::make_link(conn, person.id, TimeDelta::hours(new.link_hours), now).await?;
    print_line(&json!({
        "id": person.id, "login": person.login, "name": person.name, "initials": person.initials,
        "role": role, "hearing": new.hearing, "link": format!("{}/log-ind/{token}", app.config.base_url),
    }))
}

/// The organisation when there is one alone, else the one of the settings.
async fn only_organisation(app: &App, conn: &mut AsyncPgConnection) -> anyhow::Result<i64> {
    let mut of_hearings: Vec<i64> = Hearing::all(conn)
        .await?
        .into_iter()
        .map(|hearing| hearing.organisation_id)
        .collect();
    of_hearings.sort_unstable();
    of_hearings.dedup();
    match of_hearings.as_slice() {
        [one] => Ok(*one),
        [] => Ok(Organisation::named(conn, &app.config.organisation_name)
            .await?
            .id),
        _ => Err(anyhow!(
            "there are several organisations: name one with --organisation"
        )),
    }
}

async fn password(app: &App, file: &std::path::Path, login: &str) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read the password in {}", file.display()))?;
    let typed = text.lines().next().unwrap_or_default();
    if let Err(unfit) = Passwords::check(typed, login) {
        bail!("the password is not fit: {unfit:?}");
    }
    Passwords::new(&app.config.staff)?.hash(typed).await
}

async fn list(conn: &mut AsyncPgConnection) -> anyhow::Result<()> {
    for (person, organisation) in staff::everybody(conn).await? {
        let roles = staff::roles_of(conn, person.id).await?;
        let roles: Vec<_> = roles
            .into_iter()
            .map(|(hearing, role)| json!({ "hearing_id": hearing, "role": role }))
            .collect();
        print_line(&json!({
            "id": person.id, "login": person.login, "name": person.name, "initials": person.initials,
            "organisation": organisation, "disabled": person.disabled_at.is_some(), "roles": roles,
        }))?;
    }
    Ok(())
}

fn role(name: RoleName) -> Role {
    match name {
        RoleName::Reader => Role::Reader,
        RoleName::Tagger => Role::Tagger,
        RoleName::Editor => Role::Editor,
        RoleName::Releaser => Role::Releaser,
        RoleName::Administrator => Role::Administrator,
    }
}
