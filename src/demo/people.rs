//! The two who work in the demo's secretariat.

use chrono::TimeDelta;

use crate::app::App;
use crate::audit::Actor;
use crate::hearing::Hearing;
use crate::staff::{self, Act, NewStaff, Role, Scope};

/// Who reads first and who reads second.
pub(super) struct Two {
    pub(super) first: i64,
    pub(super) second: i64,
    hearing_id: i64,
}

impl Two {
    pub(super) fn first(&self, app: &App) -> Act {
        Act {
            staff_id: self.first,
            hearing_id: self.hearing_id,
            now: app.clock.now(),
        }
    }

    pub(super) fn second(&self, app: &App) -> Act {
        Act {
            staff_id: self.second,
            hearing_id: self.hearing_id,
            now: app.clock.now(),
        }
    }
}

/// The two, made when they are not there. Both may do everything, since either may be the one who approves.
pub(super) async fn two(app: &App, hearing: &str) -> anyhow::Result<Two> {
    let mut conn = app.conn().await?;
    let hearing = Hearing::by_slug(&mut conn, hearing).await?;
    let mut ids = Vec::new();
    for (login, name) in [("hanne", "Hanne Toft"), ("mikkel", "Mikkel Bro")] {
        let new = NewStaff {
            organisation_id: hearing.organisation_id,
            login: login.into(),
            name: name.into(),
            initials: String::new(),
        };
        let person = staff::add(&mut conn, &new, Actor::Operator, app.clock.now()).await?;
        staff::grant(
            &mut conn,
            (person.id, Scope::All, Role::Administrator),
            Actor::Operator,
            app.clock.now(),
        )
        .await?;
        ids.push(person.id);
    }
    Ok(Two {
        first: ids[0],
        second: ids[1],
        hearing_id: hearing.id,
    })
}

/// A login link for each, for the terminal.
pub(super) async fn links(app: &App, people: &Two) -> anyhow::Result<Vec<String>> {
    let mut conn = app.conn().await?;
    let mut lines = Vec::new();
    for (id, what) in [
        (people.first, "first reader"),
        (people.second, "second reader"),
    ] {
        let token = staff::make_link(&mut conn, id, TimeDelta::hours(24), app.clock.now()).await?;
        lines.push(format!(
            "log in once as the {what}: {}/log-ind/{token}",
            app.config.base_url
        ));
    }
    Ok(lines)
}
