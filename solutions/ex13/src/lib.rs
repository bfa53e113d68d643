//! The solutions of ex13 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
