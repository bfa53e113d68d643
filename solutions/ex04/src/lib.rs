//! The solutions of ex04 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
