//! The solutions of ex05 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
