//! Høringssvar: from a submitted response to a published compilation. This is the map.
//!
//! # In which order to read
//!
//! Features, the domain, one folder each. Each uses what stands above it; who may use whom is the table of `tests/it/architecture.rs`.
//!
//! | module | holds |
//! |---|---|
//! | [`organisation`] | who owns hearings, mailboxes, staff |
//! | [`hearing`] | what is asked, of whom, until when: files, frames and themes, consultees, meetings, deadline |
//! | [`response`] | what was said, exactly as received: parts, versions of text, spans |
//! | [`enquiry`] | people's mail that is no response, and its answers: never published |
//! | [`invitation`] | letters to those on the list: the invitation, one reminder, and those that came back |
//! | [`intake`] | the one way in: keep, read, accept; by web form and by mail |
//! | [`input`] | notes from workshops, outside the count |
//! | [`tagging`] | passages and the themes put on them |
//! | [`redaction`] | spans that must not be shown |
//! | [`memo`] | the authority's points: what was said, what it answers, what changes |
//! | [`publication`] | the snapshot, its releases and formats: the only way to public text |
//! | [`agenda`] | what a meeting gets before it: the proposal, and the packages that were made |
//! | [`desk`] | the secretariat's pages, which show several features at once |
//! | [`staff`], [`audit`] | accounts and roles; who did what, when |
//!
//! Kit, which knows no feature: [`app`] (what every request and job can reach), [`web`], [`templates`], [`jobs`], [`mail`] (outgoing),
//! [`storage`], [`scan`] (malware), [`extract`] (file to text, in a child process), [`text`], [`finder`], [`proof`], [`db`], [`ids`], [`clock`], [`config`],
//! [`schema`] (written by `script/schema` from the migrations).
//!
//! Composition, which knows every feature: [`server`] (routes), [`worker`] (jobs and schedule), [`ops`] (health and metrics),
//! [`commands`], [`demo`].
//!
//! Rooms that come later, each with the work that needs it: `campaign` (near-identical responses),
//! `following` (who wants to hear of a hearing), `journal` (the case system), `retention` (when personal data must go). Their tables may
//! be there already; the architecture's table names them.
//!
//! # What always holds
//!
//! 1. A receipt is given only after the commit of what it promises. Files are written with fsync before the row that names them.
//! 2. Only [`intake`] makes a response, and only in [`intake::accept`].
//! 3. Raw mail, uploads and original text never change. What is derived carries the version of what derived it; deriving again adds a row.
//! 4. Every mail has exactly one place; the sum of the places is the number of mails.
//! 5. In time is `arrived_at < closes_at`, and `closes_at` is the first moment that is too late, Copenhagen time. Late is marked, never refused.
//! 6. Public pages of what was said read the snapshot alone, as a database role that may read nothing else.
//! 7. Offsets into text are Unicode code points, half-open. Moments are UTC from [`clock`] and nowhere else.
//! 8. Log lines hold routes, ids and durations, never personal data.
//! 9. What leaves the database (mail) is a job of the transaction that decided it, sent at least once with a stable Message-ID.
//!
//! # A form becomes a response
//!
//! 1. `POST /hoeringer/{hearing}/svar` reads the fields and files under limits ([`web::Multipart`]) and keeps a draft
//!    ([`intake::web_form::Draft`]), also of a form that is filled in wrongly: nobody types or uploads twice.
//! 2. `GET …/svar/{key}` is *check your answer*: the text as it will be public, with what [`finder`] found marked.
//! 3. `POST …/send` **keeps**: [`intake::web_form::keep`] writes the form as JSON to [`storage`], then commits its row and the job
//!    [`intake::web_form::AcceptForm`], which takes over should the program die now.
//! 4. It **reads** the kept form again, outside any transaction, and **accepts** it: [`intake::accept`] commits the response, its parts
//!    and text, audit row, commitment, receipt and the jobs that follow. The same key sent twice gives the first response.
//! 5. The browser is sent to the receipt, which exists only from that commit on.
//! 6. The worker runs [`intake::ReadPart`] for each file (a child process takes its text), then `SendReceipt` when all are read, at the
//!    latest after ten minutes.
//! 7. The sealer ([`worker::seal`]) chains the committed audit rows and appends the commitments to the Merkle log, each second.
//!
//! # A mail becomes a response
//!
//! 1. The fetcher ([`intake::mailbox::Fetcher`], one for each folder of `[[mailboxes]]`) walks every UID of the folder and takes those that
//!    the ledger lacks; `hoering mail import` and `mail pipe` hand over files. Raw bytes are **kept** in [`storage`], and a row of the
//!    ledger and the job [`intake::mailbox::PlaceMail`] are committed.
//! 2. The job **reads**: the parts in order, charsets repaired, quotes and signatures marked as ranges, attachments through [`extract`],
//!    kind and arrival time with the rule that gave it.
//! 3. It gives the mail its one place. A response, supplement or correction goes through the same [`intake::accept`] as a form;
//!    machine mail, spam, enquiries and unreadable ones stay in the ledger for people.
//! 4. A mail that cannot be read moves itself to *unreadable*; the next one is read all the same.
//! 5. `hoering mail ledger` prints the places and fails when they do not add up.
//!
//! # A release becomes pages
//!
//! 1. Staff fix the references (A1, A2, B1 …) after the deadline ([`publication::references`]), and sign responses off.
//! 2. A request makes a row in `releases` and a job. The job reads the rows of the hearing and makes one projection of them
//!    (`publication::project`, no database, no clock): the only place where the text of a response becomes public text.
//! 3. Every file is written from that projection (the PDF in a child process; the pages of letters are painted in one,
//!    [`publication::pictures`]), then read back by another program, and searched by the
//!    gate ([`publication::gate`]) for what must not be there. A finding stops it and says where.
//! 4. A second person approves the manifest's hash. Only then the `published_*` rows are written; the release has its number and is
//!    never changed again. Any change to an included response in between voids it.
//! 5. Pages, search, PDF, CSV and JSON read the snapshot as role `hoering_public`.

// Features: the domain, one folder each.
pub mod agenda;
pub mod audit;
pub mod desk;
pub mod enquiry;
pub mod hearing;
pub mod input;
pub mod intake;
pub mod invitation;
pub mod memo;
pub mod organisation;
pub mod publication;
pub mod redaction;
pub mod response;
pub mod staff;
pub mod tagging;

// Kit: knows no feature.
pub mod app;
pub mod clock;
pub mod config;
pub mod db;
pub mod extract;
pub mod finder;
pub mod ids;
pub mod jobs;
pub mod mail;
pub mod proof;
pub mod scan;
pub mod schema;
pub mod storage;
pub mod templates;
pub mod text;
pub mod web;

// Composition: knows every feature.
pub mod commands;
pub mod demo;
pub mod ops;
pub mod server;
pub mod worker;
