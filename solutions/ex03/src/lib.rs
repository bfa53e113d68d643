//! The solutions of ex03 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
