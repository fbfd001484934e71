//! Who wants to hear of a hearing, and what they are told.
