//! Høringssvar: from a submitted response to a published compilation.

// Features: the domain, one folder each.
pub mod organisation;
pub mod hearing;
pub mod intake;
pub mod response;
pub mod enquiry;
pub mod input;
pub mod tagging;
pub mod campaign;
pub mod redaction;
pub mod memo;
pub mod desk;
pub mod publication;
pub mod following;
pub mod journal;
pub mod retention;
pub mod staff;
pub mod audit;

// Kit: knows no feature.
pub mod app;
pub mod web;
pub mod jobs;
pub mod mail;
pub mod storage;
pub mod extract;
pub mod text;
pub mod finder;
pub mod proof;
pub mod templates;
pub mod db;
pub mod ids;
pub mod clock;
pub mod config;
pub mod schema;

// Composition: knows every feature.
pub mod commands;
pub mod demo;
pub mod ops;
pub mod server;
pub mod worker;
