//! Files by content, kept with fsync.
