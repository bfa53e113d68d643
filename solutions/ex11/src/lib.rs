//! The solutions of ex11 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
