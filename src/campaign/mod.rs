//! Near-identical responses, proposed and confirmed.
