//! The solutions of ex09 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
