//! The std-shaped synchronisation types of the course: std in a program, checked in a test.
