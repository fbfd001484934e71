//! People's mail that is no response, and its answers.
