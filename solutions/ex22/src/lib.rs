//! The solutions of ex22 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
