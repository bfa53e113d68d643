//! The solutions of ex08 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
