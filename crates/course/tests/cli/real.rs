//! Grading with the real judges of this repository.
