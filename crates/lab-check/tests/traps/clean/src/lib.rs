//! The source that stands for a learner's file: nothing in it is refused.

/// A function, so that the file is not empty.
pub fn nothing() {}
