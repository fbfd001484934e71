drop table sender_questions;
