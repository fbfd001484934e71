//! What every request and job can reach.
