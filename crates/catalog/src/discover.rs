//! Finding the exercises below the root of the course.

use std::fs;
use std::path::{Path, PathBuf};

use crate::corpus::Corpus;
use crate::error::{CatalogError, Place};
use crate::exercise::Exercise;
use crate::files;
use crate::id::ExerciseId;
use crate::second_judge::SecondJudge;
use crate::stats::Stats;

/// Where things are, below the root of the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    root: PathBuf,
}

impl Layout {
    /// The layout below this folder; nothing is read.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Layout {
        Layout { root: root.into() }
    }

    /// The layout of the course that `folder` belongs to: the closest folder, from `folder`
    /// upwards, that holds a `Cargo.toml`, `exercises` and `solutions`.
    #[must_use]
    pub fn find(folder: &Path) -> Option<Layout> {
        let is_root = |folder: &&Path| {
            folder.join("Cargo.toml").is_file()
                && folder.join("exercises").is_dir()
                && folder.join("solutions").is_dir()
        };
        folder.ancestors().find(is_root).map(Layout::new)
    }

    /// The root of the course.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// `exercises`.
    #[must_use]
    pub fn exercises(&self) -> PathBuf {
        self.root.join("exercises")
    }

    /// `exercises/exNN`.
    #[must_use]
    pub fn exercise(&self, id: ExerciseId) -> PathBuf {
        self.exercises().join(id.to_string())
    }

    /// The learner's file: `exercises/exNN/src/lib.rs`.
    #[must_use]
    pub fn learner_file(&self, id: ExerciseId) -> PathBuf {
        self.exercise(id).join("src").join("lib.rs")
    }

    /// `exercises/exNN/exercise.toml`.
    #[must_use]
    pub fn manifest(&self, id: ExerciseId) -> PathBuf {
        self.exercise(id).join("exercise.toml")
    }

    /// The recorded counterexample of the starter: `exercises/exNN/counterexample.json`.
    #[must_use]
    pub fn counterexample(&self, id: ExerciseId) -> PathBuf {
        self.exercise(id).join("counterexample.json")
    }

    /// `solutions/exNN`.
    #[must_use]
    pub fn solutions(&self, id: ExerciseId) -> PathBuf {
        self.root.join("solutions").join(id.to_string())
    }

    /// The pristine starter: `solutions/exNN/starter.rs`.
    #[must_use]
    pub fn starter(&self, id: ExerciseId) -> PathBuf {
        self.solutions(id).join("starter.rs")
    }

    /// The measured numbers: `exercises/stats.json`.
    #[must_use]
    pub fn stats(&self) -> PathBuf {
        self.exercises().join("stats.json")
    }

    /// What the second judge said: `exercises/second-judge.json`.
    #[must_use]
    pub fn second_judge(&self) -> PathBuf {
        self.exercises().join("second-judge.json")
    }

    /// The page of an exercise: `book/src/` and its chapter.
    #[must_use]
    pub fn chapter(&self, exercise: &Exercise) -> PathBuf {
        self.root.join("book").join("src").join(&exercise.chapter)
    }

    /// The learner's own state, ignored by Git: `.course`.
    #[must_use]
    pub fn state(&self) -> PathBuf {
        self.root.join(".course")
    }

    /// A path below the root as people write it: relative, with `/`.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        relative.display().to_string().replace('\\', "/")
    }
}

/// All exercises of the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// Where things are.
    pub layout: Layout,
    /// The exercises in the order of their ids.
    pub exercises: Vec<Exercise>,
}

impl Catalog {
    /// Reads every `exercises/exNN/exercise.toml`.
    ///
    /// # Errors
    ///
    /// When there is no exercise, a folder is not named `exNN`, or an `exercise.toml` is missing
    /// or broken: the first one in the order of the ids.
    pub fn read(layout: Layout) -> Result<Catalog, CatalogError> {
        let ids = Catalog::ids(&layout)?;
        let exercises = ids.iter().map(|id| Catalog::read_one(&layout, *id));
        let exercises = exercises.collect::<Result<Vec<_>, _>>()?;
        Ok(Catalog { layout, exercises })
    }

    /// The ids of the exercises, in order, without reading their files.
    ///
    /// # Errors
    ///
    /// When there is none, or a folder is not named `exNN`.
    pub fn ids(layout: &Layout) -> Result<Vec<ExerciseId>, CatalogError> {
        let folder = layout.exercises();
        let failed = |source| CatalogError::Io {
            action: "read",
            path: folder.clone(),
            source,
        };
        let mut ids = Vec::new();
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || !entry.path().is_dir() {
                continue;
            }
            let Some(id) = ExerciseId::from_folder(&name) else {
                return Err(CatalogError::invalid(
                    Place::file(&layout.shown(&entry.path())),
                    "this is not the folder of an exercise",
                    "name it ex01 to ex99, or move it out of `exercises`",
                ));
            };
            ids.push(id);
        }
        if ids.is_empty() {
            let help = "restore the folder with `git checkout exercises`".to_owned();
            return Err(CatalogError::Missing {
                path: folder.join("ex01"),
                help,
            });
        }
        ids.sort_unstable();
        Ok(ids)
    }

    /// Reads the `exercise.toml` of one exercise.
    ///
    /// # Errors
    ///
    /// When it is missing or broken.
    pub fn read_one(layout: &Layout, id: ExerciseId) -> Result<Exercise, CatalogError> {
        let path = layout.manifest(id);
        let shown = layout.shown(&path);
        let text = files::read(&path).map_err(|error| error.about(&shown))?;
        let text = text.ok_or_else(|| CatalogError::Missing {
            path: PathBuf::from(&shown),
            help: format!("restore it with `git checkout {shown}`"),
        })?;
        Exercise::parse(&text, &shown, id)
    }

    /// The exercise with this id.
    #[must_use]
    pub fn get(&self, id: ExerciseId) -> Option<&Exercise> {
        self.exercises.iter().find(|exercise| exercise.id == id)
    }

    /// The starter and the solutions of an exercise.
    ///
    /// # Errors
    ///
    /// See [`Corpus::read`].
    pub fn corpus(&self, id: ExerciseId) -> Result<Corpus, CatalogError> {
        Corpus::read(&self.layout.solutions(id))
    }

    /// The measured numbers; empty when nothing has been recorded yet.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is not what `judge --record` writes.
    pub fn stats(&self) -> Result<Stats, CatalogError> {
        let path = self.layout.stats();
        match files::read(&path)? {
            None => Ok(Stats::default()),
            Some(text) => Stats::parse(&text, &self.layout.shown(&path)),
        }
    }

    /// What the second judge said; empty when nothing is recorded.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is not what `judge --second-judge --record` writes.
    pub fn second_judge(&self) -> Result<SecondJudge, CatalogError> {
        SecondJudge::read(&self.layout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(files: &[(&str, &str)]) -> (tempfile::TempDir, Layout) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
            fs::write(path, text).expect("writable");
        }
        let layout = Layout::new(folder.path());
        (folder, layout)
    }

    fn manifest(id: &str) -> String {
        format!(
            "format = 1\nid = \"{id}\"\ntitle = \"Count the visits\"\npart = 1\n\
             chapter = \"part1/02-lost-update.md\"\n\
             minutes = {{ concept = 8, exercise = 20, debrief = 10 }}\n\
             topics = []\nmisconceptions = []\nloom = \"yes\"\n\
             starter = {{ model = \"same_page\", verdict = \"violated\", kind = \"lost-update\" }}\n\
             hints = [\"a\", \"b\", \"c\"]\n"
        )
    }

    #[test]
    fn exercises_come_in_the_order_of_their_numbers() {
        let (ten, two) = (manifest("ex10"), manifest("ex02"));
        let (_folder, layout) = course(&[
            ("exercises/ex10/exercise.toml", &ten),
            ("exercises/ex02/exercise.toml", &two),
            ("exercises/stats.json", ""),
        ]);
        let catalog = Catalog::read(layout).expect("two exercises");
        let ids: Vec<_> = catalog.exercises.iter().map(|e| e.id.to_string()).collect();
        assert_eq!(ids, ["ex02", "ex10"]);
    }

    #[test]
    fn a_missing_manifest_says_how_to_restore_it() {
        let (_folder, layout) = course(&[("exercises/ex02/src/lib.rs", "")]);
        let message = Catalog::read(layout).expect_err("no manifest").to_string();
        insta::assert_snapshot!(message, @"exercises/ex02/exercise.toml is missing; restore it with `git checkout exercises/ex02/exercise.toml`");
    }

    #[test]
    fn a_manifest_that_is_a_folder_is_an_error() {
        let (_folder, layout) = course(&[("exercises/ex02/exercise.toml/x", "")]);
        let error = Catalog::read(layout).expect_err("a folder is no text");
        assert!(error.blames_a_file());
        let message = error.to_string();
        assert!(
            message.starts_with("cannot read exercises/ex02/exercise.toml: "),
            "{message}"
        );
        assert!(
            message.ends_with("; it is a folder: move it away"),
            "{message}"
        );
    }

    #[test]
    fn a_strange_folder_is_named() {
        let (_folder, layout) = course(&[("exercises/ex2/exercise.toml", "")]);
        let message = Catalog::read(layout)
            .expect_err("ex2 is not ex02")
            .to_string();
        assert!(message.starts_with("exercises/ex2: "), "{message}");
    }

    #[test]
    fn the_root_is_found_from_below() {
        let (folder, layout) = course(&[
            ("Cargo.toml", ""),
            ("exercises/ex02/src/lib.rs", ""),
            ("solutions/x", ""),
        ]);
        let below = folder.path().join("exercises/ex02/src");
        assert_eq!(Layout::find(&below), Some(layout));
        assert_eq!(Layout::find(Path::new("/")), None);
    }
}
