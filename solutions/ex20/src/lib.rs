//! The solutions of ex20 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
