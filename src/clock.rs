//! The only place that reads the time. Everything else asks a [`Clock`], so a test can set it and the demo can replay the past.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// Tells the time: the machine's, a fixed one, or the machine's shifted by a fixed distance (the demo).
#[derive(Clone, Debug)]
pub struct Clock(Arc<Mutex<Kind>>);

#[derive(Clone, Copy, Debug)]
enum Kind {
    Machine { shift: TimeDelta },
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// The machine's own time.
    #[must_use]
    pub fn machine() -> Self {
        Self::of(Kind::Machine {
            shift: TimeDelta::zero(),
        })
    }

    /// A clock that stands still until it is set.
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::of(Kind::Fixed(at))
    }

    fn of(kind: Kind) -> Self {
        Self(Arc::new(Mutex::new(kind)))
    }

    /// Now, cut to whole microseconds, which is what PostgreSQL keeps.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match *self.kind() {
            Kind::Machine { shift } => whole_microseconds(machine_now() + shift),
            Kind::Fixed(at) => at,
        }
    }

    /// Stops the clock at a moment.
    pub fn set(&self, at: DateTime<Utc>) {
        *self.kind() = Kind::Fixed(whole_microseconds(at));
    }

    /// Lets the clock run on from a moment.
    pub fn run_from(&self, at: DateTime<Utc>) {
        *self.kind() = Kind::Machine {
            shift: at - machine_now(),
        };
    }

    fn kind(&self) -> std::sync::MutexGuard<'_, Kind> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the clock that everything else asks"
)]
fn machine_now() -> DateTime<Utc> {
    Utc::now()
}

fn whole_microseconds(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}
