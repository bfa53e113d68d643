//! The command line as its users meet it.
//!
//! Every test makes a small course of its own in a temporary folder. Cargo and the judges are
//! replaced by shell scripts that print what the real ones print, so a test says exactly what they
//! answer and nothing is compiled. `real.rs` is the exception: it grades with the real judges.

#![cfg(unix)]

mod bad_input;
mod book;
mod check;
mod course;
mod explore;
mod grade;
mod help;
mod hint;
mod judge;
mod list;
mod progress;
mod real;
mod reset;
mod watch;
