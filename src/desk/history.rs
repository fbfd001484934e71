//! Rows of the audit log as people read them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use crate::audit::{Actor, Recorded};
use crate::staff::{Person, names_of};
use crate::templates::Words;

/// Something that was done.
#[derive(Clone, Debug, Serialize)]
pub struct Done {
    pub id: i64,
    pub at: DateTime<Utc>,
    /// Initials, or whoever else did it.
    pub who: String,
    pub what: String,
    pub subject: String,
}

/// The people whom rows name.
pub(super) async fn people(
    conn: &mut AsyncPgConnection,
    rows: &[Recorded],
) -> QueryResult<BTreeMap<i64, Person>> {
    let ids: Vec<i64> = rows.iter().filter_map(|row| row.staff_id).collect();
    names_of(conn, &ids).await
}

/// The rows in words.
pub(super) fn done(words: &Words, rows: &[Recorded], people: &BTreeMap<i64, Person>) -> Vec<Done> {
    rows.iter()
        .map(|row| {
            let person = row.staff_id.and_then(|id| people.get(&id));
            let who = match (person, row.actor) {
                (Some(person), _) => person.initials.clone(),
                (None, Actor::Sender) => words.text("desk-actor-sender", &[]),
                (None, Actor::Operator) => words.text("desk-actor-operator", &[]),
                (None, Actor::Staff | Actor::Program) => words.text("desk-actor-program", &[]),
            };
            let subject = row
                .subject_id
                .map(|id| format!("{} {id}", row.subject_kind));
            Done {
                id: row.id,
                at: row.at,
                who,
                what: what(words, &row.action),
                subject: subject.unwrap_or_default(),
            }
        })
        .collect()
}

/// An action in words; one that this page does not know is shown as it is in the log.
#[expect(clippy::too_many_lines, reason = "a table of words")]
fn what(words: &Words, action: &str) -> String {
    let key = match action {
        "response_accepted" => "desk-did-accepted",
        "response_registered" => "desk-did-registered",
        "response_read" => "desk-did-read",
        "text_typed" => "desk-did-text-typed",
        "mail_read" => "desk-did-mail-read",
        "file_read" => "desk-did-file-read",
        "response_changed" => "desk-did-changed",
        "respondent_changed" => "desk-did-sender",
        "arrival_recorded" => "desk-did-reached",
        "passage_marked" => "desk-did-marked",
        "passage_moved" => "desk-did-moved",
        "text_taken" => "desk-did-text-taken",
        "passage_unmarked" => "desk-did-unmarked",
        "stance_set" => "desk-did-stance",
        "coding_noted" => "desk-did-noted",
        "response_tagged" => "desk-did-tagged",
        "response_untagged" => "desk-did-untagged",
        "text_hidden" => "desk-did-hidden",
        "hiding_approved" => "desk-did-approved",
        "hiding_lifted" => "desk-did-lifted",
        "number_cleared" => "desk-did-cleared",
        "clearing_approved" => "desk-did-clearing-approved",
        "clearing_withdrawn" => "desk-did-clearing-withdrawn",
        "part_published_as" => "desk-did-part",
        "place_covered" => "desk-did-covered",
        "covering_approved" => "desk-did-covering-approved",
        "place_uncovered" => "desk-did-uncovered",
        "signatures_covered" => "desk-did-signatures",
        "signatures_open" => "desk-did-signatures-open",
        "sender_asked" => "desk-did-asked",
        "sender_answered" => "desk-did-sender-answered",
        "question_not_sent" => "desk-did-question-not-sent",
        "signed_off" => "desk-did-signed-off",
        "act_undone" => "desk-did-undone",
        "act_redone" => "desk-did-redone",
        "relation_confirmed" => "desk-did-relation-confirmed",
        "relation_rejected" => "desk-did-relation-rejected",
        "response_recognised" => "desk-did-recognised",
        "proposal_decided" => "desk-did-proposal-decided",
        "proposal_reopened" => "desk-did-proposal-reopened",
        "deemed_timely" => "desk-did-deemed-timely",
        "response_split" => "desk-did-split",
        "split_undone" => "desk-did-split-undone",
        "enquiry_read" => "desk-did-enquiry-read",
        "enquiry_sorted" => "desk-did-enquiry-sorted",
        "enquiry_answered" => "desk-did-enquiry-answered",
        "enquiry_sent_again" => "desk-did-enquiry-sent-again",
        "enquiry_closed" => "desk-did-enquiry-closed",
        "enquiry_reopened" => "desk-did-enquiry-reopened",
        "enquiry_opened" => "desk-did-enquiry-opened",
        "enquiry_followed_up" => "desk-did-enquiry-followed-up",
        "enquiry_left" => "desk-did-enquiry-left",
        "answer_not_sent" => "desk-did-answer-not-sent",
        "template_saved" => "desk-did-template-saved",
        "template_removed" => "desk-did-template-removed",
        "deadline_given" => "desk-did-deadline-given",
        "consultee_added" => "desk-did-consultee-added",
        "receipt_sent" => "desk-did-receipt-sent",
        "receipt_failed" => "desk-did-receipt-failed",
        "receipt_bounced" => "desk-did-receipt-bounced",
        "receipt_resent" => "desk-did-receipt-resent",
        "receipt_by_letter" => "desk-did-receipt-by-letter",
        "receipt_by_phone" => "desk-did-receipt-by-phone",
        "receipt_printed" => "desk-did-receipt-printed",
        "objection_received" => "desk-did-objection-received",
        "objection_settled" => "desk-did-objection-settled",
        "objection_reopened" => "desk-did-objection-reopened",
        "objection_connected" => "desk-did-objection-connected",
        "objection_sent_again" => "desk-did-objection-sent-again",
        "objection_letter_failed" => "desk-did-objection-letter-failed",
        "response_withdrawn" => "desk-did-withdrawn",
        "point_made" => "memo-did-made",
        "point_saved" => "memo-did-saved",
        "point_restored" => "memo-did-restored",
        "point_removed" => "memo-did-removed",
        "point_put_back" => "memo-did-put-back",
        "point_moved" => "memo-did-moved",
        "point_taken_over" => "memo-did-taken-over",
        "point_commented" => "memo-did-commented",
        "point_source_added" => "memo-did-source-added",
        "point_source_removed" => "memo-did-source-removed",
        "memo_taken" => "memo-did-taken",
        "memo_came_back" => "memo-did-came-back",
        "memo_taken_back" => "memo-did-taken-back",
        "memo_approved_uploaded" => "memo-did-approved-uploaded",
        "memo_approved" => "memo-did-approved",
        "memo_approval_ended" => "memo-did-approval-ended",
        "memo_summarised" => "memo-did-summarised",
        "finding_excused" => "release-did-excused",
        "finding_unexcused" => "release-did-unexcused",
        "memo_published" => "memo-did-published",
        "memo_kept_back" => "memo-did-kept-back",
        "note_written" => "desk-did-note",
        "note_tagged" => "desk-did-note-tagged",
        "note_untagged" => "desk-did-note-untagged",
        "note_saved" => "input-did-saved",
        "note_removed" => "input-did-removed",
        "note_put_back" => "input-did-put-back",
        "workshop_added" => "input-did-round-added",
        "workshop_saved" => "input-did-round-saved",
        "workshop_removed" => "input-did-round-removed",
        "differences_read" => "diff-did-read",
        "reading_accepted" => "diff-did-accepted",
        "reading_dismissed" => "diff-did-dismissed",
        "mail_read_again" => "diff-did-mail-again",
        "part_read_again" => "diff-did-part-again",
        "mail_placed" => "mail-did-placed",
        "mail_uploaded" => "mail-did-uploaded",
        "mail_seen" => "mail-did-seen",
        "mail_promoted" => "mail-did-promoted",
        "mail_attached" => "mail-did-attached",
        "mail_sorted" => "mail-did-sorted",
        "mail_sender_set" => "mail-did-sender-set",
        "mail_sender_cleared" => "mail-did-sender-cleared",
        "mail_undone" => "mail-did-undone",
        "mail_uid_changed" => "mailbox-did-uid-changed",
        "mail_moved" => "mailbox-did-moved",
        "mailbox_alarm" => "mailbox-did-alarm",
        "mailbox_alarm_over" => "mailbox-did-alarm-over",
        "consultee_changed" => "desk-did-consultee-changed",
        "consultee_removed" => "desk-did-consultee-removed",
        "consultees_imported" => "desk-did-consultees-imported",
        "consultees_taken" => "desk-did-consultees-taken",
        "consultee_matched" => "desk-did-consultee-matched",
        "consultee_match_undone" => "desk-did-consultee-match-undone",
        "consultee_invited" => "desk-did-consultee-invited",
        "consultee_reminded" => "desk-did-consultee-reminded",
        "letter_came_back" => "desk-did-letter-came-back",
        "letter_worded" => "desk-did-letter-worded",
        "letter_note_removed" => "desk-did-letter-note-removed",
        "proposal_saved" => "agenda-did-saved",
        "proposal_taken" => "agenda-did-taken",
        "package_made" => "agenda-did-made",
        "addendum_made" => "agenda-did-addendum",
        "package_taken" => "agenda-did-package-taken",
        "responses_taken" => "export-did-taken",
        "response_taken" => "export-did-response-taken",
        "public_texts_taken" => "export-did-public-taken",
        "overview_taken" => "desk-did-overview-taken",
        "hearing_created" => "setup-did-created",
        "hearing_changed" => "setup-did-changed",
        "hearing_published" => "setup-did-published",
        "hearing_hidden" => "setup-did-hidden",
        "deadline_moved" => "setup-did-deadline",
        "document_added" => "setup-did-document-added",
        "document_renamed" => "setup-did-document-renamed",
        "document_removed" => "setup-did-document-removed",
        "frame_saved" => "setup-did-frame",
        "frame_removed" => "setup-did-frame-removed",
        "themes_frozen" => "setup-did-frozen",
        "theme_read" => "themes-did-read",
        "theme_renamed" => "themes-did-renamed",
        "theme_merged" => "themes-did-merged",
        "theme_event_undone" => "themes-did-undone",
        "role_given" => "setup-did-role",
        "logged_in" => "desk-did-logged-in",
        _ => return action.replace('_', " "),
    };
    words.text(key, &[])
}
