//! The course that a command works on.

use std::env;
use std::path::Path;

use catalog::{Catalog, Exercise, ExerciseId, Layout, Progress, ProgressFile, Recovered};

use crate::Outcome;
use crate::failure::Failure;
use crate::terminal::{self, BOLD, RESET, YELLOW};

/// The course that a command works on: where it is and which exercises it has.
#[derive(Debug)]
pub(crate) struct Context {
    /// Where things are.
    pub(crate) layout: Layout,
    /// The ids of the exercises, in order.
    pub(crate) ids: Vec<ExerciseId>,
    progress: ProgressFile,
}

impl Context {
    /// The course that the current folder belongs to.
    ///
    /// # Errors
    ///
    /// When it belongs to none, or the course has no exercises.
    pub(crate) fn find() -> Outcome<Context> {
        let here = env::current_dir().map_err(Failure::io("find", Path::new(".")))?;
        let Some(layout) = Layout::find(&here) else {
            return Err(Failure::NotInCourse { from: here });
        };
        let ids = Catalog::ids(&layout)?;
        let progress = ProgressFile::of(&layout);
        Ok(Context {
            layout,
            ids,
            progress,
        })
    }

    /// The exercise that the text means: `7`, `07` or `ex07`.
    ///
    /// # Errors
    ///
    /// When it is no number, or the course has no such exercise.
    pub(crate) fn id(&self, text: &str) -> Outcome<ExerciseId> {
        let id: ExerciseId = text.parse()?;
        if self.ids.contains(&id) {
            return Ok(id);
        }
        Err(Failure::NoSuchExercise {
            id,
            nearest: id.nearest(&self.ids, 2),
        })
    }

    /// The exercises that the texts mean, in the order of the course and each once.
    ///
    /// # Errors
    ///
    /// See [`Context::id`].
    pub(crate) fn ids_of(&self, texts: &[String]) -> Outcome<Vec<ExerciseId>> {
        let mut ids = texts
            .iter()
            .map(|text| self.id(text))
            .collect::<Outcome<Vec<_>>>()?;
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// The exercise that the text means, or the current one.
    ///
    /// # Errors
    ///
    /// See [`Context::id`].
    pub(crate) fn id_or_current(&self, text: Option<&str>) -> Outcome<ExerciseId> {
        match text {
            Some(text) => self.id(text),
            None => {
                let here = self.progress()?.here(&self.ids);
                Ok(here.expect("a course without exercises is refused by `find`"))
            }
        }
    }

    /// What `exercise.toml` says about the exercise.
    ///
    /// # Errors
    ///
    /// When the file is missing or broken.
    pub(crate) fn exercise(&self, id: ExerciseId) -> Outcome<Exercise> {
        Ok(Catalog::read_one(&self.layout, id)?)
    }

    /// The text of the learner's file.
    ///
    /// # Errors
    ///
    /// When it is not a plain file with UTF-8 text of a sensible size.
    pub(crate) fn learner_text(&self, id: ExerciseId) -> Outcome<String> {
        let path = self.layout.learner_file(id);
        let reset = format!("cargo course reset {id}");
        crate::learner_file::read(&path, &self.layout.shown(&path), Some(&reset))
    }

    /// The learner's progress.
    ///
    /// # Errors
    ///
    /// When the file cannot be read. A broken one is set aside, and the learner is told.
    pub(crate) fn progress(&self) -> Outcome<Progress> {
        let (progress, recovered) = self.progress.read()?;
        self.tell(recovered);
        Ok(progress)
    }

    /// Changes the learner's progress. When it cannot be written, as in a read-only tree, the
    /// learner is told, and whatever was asked for goes on.
    pub(crate) fn note_progress(&self, change: impl FnOnce(&mut Progress)) {
        match self.progress.update(change) {
            Ok(((), recovered)) => self.tell(recovered),
            Err(error) => {
                terminal::remark(format_args!(
                    "{BOLD}{YELLOW}note:{RESET} the progress is not kept: {error}"
                ));
            }
        }
    }

    fn tell(&self, recovered: Option<Recovered>) {
        let Some(Recovered { problem, backup }) = recovered else {
            return;
        };
        terminal::remark(format_args!(
            "{BOLD}{YELLOW}note:{RESET} {problem}; the old file is {}",
            self.layout.shown(&backup)
        ));
    }
}
