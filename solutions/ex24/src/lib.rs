//! The solutions of ex24 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
