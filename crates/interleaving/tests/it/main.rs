//! Tests of the shared language: what people read, the JSON form, and properties of both.

mod json;
mod properties;
mod rendering;
mod samples;
mod terminal;
mod wording;
