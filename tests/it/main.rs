//! Every promise of the service, tested through its real parts.
