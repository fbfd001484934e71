//! Middleware and every feature's routes.
