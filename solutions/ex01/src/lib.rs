//! The solutions of ex01 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
