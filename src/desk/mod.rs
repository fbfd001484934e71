//! The secretariat's pages, which show several features at once.
