//! The solutions of ex18 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
//! What the compiler says about a right one that is used in a wrong way is tested in `messages/`.
