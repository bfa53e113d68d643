//! The solutions of ex19 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
