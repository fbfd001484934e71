//! The database as diesel sees it. Written by `script/schema` from the migrations; never by hand.

diesel::table! {
    /// What was made for a meeting, and what it was made of: an addendum tells what came later. points: the version of each point of the memo, by its number.
    agenda_packages (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        number -> Integer,
        kind -> Text,
        proposal -> Nullable<Integer>,
        release_id -> Nullable<BigInt>,
        responses -> Array<BigInt>,
        points -> Jsonb,
        file_id -> BigInt,
        staff_id -> BigInt,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// What a meeting is asked to decide, as it was saved each time, with who and when; the last is what stands.
    agenda_proposals (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        number -> Integer,
        case_number -> Text,
        summary -> Text,
        recommendation -> Text,
        presentation -> Text,
        staff_id -> BigInt,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Who did what, when. Ids, never names. No foreign keys, so that erasing a person breaks nothing.
    audit_events (id) {
        id -> BigInt,
        at -> Timestamptz,
        staff_id -> Nullable<BigInt>,
        actor -> Text,
        action -> Text,
        hearing_id -> Nullable<BigInt>,
        subject_kind -> Text,
        subject_id -> Nullable<BigInt>,
        detail -> Jsonb,
    }
}

diesel::table! {
    /// Which seal covers which event: ids are not committed in order, so a range alone would miss late ones.
    audit_sealed (event_id) {
        event_id -> BigInt,
        seal_id -> BigInt,
    }
}

diesel::table! {
    /// A chained hash over a range of committed events, written by one leader each second.
    audit_seals (id) {
        id -> BigInt,
        first_event -> BigInt,
        last_event -> BigInt,
        events -> BigInt,
        head -> Bytea,
        sealed_at -> Timestamptz,
    }
}

diesel::table! {
    /// Who answers, by letter; kinds are the words of the form that lead here.
    categories (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        letter -> Text,
        name -> Text,
        kinds -> Array<Text>,
        private_persons -> Bool,
        position -> Integer,
    }
}

diesel::table! {
    /// A CPR-shaped number that is none, for this very span, by two people, with a reason.
    clearings (id) {
        id -> BigInt,
        text_id -> BigInt,
        starts -> Integer,
        ends -> Integer,
        exact -> Text,
        reason -> Text,
        author_id -> BigInt,
        approver_id -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A theme put on a passage by someone, with a stance.
    codings (id) {
        id -> BigInt,
        passage_id -> BigInt,
        theme_id -> BigInt,
        staff_id -> BigInt,
        stance -> Nullable<Text>,
        note -> Text,
        origin -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A Merkle root over salted hashes of what came (docs/proof.md). The salts are in items and are erased with the response.
    commitments (id) {
        id -> BigInt,
        response_id -> BigInt,
        part_id -> Nullable<BigInt>,
        version -> Integer,
        kind -> Text,
        root -> Bytea,
        items -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A list of consultees as it was handed in. Its rows go when it was carried out, or after 30 days; what was done stays.
    consultee_imports (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        staff_id -> BigInt,
        filename -> Text,
        rows -> Jsonb,
        fields -> Jsonb,
        done_at -> Nullable<Timestamptz>,
        done_by -> Nullable<BigInt>,
        done -> Nullable<Jsonb>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// What was written to a consultee: the invitation, and one reminder. By mail it is sent by a job of the transaction that made it; by hand staff say when.
    consultee_letters (id) {
        id -> BigInt,
        consultee_id -> BigInt,
        kind -> Text,
        way -> Text,
        recipient -> Nullable<Text>,
        subject -> Text,
        text -> Text,
        message_id -> Nullable<Text>,
        bounce_token -> Nullable<Text>,
        state -> Text,
        state_reason -> Nullable<Text>,
        state_detail -> Nullable<Text>,
        sent_at -> Nullable<Timestamptz>,
        /// The day of a letter that went out by hand, as staff say.
        sent_on -> Nullable<Date>,
        staff_id -> BigInt,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Someone on the list that the hearing is sent to; closes_at is a deadline of its own.
    consultees (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        name -> Text,
        category_id -> Nullable<BigInt>,
        kind -> Text,
        email -> Nullable<Text>,
        closes_at -> Nullable<Timestamptz>,
        position -> Integer,
        created_at -> Timestamptz,
        /// How they are written to: by mail from here, or by hand in Digital Post or on paper.
        way -> Text,
    }
}

diesel::table! {
    /// A deadline that was moved, for all or for one consultee, with both dates and the reason.
    deadline_changes (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        round_id -> Nullable<BigInt>,
        consultee_id -> Nullable<BigInt>,
        old_closes_at -> Timestamptz,
        new_closes_at -> Timestamptz,
        reason -> Text,
        notice -> Text,
        staff_id -> Nullable<BigInt>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// What was decided after a hearing, as every sender was told, once.
    decisions (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        text -> Text,
        decided_on -> Date,
        staff_id -> BigInt,
        told_at -> Timestamptz,
    }
}

diesel::table! {
    /// What a person did to a response at the desk, as each thing was before and after, so that it can be taken back and done again. batch: one act on many.
    desk_acts (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        response_id -> BigInt,
        staff_id -> BigInt,
        batch -> Nullable<Uuid>,
        changes -> Jsonb,
        undone_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Who has the page of a response open, and when that was last known. Short-lived: swept when somebody looks.
    desk_presences (response_id, staff_id) {
        response_id -> BigInt,
        staff_id -> BigInt,
        seen_at -> Timestamptz,
    }
}

diesel::table! {
    /// What the hearing is about: letter, plan, list of consultees.
    documents (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        round_id -> Nullable<BigInt>,
        title -> Text,
        file_id -> Nullable<BigInt>,
        media_type -> Nullable<Text>,
        url -> Nullable<Text>,
        position -> Integer,
        /// What the file is called when it is downloaded; none for a link.
        filename -> Nullable<Text>,
    }
}

diesel::table! {
    /// A person's mail that is no response: counted, answered by a person, never published.
    enquiries (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        mail_id -> BigInt,
        topic -> Text,
        state -> Text,
        answered_by -> Nullable<BigInt>,
        answered_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        /// Who set the topic; none while it is as the wording proposed.
        topic_by -> Nullable<BigInt>,
        /// The closing day that the mail asks for, as read from its wording.
        asked_for -> Nullable<Date>,
        answered_how -> Nullable<Text>,
        closed_by -> Nullable<BigInt>,
        closed_at -> Nullable<Timestamptz>,
        closed_why -> Nullable<Text>,
        note -> Text,
        reopened_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// What a person wrote back by mail. Sent by a job of the transaction that made it; never published.
    enquiry_answers (id) {
        id -> BigInt,
        enquiry_id -> BigInt,
        staff_id -> BigInt,
        recipient -> Text,
        subject -> Text,
        text -> Text,
        in_reply_to -> Nullable<Text>,
        thread -> Array<Text>,
        message_id -> Text,
        bounce_token -> Text,
        form_key -> Text,
        state -> Text,
        state_reason -> Nullable<Text>,
        sent_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A later mail about the same: it answers our answer, and opens the enquiry again.
    enquiry_follow_ups (mail_id) {
        mail_id -> BigInt,
        enquiry_id -> BigInt,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Answers that staff wrote for a hearing: their own, or their wording of one that is built in (built_in names it).
    enquiry_templates (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        built_in -> Nullable<Text>,
        topic -> Text,
        title -> Text,
        text -> Text,
        staff_id -> Nullable<BigInt>,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// What the malware scanner said of a file. A row that waits holds the file back: it is not opened, not handed out, and stops a release. No row: no scanner was set when it came.
    file_scans (file_id) {
        file_id -> BigInt,
        verdict -> Text,
        signature -> Nullable<Text>,
        asked_at -> Timestamptz,
        scanned_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// Bytes as they came, in storage under their SHA-256. Never changed.
    files (id) {
        id -> BigInt,
        sha256 -> Bytea,
        bytes -> BigInt,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Signing keys that are no longer used: each is vouched for by the one that came after it (docs/proof.md).
    former_keys (id) {
        id -> Text,
        public -> Text,
        until -> Timestamptz,
        by -> Text,
        signature -> Text,
    }
}

diesel::table! {
    /// A tree of themes to tag by. Its version grows with each change after the hearing opened.
    frames (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        key -> Text,
        title -> Text,
        levels -> Array<Text>,
        version -> Integer,
        position -> Integer,
    }
}

diesel::table! {
    /// Something that the gate found and a person let through with a reason: this very thing in this very text, and nothing that comes later.
    gate_excuses (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        finding -> Text,
        what -> Text,
        place -> Text,
        reason -> Text,
        staff_id -> BigInt,
        created_at -> Timestamptz,
        ended_by -> Nullable<BigInt>,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// A hearing may be held again, or for some again, with documents and dates of its own.
    hearing_rounds (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        number -> Integer,
        kind -> Text,
        title -> Text,
        opens_at -> Timestamptz,
        closes_at -> Timestamptz,
    }
}

diesel::table! {
    /// One consultation, from opening to decision. closes_at is the first moment that is too late, and the deadline that is in force.
    hearings (id) {
        id -> BigInt,
        organisation_id -> BigInt,
        slug -> Text,
        title -> Text,
        summary -> Text,
        language -> Text,
        time_zone -> Text,
        kind -> Text,
        case_number -> Nullable<Text>,
        mailbox -> Text,
        contact -> Text,
        signed_by -> Array<Text>,
        opens_at -> Timestamptz,
        closes_at -> Timestamptz,
        names -> Text,
        public_stance -> Bool,
        themes_frozen_at -> Nullable<Timestamptz>,
        references_fixed_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        /// When staff let the public see it; none while it is being set up.
        published_at -> Nullable<Timestamptz>,
        /// The least that a law asks for, in weeks; none where no law does.
        minimum_weeks -> Nullable<Integer>,
        /// Grows with each change of the settings, so that a kept page is known to be old.
        revision -> Integer,
        /// Direct lines and addresses of organisations must be hidden too, as those of private persons.
        hide_contacts -> Bool,
    }
}

diesel::table! {
    /// A filter of the inbox under a name, kept by a person; shared: for everybody who works on the hearing.
    inbox_views (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        staff_id -> BigInt,
        name -> Text,
        query -> Text,
        shared -> Bool,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Themes on a note.
    input_themes (input_id, theme_id) {
        input_id -> BigInt,
        theme_id -> BigInt,
        staff_id -> Nullable<BigInt>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A note from a workshop or meeting: tagged, published as an appendix, never counted among the responses.
    inputs (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        workshop_id -> Nullable<BigInt>,
        question -> Text,
        grouping -> Text,
        text -> Text,
        staff_id -> Nullable<BigInt>,
        created_at -> Timestamptz,
        version -> Integer,
        /// The form that it was sent by, with its place in it: the same form sent twice writes its notes once.
        entry -> Nullable<Uuid>,
        entry_position -> Nullable<Integer>,
        /// Taken out, and can be put back: it counts nowhere and is not published.
        removed_at -> Nullable<Timestamptz>,
        removed_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// One row: what this database is for (a demo or the real thing) and which key signs.
    installation (id) {
        id -> SmallInt,
        demo -> Bool,
        signing_key -> Nullable<Text>,
        demo_stage -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Work that waits. A claim commits attempts, claimed_by and lease_until first; failed_at means that it waits for a person.
    jobs (id) {
        id -> BigInt,
        kind -> Text,
        payload -> Jsonb,
        unique_key -> Nullable<Text>,
        attempts -> Integer,
        run_at -> Timestamptz,
        claimed_by -> Nullable<Text>,
        lease_until -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        failed_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A hearing's own wording of the letters to its consultees.
    letter_templates (hearing_id, kind) {
        hearing_id -> BigInt,
        kind -> Text,
        subject -> Text,
        text -> Text,
        staff_id -> BigInt,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// A signed head of the Merkle log; frontier is what appending needs.
    log_heads (size) {
        size -> BigInt,
        root -> Bytea,
        key_id -> Text,
        signature -> Bytea,
        frontier -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// The Merkle log (RFC 9162), appended to by the sealer alone; leaf counts from 0 without gaps.
    log_leaves (leaf) {
        leaf -> BigInt,
        commitment_id -> Nullable<BigInt>,
        hash -> Bytea,
        appended_at -> Timestamptz,
    }
}

diesel::table! {
    /// What a person decided about a mail, and where it stood before, so that it can be taken back. A mail is decided while the latest row that is not undone names its place and hearing.
    mail_decisions (id) {
        id -> BigInt,
        mail_id -> BigInt,
        staff_id -> BigInt,
        what -> Text,
        from_place -> Text,
        from_reason -> Nullable<Text>,
        from_hearing_id -> Nullable<BigInt>,
        from_duplicate_of -> Nullable<BigInt>,
        to_place -> Text,
        to_hearing_id -> BigInt,
        response_id -> Nullable<BigInt>,
        relation_id -> Nullable<BigInt>,
        decided_at -> Timestamptz,
        undone_by -> Nullable<BigInt>,
        undone_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// Mails moved to another folder at the server, which is opt-in. The row is committed before the command; uid is what the server says in COPYUID, or what was found from uid_next on after an interruption.
    mail_moves (id) {
        id -> BigInt,
        mail_id -> BigInt,
        folder -> Text,
        uid_validity -> BigInt,
        uid_next -> BigInt,
        uid -> Nullable<BigInt>,
        begun_at -> Timestamptz,
        moved_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// What the program made of a mail; a new version of the reader writes a new row.
    mail_readings (id) {
        id -> BigInt,
        mail_id -> BigInt,
        reader_version -> Integer,
        kind -> Text,
        reading -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Who a mail is from, where a person knows better than its head. What the head says stays in mails.
    mail_senders (mail_id) {
        mail_id -> BigInt,
        name -> Text,
        address -> Nullable<Text>,
        organisation -> Nullable<Text>,
        staff_id -> BigInt,
        set_at -> Timestamptz,
    }
}

diesel::table! {
    /// Where mail comes in. hearing_id is the hearing that its mail belongs to when nothing in the mail says another.
    mailboxes (id) {
        id -> BigInt,
        organisation_id -> BigInt,
        hearing_id -> Nullable<BigInt>,
        address -> Text,
        folder -> Text,
        uid_validity -> Nullable<BigInt>,
        fetched_at -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        created_at -> Timestamptz,
        /// The folder is where the server puts junk: its mails are spam until a person decides.
        junk -> Bool,
        error_kind -> Nullable<Text>,
        reconciled_at -> Nullable<Timestamptz>,
        on_server -> Nullable<BigInt>,
        /// UIDs on the server that were not in the ledger when the two were last compared: an alarm.
        missing_uids -> Array<BigInt>,
        missing_since -> Nullable<Timestamptz>,
        /// Why mails with a place are not moved, where that is wanted.
        move_problem -> Nullable<Text>,
    }
}

diesel::table! {
    /// The mailbox ledger: each mail ever seen, with exactly one place. Subject, sender and kind are derived from the raw file and can be derived again.
    mails (id) {
        id -> BigInt,
        mailbox_id -> BigInt,
        hearing_id -> Nullable<BigInt>,
        source -> Text,
        uid_validity -> Nullable<BigInt>,
        uid -> Nullable<BigInt>,
        source_name -> Nullable<Text>,
        file_id -> BigInt,
        content_hash -> Nullable<Bytea>,
        internal_date -> Nullable<Timestamptz>,
        arrived_at -> Timestamptz,
        arrival_rule -> Text,
        recorded_at -> Timestamptz,
        place -> Text,
        /// Why it has its place, as a code that the pages have words for.
        place_reason -> Nullable<Text>,
        kind -> Nullable<Text>,
        message_id -> Nullable<Text>,
        in_reply_to -> Nullable<Text>,
        subject -> Text,
        from_name -> Text,
        from_address -> Nullable<Text>,
        claimed_at -> Nullable<Timestamptz>,
        duplicate_of -> Nullable<BigInt>,
        decided_by -> Nullable<BigInt>,
        /// When it was noticed that the mail is no longer in its folder at the server: a note, nothing is lost.
        gone_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// The chain of decision: which body meets when, and when its material is due.
    meetings (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        body -> Text,
        held_on -> Date,
        material_due -> Nullable<Date>,
        decides -> Bool,
    }
}

diesel::table! {
    /// A memo that was approved outside, as a file. named: the references in it, checked against the responses each time it is shown. In force: approved and not ended, at most one.
    memo_approved (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        file_id -> BigInt,
        filename -> Text,
        media_type -> Text,
        named -> Jsonb,
        staff_id -> BigInt,
        created_at -> Timestamptz,
        approved_at -> Nullable<Timestamptz>,
        approved_by -> Nullable<BigInt>,
        reason -> Text,
        ended_at -> Nullable<Timestamptz>,
        ended_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// What colleagues say to each other about a point. Never published.
    memo_comments (id) {
        id -> BigInt,
        point_id -> BigInt,
        staff_id -> BigInt,
        text -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// What stood in a memo that was taken along as a file, row by row: what a file that comes back is compared with. The same memo taken along twice is kept once.
    memo_exports (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        fingerprint -> Text,
        content -> Jsonb,
        made_at -> Timestamptz,
    }
}

diesel::table! {
    /// A memo that came back from Word or Excel. Nothing is changed by it until somebody has chosen; done: how many changes of each kind were taken.
    memo_imports (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        file_id -> BigInt,
        filename -> Text,
        paper -> Jsonb,
        staff_id -> BigInt,
        created_at -> Timestamptz,
        done_at -> Nullable<Timestamptz>,
        done_by -> Nullable<BigInt>,
        done -> Nullable<Jsonb>,
    }
}

diesel::table! {
    /// A point of the authority's memo. Its number is its name in every file that goes out and comes back, and is never used again: a point is taken out, not deleted.
    memo_points (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        number -> Integer,
        place -> Text,
        theme_id -> Nullable<BigInt>,
        position -> Integer,
        remark -> Text,
        comment -> Text,
        disposition -> Nullable<Text>,
        department -> Text,
        change_page -> Text,
        change_before -> Text,
        change_after -> Text,
        state -> Text,
        owner_id -> Nullable<BigInt>,
        due_on -> Nullable<Date>,
        version -> Integer,
        holder_id -> Nullable<BigInt>,
        /// Until when its holder alone may save.
        held_until -> Nullable<Timestamptz>,
        removed_at -> Nullable<Timestamptz>,
        removed_by -> Nullable<BigInt>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// That a hearing's memo goes into its releases: who said so, and until when. Without a row in force it stays with the staff.
    memo_publications (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        staff_id -> BigInt,
        created_at -> Timestamptz,
        ended_by -> Nullable<BigInt>,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// Who said what a point answers: a passage of a response, a whole response, or a note from a workshop. The place stays when the passage's last theme is taken off, so that the answer still leads to who said it.
    memo_sources (id) {
        id -> BigInt,
        point_id -> BigInt,
        response_id -> Nullable<BigInt>,
        passage_id -> Nullable<BigInt>,
        text_id -> Nullable<BigInt>,
        starts -> Nullable<Integer>,
        ends -> Nullable<Integer>,
        input_id -> Nullable<BigInt>,
        staff_id -> BigInt,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// The summary at the head of the memo, as it was saved each time; the last is what stands.
    memo_summaries (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        number -> Integer,
        text -> Text,
        staff_id -> BigInt,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A point as it was saved each time, with who and when; the last is what stands. restored: the version that it put back.
    memo_versions (id) {
        id -> BigInt,
        point_id -> BigInt,
        number -> Integer,
        content -> Jsonb,
        restored -> Nullable<Integer>,
        staff_id -> BigInt,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// The process around the hearing, shown as a timeline.
    milestones (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        precision -> Text,
        what -> Text,
        channel -> Nullable<Text>,
        position -> Integer,
    }
}

diesel::table! {
    /// Keyed hashes of networks that sent something lately, for limits that slow down and never reject; gone within a day.
    network_marks (id) {
        id -> BigInt,
        purpose -> Text,
        network_hash -> Bytea,
        marked_at -> Timestamptz,
    }
}

diesel::table! {
    /// What was mailed to somebody who objected on the page of a hearing. What was decided stands behind the link in it.
    objection_letters (id) {
        id -> BigInt,
        objection_id -> BigInt,
        kind -> Text,
        recipient -> Text,
        subject -> Text,
        text -> Text,
        message_id -> Text,
        bounce_token -> Text,
        state -> Text,
        sent_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// What somebody has against a publication (databeskyttelsesforordningen, article 21): the sender of a response behind the secret link, or anybody on the page of the hearing; and what the authority decided. Never published.
    objections (id) {
        id -> BigInt,
        response_id -> Nullable<BigInt>,
        text -> Text,
        created_at -> Timestamptz,
        outcome -> Nullable<Text>,
        answer -> Text,
        settled_by -> Nullable<BigInt>,
        settled_at -> Nullable<Timestamptz>,
        hearing_id -> BigInt,
        number -> Text,
        way -> Text,
        objector -> Text,
        about -> Text,
        name -> Text,
        email -> Nullable<Text>,
        contact -> Text,
        to_be_checked -> Bool,
        /// The last day to answer.
        due_on -> Date,
        answered_how -> Nullable<Text>,
    }
}

diesel::table! {
    /// The authority that holds hearings; it owns mailboxes, staff and slugs.
    organisations (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        contact -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A place on a page of a file that must not be seen in public (a signature, a stamp, handwriting, a face), drawn by hand: edges as shares of the page as it is drawn. redaction_id: the hidden text that it covers, where the program does not know for certain where that stands.
    page_boxes (id) {
        id -> BigInt,
        part_id -> BigInt,
        page -> Integer,
        edge_left -> Double,
        edge_top -> Double,
        edge_right -> Double,
        edge_bottom -> Double,
        ground -> Text,
        redaction_id -> Nullable<BigInt>,
        author_id -> BigInt,
        approver_id -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamptz>,
        removed_at -> Nullable<Timestamptz>,
        removed_by -> Nullable<BigInt>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A file of a response read again by a later version of what reads files or recognises letters; text_id is the text where it differs from the one before.
    part_readings (id) {
        id -> BigInt,
        part_id -> BigInt,
        reader_version -> Integer,
        ocr_version -> Integer,
        state -> Text,
        state_reason -> Nullable<Text>,
        pages -> Nullable<Integer>,
        text_id -> Nullable<BigInt>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// The body and each file of a response. text_id is the text version in force; a body has no file of its own. A part that belongs to another response keeps its row, so that what was committed to stays, and moved_to names the row that took its place there.
    parts (id) {
        id -> BigInt,
        response_id -> BigInt,
        position -> Integer,
        role -> Text,
        filename -> Nullable<Text>,
        media_type -> Text,
        bytes -> BigInt,
        file_id -> Nullable<BigInt>,
        sha256 -> Bytea,
        mail_id -> Nullable<BigInt>,
        state -> Text,
        state_reason -> Nullable<Text>,
        pages -> Nullable<Integer>,
        text_id -> Nullable<BigInt>,
        /// What the public sees of a file, as somebody chose. usual: by its sender and kind, pictures of the pages beside the text for letters of organisations, else the text.
        published_as -> Text,
        withheld_ground -> Nullable<Text>,
        created_at -> Timestamptz,
        moved_to -> Nullable<BigInt>,
        /// Who looked at the pages and said that signatures are covered, or that there are none. No picture is published before.
        signatures_covered_by -> Nullable<BigInt>,
        signatures_covered_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// A span of an immutable text, in code points, half-open. exact, prefix and suffix are of the original and never exported.
    passages (id) {
        id -> BigInt,
        text_id -> BigInt,
        starts -> Integer,
        ends -> Integer,
        exact -> Text,
        prefix -> Text,
        suffix -> Text,
        staff_id -> Nullable<BigInt>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// What the program reads out of a response about itself, with the sentence that says so (quote), until a person accepts, corrects or rejects it.
    proposals (id) {
        id -> BigInt,
        response_id -> BigInt,
        kind -> Text,
        other_id -> Nullable<BigInt>,
        value -> Jsonb,
        reason -> Text,
        quote -> Text,
        state -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// The files of a release, in storage under their SHA-256.
    published_files (release_id, name) {
        release_id -> BigInt,
        name -> Text,
        media_type -> Text,
        bytes -> BigInt,
        sha256 -> Bytea,
    }
}

diesel::table! {
    /// The memo of a release as the public may read it.
    published_memos (release_id) {
        release_id -> BigInt,
        memo -> Jsonb,
    }
}

diesel::table! {
    /// A passage in public text, in code points of the public text of its part, with one theme.
    published_passages (id) {
        release_id -> BigInt,
        id -> BigInt,
        reference -> Text,
        part -> Integer,
        starts -> Integer,
        ends -> Integer,
        frame -> Text,
        theme -> Text,
        stance -> Nullable<Text>,
        text -> Text,
        position -> Integer,
    }
}

diesel::table! {
    /// A page of a letter as it was sent, with what must not be seen painted over: which file of the release it is, and its size in pixels.
    published_pictures (release_id, reference, part, page) {
        release_id -> BigInt,
        reference -> Text,
        part -> Integer,
        page -> Integer,
        name -> Text,
        width -> Integer,
        height -> Integer,
    }
}

diesel::table! {
    /// What the public may read of a release as a whole: the hearing in short, ledgers, counts, themes.
    published_releases (release_id) {
        release_id -> BigInt,
        hearing_slug -> Text,
        number -> Integer,
        is_current -> Bool,
        released_at -> Timestamptz,
        overview -> Jsonb,
    }
}

diesel::table! {
    /// A response as the public may read it: redacted, with tokens in place.
    published_responses (release_id, reference) {
        release_id -> BigInt,
        reference -> Text,
        number -> Text,
        position -> Integer,
        category -> Text,
        sender -> Text,
        private -> Bool,
        received_at -> Timestamptz,
        content -> Text,
        themes -> Array<Text>,
        body -> Jsonb,
        text -> Text,
    }
}

diesel::table! {
    /// What a later reading makes differently of a mail or a file. Nothing moves by itself: a person takes it or not.
    reading_changes (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        mail_id -> Nullable<BigInt>,
        part_id -> Nullable<BigInt>,
        reader_version -> Integer,
        field -> Text,
        old -> Jsonb,
        new -> Jsonb,
        text_id -> Nullable<BigInt>,
        state -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// What a sender got back by mail, or why that was not possible.
    receipts (id) {
        id -> BigInt,
        response_id -> BigInt,
        mail_id -> Nullable<BigInt>,
        kind -> Text,
        recipient -> Nullable<Text>,
        bounce_token -> Text,
        message_id -> Text,
        state -> Text,
        state_reason -> Nullable<Text>,
        due_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        /// The enhanced status code (RFC 3463) of a bounce or refusal.
        status -> Nullable<Text>,
        /// What the other server said, in its own words.
        state_detail -> Nullable<Text>,
        in_reply_to -> Nullable<Text>,
        bounced_at -> Nullable<Timestamptz>,
        bounce_mail_id -> Nullable<BigInt>,
        /// What staff did about a receipt that did not arrive.
        handled -> Nullable<Text>,
        handled_note -> Text,
        handled_at -> Nullable<Timestamptz>,
        handled_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// A span that must not be shown, with its ground, who decided it, and who approved it.
    redactions (id) {
        id -> BigInt,
        text_id -> BigInt,
        starts -> Integer,
        ends -> Integer,
        exact -> Text,
        ground -> Text,
        author_id -> BigInt,
        approver_id -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamptz>,
        removed_at -> Nullable<Timestamptz>,
        removed_by -> Nullable<BigInt>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// One numbered, immutable publication of the compilation: built by one person, approved by another.
    releases (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        number -> Nullable<Integer>,
        state -> Text,
        state_reason -> Nullable<Text>,
        manifest -> Nullable<Jsonb>,
        manifest_sha256 -> Nullable<Bytea>,
        log_size -> Nullable<BigInt>,
        log_root -> Nullable<Bytea>,
        built_by -> Nullable<BigInt>,
        approved_by -> Nullable<BigInt>,
        released_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        /// The release in one file, in storage. It holds the manifest, so the manifest cannot name it; its bytes follow from what the manifest names.
        archive_sha256 -> Nullable<Bytea>,
        archive_bytes -> Nullable<BigInt>,
        /// How many volumes the PDF has, while it is set; volumes_set of them are done.
        volumes -> Integer,
        volumes_set -> Integer,
        /// A daily one holds the responses that are signed off; the final one holds all.
        kind -> Text,
    }
}

diesel::table! {
    /// Who answers: one or several to a response. Identity belongs to the response, not to an e-mail address.
    respondents (id) {
        id -> BigInt,
        response_id -> BigInt,
        position -> Integer,
        name -> Text,
        organisation -> Nullable<Text>,
        on_behalf_of -> Nullable<Text>,
        kind -> Text,
        email -> Nullable<Text>,
        consultee_id -> Nullable<BigInt>,
        /// Who of the staff said which consultee this is, or that it is none; nobody while it is as the program found it.
        consultee_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// A later response or mail (other_id, mail_id) corrects, supplements, finalises, approves, withdraws, endorses, repeats or was split from this response; reason and quote say how the program knows.
    response_relations (id) {
        id -> BigInt,
        response_id -> BigInt,
        other_id -> Nullable<BigInt>,
        mail_id -> Nullable<BigInt>,
        kind -> Text,
        state -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        reason -> Text,
        quote -> Text,
    }
}

diesel::table! {
    /// A theme on a whole response: the short way, without passages.
    response_themes (response_id, theme_id, staff_id) {
        response_id -> BigInt,
        theme_id -> BigInt,
        staff_id -> BigInt,
        stance -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// What one respondent said, as received. The token of its receipt link is derived from number and the installation's secret, and stored nowhere.
    responses (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        round_id -> Nullable<BigInt>,
        number -> Text,
        channel -> Text,
        category_id -> Nullable<BigInt>,
        content -> Text,
        standing -> Text,
        standing_body -> Nullable<Text>,
        standing_expected_on -> Nullable<Date>,
        state -> Text,
        work -> Text,
        subject -> Text,
        source -> Text,
        mail_id -> Nullable<BigInt>,
        web_submission_id -> Nullable<BigInt>,
        claimed_at -> Nullable<Timestamptz>,
        arrived_at -> Timestamptz,
        arrival_rule -> Text,
        reached_us_at -> Nullable<Timestamptz>,
        reached_us_evidence -> Nullable<Text>,
        recorded_at -> Timestamptz,
        deemed_timely_reason -> Nullable<Text>,
        name_choice -> Text,
        protected -> Bool,
        to_be_checked -> Bool,
        signatures -> Integer,
        reference_number -> Nullable<Integer>,
        recognised -> Nullable<Integer>,
        confirmed_at -> Nullable<Timestamptz>,
        reached_us_mail_id -> Nullable<BigInt>,
        assigned_to -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// The plan's own schedule: what a response can ask to move, add or drop.
    schedule_items (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        theme_id -> BigInt,
        year -> Integer,
        title -> Text,
        position -> Integer,
    }
}

diesel::table! {
    /// What a sender was asked before publication, mostly whether something about themselves may be shown, and the mail that answers. Never published.
    sender_questions (id) {
        id -> BigInt,
        response_id -> BigInt,
        staff_id -> BigInt,
        recipient -> Text,
        subject -> Text,
        text -> Text,
        message_id -> Text,
        bounce_token -> Text,
        form_key -> Text,
        state -> Text,
        answer_mail_id -> Nullable<BigInt>,
        sent_at -> Nullable<Timestamptz>,
        answered_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Read, tagged, redactions checked; with the share of text (0 to 1) that nobody marked. Lapses when text, coding or redaction changes.
    signoffs (id) {
        id -> BigInt,
        response_id -> BigInt,
        staff_id -> BigInt,
        step -> Text,
        unmarked_share -> Float,
        lapsed_at -> Nullable<Timestamptz>,
        lapsed_by -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A person who works for an organisation. The password is an argon2id PHC string.
    staff (id) {
        id -> BigInt,
        organisation_id -> BigInt,
        login -> Text,
        name -> Text,
        initials -> Text,
        password_hash -> Nullable<Text>,
        disabled_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Wrong tries by hash of the login name; they slow down, they lock nobody out.
    staff_login_failures (id) {
        id -> BigInt,
        login_hash -> Bytea,
        failed_at -> Timestamptz,
    }
}

diesel::table! {
    /// A link that logs one person in once.
    staff_login_links (token_hash) {
        token_hash -> Bytea,
        staff_id -> BigInt,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// What a person may do: in one hearing, or in all of the organisation where hearing_id is null.
    staff_roles (staff_id, hearing_id, role) {
        staff_id -> BigInt,
        hearing_id -> Nullable<BigInt>,
        role -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A login: SHA-256 of 256 random bits. Ends after 30 idle minutes or 8 hours.
    staff_sessions (token_hash) {
        token_hash -> Bytea,
        staff_id -> BigInt,
        csrf -> Text,
        created_at -> Timestamptz,
        seen_at -> Timestamptz,
    }
}

diesel::table! {
    /// What the secretariat's search looks at: made by the workers soon after a text, since taking a mail in shall not wait for it.
    text_searches (text_id, piece) {
        text_id -> BigInt,
        piece -> Integer,
    }
}

diesel::table! {
    /// A text as somebody or something read it: NFC, LF, never edited. ranges are marked spans (quote, signature …) in code points.
    text_versions (id) {
        id -> BigInt,
        part_id -> BigInt,
        deriver -> Text,
        deriver_version -> Integer,
        text -> Text,
        ranges -> Jsonb,
        sha256 -> Bytea,
        staff_id -> Nullable<BigInt>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// What happened to the themes after the hearing opened; each can be undone.
    theme_events (id) {
        id -> BigInt,
        frame_id -> BigInt,
        version -> Integer,
        kind -> Text,
        theme_id -> BigInt,
        detail -> Jsonb,
        staff_id -> Nullable<BigInt>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A theme that belongs with themes of another frame.
    theme_links (theme_id, linked_id) {
        theme_id -> BigInt,
        linked_id -> BigInt,
    }
}

diesel::table! {
    /// A node of a frame, known by its key or its number.
    themes (id) {
        id -> BigInt,
        frame_id -> BigInt,
        parent_id -> Nullable<BigInt>,
        key -> Nullable<Text>,
        number -> Nullable<Integer>,
        title -> Text,
        heading -> Text,
        summary -> Text,
        guide -> Text,
        position -> Integer,
        merged_into -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// Files uploaded to a draft, read at once so that the sender can see whether we can read them.
    web_draft_files (id) {
        id -> BigInt,
        draft_id -> BigInt,
        file_id -> BigInt,
        filename -> Text,
        media_type -> Text,
        state -> Text,
        text -> Nullable<Text>,
        position -> Integer,
    }
}

diesel::table! {
    /// What somebody has typed and not sent: personal data, deleted 30 days after the deadline.
    web_drafts (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        token_hash -> Bytea,
        form -> Jsonb,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// A form as it was sent (the file is its JSON), kept before anything else is done with it.
    web_submissions (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        idempotency_key -> Text,
        file_id -> BigInt,
        arrived_at -> Timestamptz,
        recorded_at -> Timestamptz,
        accepted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// A meeting that gave input of its own kind, never counted among the responses.
    workshops (id) {
        id -> BigInt,
        hearing_id -> BigInt,
        held_on -> Date,
        format -> Text,
        questions -> Array<Text>,
        /// Where it was held; empty when nobody has said.
        place -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    agenda_packages,
    agenda_proposals,
    audit_events,
    audit_sealed,
    audit_seals,
    categories,
    clearings,
    codings,
    commitments,
    consultee_imports,
    consultee_letters,
    consultees,
    deadline_changes,
    decisions,
    desk_acts,
    desk_presences,
    documents,
    enquiries,
    enquiry_answers,
    enquiry_follow_ups,
    enquiry_templates,
    file_scans,
    files,
    former_keys,
    frames,
    gate_excuses,
    hearing_rounds,
    hearings,
    inbox_views,
    input_themes,
    inputs,
    installation,
    jobs,
    letter_templates,
    log_heads,
    log_leaves,
    mail_decisions,
    mail_moves,
    mail_readings,
    mail_senders,
    mailboxes,
    mails,
    meetings,
    memo_approved,
    memo_comments,
    memo_exports,
    memo_imports,
    memo_points,
    memo_publications,
    memo_sources,
    memo_summaries,
    memo_versions,
    milestones,
    network_marks,
    objection_letters,
    objections,
    organisations,
    page_boxes,
    part_readings,
    parts,
    passages,
    proposals,
    published_files,
    published_memos,
    published_passages,
    published_pictures,
    published_releases,
    published_responses,
    reading_changes,
    receipts,
    redactions,
    releases,
    respondents,
    response_relations,
    response_themes,
    responses,
    schedule_items,
    sender_questions,
    signoffs,
    staff,
    staff_login_failures,
    staff_login_links,
    staff_roles,
    staff_sessions,
    text_searches,
    text_versions,
    theme_events,
    theme_links,
    themes,
    web_draft_files,
    web_drafts,
    web_submissions,
    workshops
);

diesel::joinable!(agenda_packages -> files (file_id));
diesel::joinable!(agenda_packages -> meetings (meeting_id));
diesel::joinable!(agenda_packages -> releases (release_id));
diesel::joinable!(agenda_packages -> staff (staff_id));
diesel::joinable!(agenda_proposals -> meetings (meeting_id));
diesel::joinable!(agenda_proposals -> staff (staff_id));
diesel::joinable!(audit_sealed -> audit_seals (seal_id));
diesel::joinable!(categories -> hearings (hearing_id));
diesel::joinable!(clearings -> text_versions (text_id));
diesel::joinable!(codings -> passages (passage_id));
diesel::joinable!(codings -> staff (staff_id));
diesel::joinable!(codings -> themes (theme_id));
diesel::joinable!(commitments -> parts (part_id));
diesel::joinable!(commitments -> responses (response_id));
diesel::joinable!(consultee_imports -> hearings (hearing_id));
diesel::joinable!(consultee_letters -> consultees (consultee_id));
diesel::joinable!(consultee_letters -> staff (staff_id));
diesel::joinable!(consultees -> categories (category_id));
diesel::joinable!(consultees -> hearings (hearing_id));
diesel::joinable!(deadline_changes -> consultees (consultee_id));
diesel::joinable!(deadline_changes -> hearing_rounds (round_id));
diesel::joinable!(deadline_changes -> hearings (hearing_id));
diesel::joinable!(deadline_changes -> staff (staff_id));
diesel::joinable!(decisions -> hearings (hearing_id));
diesel::joinable!(decisions -> staff (staff_id));
diesel::joinable!(desk_acts -> hearings (hearing_id));
diesel::joinable!(desk_acts -> responses (response_id));
diesel::joinable!(desk_acts -> staff (staff_id));
diesel::joinable!(desk_presences -> responses (response_id));
diesel::joinable!(desk_presences -> staff (staff_id));
diesel::joinable!(documents -> files (file_id));
diesel::joinable!(documents -> hearing_rounds (round_id));
diesel::joinable!(documents -> hearings (hearing_id));
diesel::joinable!(enquiries -> hearings (hearing_id));
diesel::joinable!(enquiries -> mails (mail_id));
diesel::joinable!(enquiry_answers -> enquiries (enquiry_id));
diesel::joinable!(enquiry_answers -> staff (staff_id));
diesel::joinable!(enquiry_follow_ups -> enquiries (enquiry_id));
diesel::joinable!(enquiry_follow_ups -> mails (mail_id));
diesel::joinable!(enquiry_templates -> hearings (hearing_id));
diesel::joinable!(enquiry_templates -> staff (staff_id));
diesel::joinable!(file_scans -> files (file_id));
diesel::joinable!(frames -> hearings (hearing_id));
diesel::joinable!(gate_excuses -> hearings (hearing_id));
diesel::joinable!(hearing_rounds -> hearings (hearing_id));
diesel::joinable!(hearings -> organisations (organisation_id));
diesel::joinable!(inbox_views -> hearings (hearing_id));
diesel::joinable!(inbox_views -> staff (staff_id));
diesel::joinable!(input_themes -> inputs (input_id));
diesel::joinable!(input_themes -> staff (staff_id));
diesel::joinable!(input_themes -> themes (theme_id));
diesel::joinable!(inputs -> hearings (hearing_id));
diesel::joinable!(inputs -> workshops (workshop_id));
diesel::joinable!(letter_templates -> hearings (hearing_id));
diesel::joinable!(letter_templates -> staff (staff_id));
diesel::joinable!(log_leaves -> commitments (commitment_id));
diesel::joinable!(mail_decisions -> mails (mail_id));
diesel::joinable!(mail_decisions -> response_relations (relation_id));
diesel::joinable!(mail_decisions -> responses (response_id));
diesel::joinable!(mail_moves -> mails (mail_id));
diesel::joinable!(mail_readings -> mails (mail_id));
diesel::joinable!(mail_senders -> mails (mail_id));
diesel::joinable!(mail_senders -> staff (staff_id));
diesel::joinable!(mailboxes -> hearings (hearing_id));
diesel::joinable!(mailboxes -> organisations (organisation_id));
diesel::joinable!(mails -> files (file_id));
diesel::joinable!(mails -> hearings (hearing_id));
diesel::joinable!(mails -> mailboxes (mailbox_id));
diesel::joinable!(mails -> staff (decided_by));
diesel::joinable!(meetings -> hearings (hearing_id));
diesel::joinable!(memo_approved -> files (file_id));
diesel::joinable!(memo_approved -> hearings (hearing_id));
diesel::joinable!(memo_comments -> memo_points (point_id));
diesel::joinable!(memo_comments -> staff (staff_id));
diesel::joinable!(memo_exports -> hearings (hearing_id));
diesel::joinable!(memo_imports -> files (file_id));
diesel::joinable!(memo_imports -> hearings (hearing_id));
diesel::joinable!(memo_points -> hearings (hearing_id));
diesel::joinable!(memo_points -> themes (theme_id));
diesel::joinable!(memo_publications -> hearings (hearing_id));
diesel::joinable!(memo_sources -> inputs (input_id));
diesel::joinable!(memo_sources -> memo_points (point_id));
diesel::joinable!(memo_sources -> passages (passage_id));
diesel::joinable!(memo_sources -> responses (response_id));
diesel::joinable!(memo_sources -> staff (staff_id));
diesel::joinable!(memo_sources -> text_versions (text_id));
diesel::joinable!(memo_summaries -> hearings (hearing_id));
diesel::joinable!(memo_summaries -> staff (staff_id));
diesel::joinable!(memo_versions -> memo_points (point_id));
diesel::joinable!(memo_versions -> staff (staff_id));
diesel::joinable!(milestones -> hearings (hearing_id));
diesel::joinable!(objection_letters -> objections (objection_id));
diesel::joinable!(objections -> hearings (hearing_id));
diesel::joinable!(objections -> responses (response_id));
diesel::joinable!(objections -> staff (settled_by));
diesel::joinable!(page_boxes -> parts (part_id));
diesel::joinable!(page_boxes -> redactions (redaction_id));
diesel::joinable!(part_readings -> parts (part_id));
diesel::joinable!(part_readings -> text_versions (text_id));
diesel::joinable!(parts -> files (file_id));
diesel::joinable!(parts -> mails (mail_id));
diesel::joinable!(parts -> responses (response_id));
diesel::joinable!(parts -> staff (signatures_covered_by));
diesel::joinable!(passages -> staff (staff_id));
diesel::joinable!(passages -> text_versions (text_id));
diesel::joinable!(proposals -> staff (decided_by));
diesel::joinable!(published_files -> published_releases (release_id));
diesel::joinable!(published_memos -> published_releases (release_id));
diesel::joinable!(published_responses -> published_releases (release_id));
diesel::joinable!(reading_changes -> hearings (hearing_id));
diesel::joinable!(reading_changes -> mails (mail_id));
diesel::joinable!(reading_changes -> parts (part_id));
diesel::joinable!(reading_changes -> staff (decided_by));
diesel::joinable!(reading_changes -> text_versions (text_id));
diesel::joinable!(receipts -> responses (response_id));
diesel::joinable!(receipts -> staff (handled_by));
diesel::joinable!(redactions -> text_versions (text_id));
diesel::joinable!(releases -> hearings (hearing_id));
diesel::joinable!(respondents -> consultees (consultee_id));
diesel::joinable!(respondents -> responses (response_id));
diesel::joinable!(respondents -> staff (consultee_by));
diesel::joinable!(response_relations -> mails (mail_id));
diesel::joinable!(response_relations -> staff (decided_by));
diesel::joinable!(response_themes -> responses (response_id));
diesel::joinable!(response_themes -> staff (staff_id));
diesel::joinable!(response_themes -> themes (theme_id));
diesel::joinable!(responses -> categories (category_id));
diesel::joinable!(responses -> hearing_rounds (round_id));
diesel::joinable!(responses -> hearings (hearing_id));
diesel::joinable!(responses -> staff (assigned_to));
diesel::joinable!(responses -> web_submissions (web_submission_id));
diesel::joinable!(schedule_items -> hearings (hearing_id));
diesel::joinable!(schedule_items -> themes (theme_id));
diesel::joinable!(sender_questions -> mails (answer_mail_id));
diesel::joinable!(sender_questions -> responses (response_id));
diesel::joinable!(sender_questions -> staff (staff_id));
diesel::joinable!(signoffs -> responses (response_id));
diesel::joinable!(signoffs -> staff (staff_id));
diesel::joinable!(staff -> organisations (organisation_id));
diesel::joinable!(staff_login_links -> staff (staff_id));
diesel::joinable!(staff_roles -> hearings (hearing_id));
diesel::joinable!(staff_roles -> staff (staff_id));
diesel::joinable!(staff_sessions -> staff (staff_id));
diesel::joinable!(text_searches -> text_versions (text_id));
diesel::joinable!(text_versions -> parts (part_id));
diesel::joinable!(text_versions -> staff (staff_id));
diesel::joinable!(theme_events -> frames (frame_id));
diesel::joinable!(theme_events -> staff (staff_id));
diesel::joinable!(theme_events -> themes (theme_id));
diesel::joinable!(themes -> frames (frame_id));
diesel::joinable!(web_draft_files -> files (file_id));
diesel::joinable!(web_draft_files -> web_drafts (draft_id));
diesel::joinable!(web_drafts -> hearings (hearing_id));
diesel::joinable!(web_submissions -> files (file_id));
diesel::joinable!(web_submissions -> hearings (hearing_id));
diesel::joinable!(workshops -> hearings (hearing_id));
