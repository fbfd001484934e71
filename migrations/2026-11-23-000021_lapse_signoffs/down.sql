drop trigger redactions_lapse on redactions;
drop trigger response_themes_lapse on response_themes;
drop trigger codings_lapse on codings;
drop trigger parts_lapse on parts;
drop function lapse_by_redaction;
drop function lapse_by_theme;
drop function lapse_by_coding;
drop function lapse_by_text;
drop function lapse_signoffs;
