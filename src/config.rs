//! Every setting, checked at start.
