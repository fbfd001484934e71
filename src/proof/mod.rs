//! Commitments, the Merkle log and signatures.
