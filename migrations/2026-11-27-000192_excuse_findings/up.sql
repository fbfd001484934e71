alter table releases add column kind text not null default 'final';
alter table releases add constraint releases_kind_known check (kind in ('daily', 'final'));
comment on column releases.kind is 'A daily one holds the responses that are signed off; the final one holds all.';
alter table hearings add column hide_contacts boolean not null default false;
comment on column hearings.hide_contacts is 'Direct lines and addresses of organisations must be hidden too, as those of private persons.';
create table gate_excuses (
    id bigint generated always as identity,
    hearing_id bigint not null,
    finding text not null,
    what text not null,
    place text not null,
    reason text not null,
    staff_id bigint not null,
    created_at timestamptz not null,
    ended_by bigint,
    ended_at timestamptz,
    constraint gate_excuses_pkey primary key (id),
    constraint gate_excuses_reason_given check (reason <> ''),
    constraint gate_excuses_ended_whole check ((ended_by is null) = (ended_at is null)),
    constraint gate_excuses_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint gate_excuses_staff_fk foreign key (staff_id) references staff on delete restrict,
    constraint gate_excuses_ended_by_fk foreign key (ended_by) references staff on delete restrict
);
comment on table gate_excuses is 'Something that the gate found and a person let through with a reason: this very thing in this very text, and nothing that comes later.';
create unique index gate_excuses_one_in_force on gate_excuses (hearing_id, finding) where ended_at is null;
