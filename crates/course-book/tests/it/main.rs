//! The book as a whole: a small course that builds, and one change at a time that must not.

#![expect(
    clippy::unwrap_used,
    reason = "in helpers of tests a panic is the report of the failure"
)]

mod command;
mod coverage;
mod failures;
mod fixture;
mod output;
mod real_book;
