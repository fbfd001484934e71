//! From a mailbox to submissions: fetch, ledger, parse, classify, trim.
