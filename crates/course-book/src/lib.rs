//! Builds, checks and serves the book of the course.
//!
//! mdBook is linked as a library. What it leaves to the author's care is strict here: a missing
//! include or anchor, a directive nobody knows, a broken link or fragment, an image without a text
//! alternative, a chapter without its exercise, and every warning of mdBook itself is a
//! [`Finding`](finding::Finding) with file and line, and the book is not built.
//!
//! | on a page | becomes | made of |
//! |---|---|---|
//! | `{{#include PATH:ANCHOR}}` | a part of a source file | the file |
//! | `{{#starter exNN:ANCHOR}}` | the pristine starter | `solutions/exNN/starter.rs` |
//! | `{{#exercise exNN}}` | the exercise card | `exercise.toml`, `exercises/stats.json` |
//! | `{{#counterexample exNN}}` | how the starter fails | `exercises/exNN/counterexample.json` |
//! | `{{#second-judge}}` | what loom says about the corpus | `exercises/second-judge.json` |
//! | `{{#quiz NAME}}` | questions with folded answers | `book/quizzes/NAME.toml` |
//! | `{{#handout}}` | a sheet for each chapter | front matter, `exercise.toml` |
//! | `{{#cards exNN}}` | cards for acting out a failure | `exercises/exNN/counterexample.json` |
//! | `{{#timetable ID}}` | the timetable of a track | `book/tracks.toml`, the front matter of the chapters |
//! | `{{#transcript NAME}}` | recorded runs of a Python program | `book/python/NAME.py`, `book/transcripts/NAME.json` |
//!
//! Limitations: links to other hosts are not followed, and the text of SVG files is not read.

pub mod block;
pub mod code;
pub mod corrections;
pub mod course;
pub mod coverage;
pub mod directive;
pub mod finding;
pub mod front_matter;
pub mod html;
pub mod http;
pub mod links;
pub mod log;
pub mod page;
pub mod pairing;
pub mod presenter;
pub mod publish;
pub mod quiz;
pub mod rendered;
pub mod serve;
pub mod summary;
pub mod theme;
pub mod tracks;
