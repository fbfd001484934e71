//! The case system: each response handed over as it arrives.
