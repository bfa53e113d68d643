//! The solutions of ex21 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
