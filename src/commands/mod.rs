//! The commands, each a module: what other programs rely on.
