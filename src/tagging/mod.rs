//! Passages and the themes that people put on them; sign-off.
