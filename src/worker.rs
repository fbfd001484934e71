//! Every feature's jobs and the schedule.
