//! The solutions of ex16 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
