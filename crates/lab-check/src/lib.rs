//! The toolbox that runs the models of an exercise and turns what happened into words.

pub use source_scan::Rules;
