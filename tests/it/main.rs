//! Every promise of the service, tested through its real parts.
#![expect(
    unreachable_pub,
    reason = "the harness is a crate of its own: pub says what tests may use"
)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops with the place and the cause"
)]

mod agenda;
mod app;
mod architecture;
mod assigned;
mod attachments;
mod audit;
mod bad_files;
mod bulk;
mod browser;
mod certificates;
mod clamd;
mod consultees;
mod database;
mod demo;
mod desk;
mod desk_keys;
mod digital_post;
mod doctor;
mod dovecot;
mod durability;
mod enquiries;
mod extract;
mod finder;
mod finder_breadth;
mod fuzz_replay;
mod hearing;
mod imap;
mod inbox_lists;
mod isolation;
mod letters;
mod live;
mod mail_acts;
mod mail_breadth;
mod mail_danish;
mod mail_files;
mod mail_hostile;
mod mail_import;
mod mail_kinds;
mod mail_ledger;
mod mail_moves;
mod mail_pipe;
mod mail_reading;
mod mail_rules;
mod mail_route;
mod mail_sources;
mod mail_upload;
mod memo;
mod objections;
mod overview;
mod part_text;
mod pdf;
mod pictures;
mod preview;
mod private_database;
mod proof;
mod proxy;
mod publication;
mod recognise;
mod question;
mod receipts;
mod redaction;
mod reparse;
mod reparse_command;
mod relations;
mod response_import;
mod robustness;
mod sandbox;
mod scanner;
mod schema;
mod search;
mod service;
mod setup;
mod setup_frames;
mod smtp;
mod smtp_server;
mod staff;
mod staff_exports;
mod tagging;
mod templates;
mod text;
mod themes;
mod token_server;
mod undo;
mod verify;
mod text_versions;
mod web;
mod web_form;
mod workshops;
