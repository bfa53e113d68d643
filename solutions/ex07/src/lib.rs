//! The solutions of ex07 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
