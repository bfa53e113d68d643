//! The solutions of ex23 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
