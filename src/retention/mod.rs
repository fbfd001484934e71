//! When personal data must go, and proof that it went.
