//! The solutions of ex15 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
