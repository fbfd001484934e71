//! A release and its proof, from the outside: with a receipt, the files and nothing else; and what a sender sees of the answer.

mod command;
mod independent;
mod keys;
mod mutations;
mod pages;
mod releases;
mod respondent;
