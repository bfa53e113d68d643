//! The solutions of ex10 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
