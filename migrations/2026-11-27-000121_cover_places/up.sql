create table page_boxes (
    id bigint generated always as identity,
    part_id bigint not null,
    page integer not null,
    edge_left double precision not null,
    edge_top double precision not null,
    edge_right double precision not null,
    edge_bottom double precision not null,
    ground text not null,
    redaction_id bigint,
    author_id bigint not null,
    approver_id bigint,
    approved_at timestamptz,
    removed_at timestamptz,
    removed_by bigint,
    created_at timestamptz not null,
    constraint page_boxes_pkey primary key (id),
    constraint page_boxes_page_counts_from_one check (page >= 1),
    constraint page_boxes_within_page check (0 <= edge_left and edge_left < edge_right and edge_right <= 1 and 0 <= edge_top and edge_top < edge_bottom and edge_bottom <= 1),
    constraint page_boxes_ground_known check (ground in ('cpr', 'contact', 'health', 'third_person', 'confidential', 'business', 'copyright', 'threat', 'not_part')),
    constraint page_boxes_approver_is_another check (approver_id is null or approver_id <> author_id),
    constraint page_boxes_part_fk foreign key (part_id) references parts on delete cascade,
    constraint page_boxes_redaction_fk foreign key (redaction_id) references redactions on delete cascade,
    constraint page_boxes_author_fk foreign key (author_id) references staff on delete restrict,
    constraint page_boxes_approver_fk foreign key (approver_id) references staff on delete restrict,
    constraint page_boxes_removed_by_fk foreign key (removed_by) references staff on delete restrict
);
comment on table page_boxes is 'A place on a page of a file that must not be seen in public (a signature, a stamp, handwriting, a face), drawn by hand: edges as shares of the page as it is drawn. redaction_id: the hidden text that it covers, where the program does not know for certain where that stands.';
create index page_boxes_by_part on page_boxes (part_id);
create function lapse_by_box() returns trigger language plpgsql as $$
begin
    perform lapse_signoffs(parts.response_id, 'redaction') from parts where parts.id = new.part_id;
    return null;
end $$;
create trigger page_boxes_lapse after insert or update of ground, removed_at on page_boxes for each row execute function lapse_by_box();
