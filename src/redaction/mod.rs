//! What must not be shown: found, decided, and applied on reading.
