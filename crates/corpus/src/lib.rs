//! Build-script helper: lists the right and wrong solutions of an exercise as Rust modules.
