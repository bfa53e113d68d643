//! The exercises as data: exercise.toml, the corpus of solutions, progress.
