//! The solutions of ex18 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
