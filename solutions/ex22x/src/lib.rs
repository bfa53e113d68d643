//! The solutions of ex22x live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
