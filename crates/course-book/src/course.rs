//! What the pages are made of: the exercises, the measured numbers and the quizzes.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use catalog::{Catalog, Exercise, ExerciseId, Layout, SecondJudge, Stats};
use interleaving::Counterexample;
use transcripts::{Evidence, Explore, Mistake};

use crate::finding::Finding;
use crate::front_matter::{self, Minutes};
use crate::quiz::Quizzes;
use crate::summary;
use crate::tracks::{self, Track};

/// A chapter, as its front matter describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its path below the folder of the pages.
    pub path: String,
    /// Its minutes.
    pub minutes: Minutes,
    /// What the reader can do afterwards.
    pub objectives: Vec<String>,
    /// Its exercise.
    pub exercise: ExerciseId,
}

/// Everything that a page may ask for.
#[derive(Debug)]
pub struct Course {
    /// The root of the course, without symbolic links.
    pub root: PathBuf,
    /// The folder of the pages.
    pub src: PathBuf,
    /// The exercises.
    pub catalog: Catalog,
    /// The measured numbers.
    pub stats: Stats,
    /// What the second judge said.
    pub second_judge: SecondJudge,
    /// The quizzes.
    pub quizzes: Quizzes,
    /// The Python programs and what was recorded about them.
    pub evidence: Evidence,
    /// The chapters in the order of their numbers.
    pub chapters: Vec<Chapter>,
    /// The tracks through the course.
    pub tracks: Vec<Track>,
    /// Parts that are not recorded yet become a note instead of a finding.
    pub draft: bool,
    /// The quizzes that pages asked for.
    used_quizzes: RefCell<BTreeSet<String>>,
    /// The Python programs that pages show, or whose recording they show.
    used_programs: RefCell<BTreeSet<String>>,
}

impl Course {
    /// Reads the course below `root`, whose pages are in `src`.
    ///
    /// # Errors
    ///
    /// When the root does not exist or `exercises` is broken; findings about quizzes are given back.
    pub fn read(root: &Path, src: &Path, draft: bool) -> Result<(Course, Vec<Finding>)> {
        let layout = Layout::new(root);
        let catalog = Catalog::read(layout)?;
        let stats = catalog.stats()?;
        let second_judge = catalog.second_judge()?;
        let (quizzes, mut found) = Quizzes::read(&root.join("book/quizzes"), "book/quizzes");
        found.extend(quizzes.check_test("book/quizzes"));
        let (evidence, mistakes) = Evidence::read(root);
        found.extend(mistakes.into_iter().map(finding));
        let chapters = chapters(&catalog, src);
        let (tracks, mistakes) = tracks::read(root);
        found.extend(mistakes);
        let course = Course {
            root: root.to_path_buf(),
            src: src.to_path_buf(),
            catalog,
            stats,
            second_judge,
            quizzes,
            evidence,
            chapters,
            tracks,
            draft,
            used_quizzes: RefCell::default(),
            used_programs: RefCell::default(),
        };
        Ok((course, found))
    }

    /// A path as findings show it: relative to the root, with `/`.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        relative.to_string_lossy().replace('\\', "/")
    }

    /// The exercise that a directive names.
    ///
    /// # Errors
    ///
    /// A message that lists the known exercises.
    pub fn exercise(&self, name: &str) -> Result<&Exercise, String> {
        ExerciseId::from_folder(name)
            .and_then(|id| self.catalog.get(id))
            .ok_or_else(|| {
                let known: Vec<String> = self
                    .catalog
                    .exercises
                    .iter()
                    .map(|e| e.id.to_string())
                    .collect();
                format!(
                    "there is no exercise `{name}`; there are: {}",
                    known.join(", ")
                )
            })
    }

    /// The recorded counterexample of an exercise's starter; `None` when nothing is recorded.
    ///
    /// # Errors
    ///
    /// When the file is there and cannot be understood.
    pub fn counterexample(&self, exercise: &Exercise) -> Result<Option<Counterexample>> {
        let path = self.catalog.layout.counterexample(exercise.id);
        let shown = self.shown(&path);
        match fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("{shown} cannot be read")),
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .with_context(|| format!("{shown} cannot be understood; record it again with `cargo course judge --record`")),
        }
    }

    /// Notes that a page shows this quiz.
    pub fn use_quiz(&self, name: &str) {
        self.used_quizzes.borrow_mut().insert(name.to_owned());
    }

    /// The quizzes that no page shows.
    #[must_use]
    pub fn unused_quizzes(&self) -> Vec<Finding> {
        let used = self.used_quizzes.borrow();
        let unused = self.quizzes.names().filter(|name| !used.contains(*name));
        unused
            .map(|name| {
                let message = format!("no page shows this quiz; write `{{{{#quiz {name}}}}}` on one, or remove the file");
                Finding::in_file(&format!("book/quizzes/{name}.toml"), message)
            })
            .collect()
    }

    /// Notes that a page shows this Python program or its recording.
    pub fn use_program(&self, name: &str) {
        self.used_programs.borrow_mut().insert(name.to_owned());
    }

    /// The Python programs that no page shows. A small one that is explored for another one is
    /// shown with it.
    #[must_use]
    pub fn unused_programs(&self) -> Vec<Finding> {
        let mut used = self.used_programs.borrow().clone();
        for program in self.evidence.programs.values() {
            if let (Explore::Other(file), true) = (&program.explore, used.contains(&program.name)) {
                used.insert(file.trim_end_matches(".py").to_owned());
            }
        }
        self.evidence
            .programs
            .values()
            .filter(|program| !used.contains(&program.name))
            .map(|program| {
                let message = format!(
                    "no page shows this program; write `{{{{#transcript {}}}}}` on one, or remove the file",
                    program.name
                );
                Finding::in_file(&program.file, message)
            })
            .collect()
    }

    /// Everything that keeps a recording from being evidence, and unless drafts are accepted every
    /// program without a recording.
    #[must_use]
    pub fn unproven_programs(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for program in self.evidence.programs.values() {
            match self.evidence.check(program) {
                Some(mistakes) => found.extend(mistakes.into_iter().map(finding)),
                None if self.draft => {}
                None => {
                    let message = format!(
                        "it is not recorded; run `cargo course record {}`",
                        program.name
                    );
                    found.push(Finding::in_file(&program.file, message));
                }
            }
        }
        found
    }
}

/// The chapters of the exercises. One that cannot be read, or lacks its title or minutes, is found
/// by the checks of its page.
fn chapters(catalog: &Catalog, src: &Path) -> Vec<Chapter> {
    let chapter = |exercise: &Exercise| {
        let text = fs::read_to_string(src.join(&exercise.chapter)).ok()?;
        let (front_matter, _, _) = front_matter::split(&exercise.chapter, &text);
        Some(Chapter {
            number: summary::chapter_number(&exercise.chapter)?,
            title: front_matter.title?,
            path: exercise.chapter.clone(),
            minutes: front_matter.minutes?,
            objectives: front_matter.objectives,
            exercise: exercise.id,
        })
    };
    let mut chapters: Vec<Chapter> = catalog.exercises.iter().filter_map(chapter).collect();
    chapters.sort_by_key(|chapter| chapter.number);
    chapters
}

/// A mistake of a program or a recording is a finding of the book.
fn finding(mistake: Mistake) -> Finding {
    let message = mistake.message();
    Finding {
        file: mistake.file,
        line: mistake.line,
        message,
    }
}
