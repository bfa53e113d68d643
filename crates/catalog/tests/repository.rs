//! The files of this repository are what the crate says they are.

use std::collections::BTreeSet;
use std::path::Path;

use catalog::{Catalog, Layout};

fn catalog() -> Catalog {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Catalog::read(Layout::new(root)).expect("every exercise.toml is complete")
}

#[test]
fn every_exercise_has_a_corpus_of_the_promised_size() {
    let catalog = catalog();
    for exercise in &catalog.exercises {
        let corpus = catalog
            .corpus(exercise.id)
            .expect("every header is complete");
        assert!(
            corpus.right.len() >= 2,
            "{} has too few right solutions",
            exercise.id
        );
        assert!(
            corpus.wrong.len() >= 8,
            "{} has too few wrong solutions",
            exercise.id
        );
    }
}

#[test]
fn every_exercise_has_a_chapter_of_its_own() {
    let catalog = catalog();
    let mut chapters = BTreeSet::new();
    for exercise in &catalog.exercises {
        let page = catalog.layout.chapter(exercise);
        assert!(
            page.is_file(),
            "{}: {} is missing",
            exercise.id,
            page.display()
        );
        assert!(
            chapters.insert(&exercise.chapter),
            "{} is used twice",
            exercise.chapter
        );
    }
}

#[test]
fn the_recorded_numbers_belong_to_exercises_that_exist() {
    let catalog = catalog();
    let stats = catalog
        .stats()
        .expect("stats.json is what `judge --record` writes");
    for id in stats.exercises.keys() {
        assert!(catalog.get(*id).is_some(), "{id} has numbers and no folder");
    }
}
