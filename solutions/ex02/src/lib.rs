//! The solutions of ex02 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
