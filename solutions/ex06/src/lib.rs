//! The solutions of ex06 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
