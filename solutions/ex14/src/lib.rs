//! The solutions of ex14 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
