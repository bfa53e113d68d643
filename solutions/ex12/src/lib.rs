//! The solutions of ex12 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
