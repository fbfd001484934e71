//! Numbers and secrets that are handed out.
