//! The solutions of ex17 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
