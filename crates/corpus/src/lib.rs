//! Build-script helper: lists the right and wrong solutions of an exercise as Rust modules.
//!
//! The solutions of an exercise are ordinary `lib.rs` files below `solutions/exNN`. Its test judges
//! all of them with the learner's own models, in one binary, so each file becomes a module with a
//! copy of the models beside it. The build script of `solutions/exNN` has one line:
//!
//! ```no_run
//! corpus::generate("ex07");
//! ```
//!
//! It reads the headers through `catalog`, so a broken header is an error of the build, with file,
//! line and key. Files whose header says that the scan or the compiler refuses them are listed
//! but not compiled. With the feature `loom`, files whose header says `loom: no: …` are left out:
//! one of them would keep all others from being compiled.

mod modules;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::exit;

use catalog::{CatalogError, Corpus, Exercise, ExerciseId, Remark};

/// Writes `corpus.rs` into `OUT_DIR`, with a function `candidates` that lists the corpus of
/// `exercise` for `lab_check::Corpus`.
///
/// It is called by a build script. Whatever is wrong with the corpus ends the build with a message
/// that names the file and what to do.
#[expect(
    clippy::print_stderr,
    clippy::exit,
    reason = "this is how a build script fails"
)]
pub fn generate(exercise: &str) {
    let directory = |name: &str| env::var_os(name).map(PathBuf::from);
    let (Some(here), Some(out)) = (directory("CARGO_MANIFEST_DIR"), directory("OUT_DIR")) else {
        eprintln!("corpus::generate is called by a build script: cargo sets OUT_DIR for it");
        exit(1);
    };
    if let Err(problem) = write(exercise, &here, &out) {
        eprintln!("{problem}");
        exit(1);
    }
}

fn write(exercise: &str, here: &Path, out: &Path) -> Result<(), String> {
    // Cargo tells build scripts the features of their package in this form.
    let loom = env::var_os("CARGO_FEATURE_LOOM").is_some();
    let plan = Plan::read(exercise, here, loom)?;
    #[expect(
        clippy::print_stdout,
        reason = "this is how a build script speaks to cargo"
    )]
    for path in plan.watched() {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let file = out.join("corpus.rs");
    fs::write(&file, modules::write(&plan))
        .map_err(|error| format!("cannot write {}: {error}", file.display()))
}

/// Everything the generated file is made of.
struct Plan {
    /// `solutions/exNN`.
    solutions: PathBuf,
    /// `exercises/exNN`.
    exercise: PathBuf,
    /// What is documented about the starter.
    starter: catalog::Expectation,
    corpus: Corpus,
}

impl Plan {
    /// Reads the headers; `loom` leaves out the files that do not run under loom.
    fn read(exercise: &str, here: &Path, loom: bool) -> Result<Plan, String> {
        let id = ExerciseId::from_folder(exercise)
            .ok_or_else(|| format!("{exercise} is not the name of an exercise, such as ex07"))?;
        let root = here.parent().and_then(Path::parent).ok_or_else(|| {
            format!(
                "{} is not solutions/{exercise} of the course",
                here.display()
            )
        })?;
        let folder = root.join("exercises").join(exercise);
        let say = |error: CatalogError| error.to_string();
        let manifest = folder.join("exercise.toml");
        let text = fs::read_to_string(&manifest)
            .map_err(|error| format!("cannot read {}: {error}", manifest.display()))?;
        let parsed = Exercise::parse(&text, &manifest.display().to_string(), id).map_err(say)?;
        let mut corpus = Corpus::read(here).map_err(say)?;
        if loom {
            let stays = |remark: &Option<Remark>| !matches!(remark, Some(Remark::No(_)));
            corpus.right.retain(|right| stays(&right.loom));
            corpus.wrong.retain(|wrong| stays(&wrong.loom));
        }
        Ok(Plan {
            solutions: here.to_owned(),
            exercise: folder,
            starter: parsed.starter,
            corpus,
        })
    }

    /// The models that all candidates share.
    fn models(&self) -> PathBuf {
        self.exercise.join("tests").join("models.rs")
    }

    /// A change of one of these makes the file again. Folders stand for the files in them.
    fn watched(&self) -> Vec<PathBuf> {
        let right = self
            .corpus
            .right
            .iter()
            .map(|right| right.entry.path.clone());
        let wrong = self
            .corpus
            .wrong
            .iter()
            .map(|wrong| wrong.entry.path.clone());
        let mut paths = vec![
            self.exercise.join("exercise.toml"),
            self.corpus.starter.path.clone(),
            self.solutions.join("right"),
            self.solutions.join("wrong"),
        ];
        paths.extend(right);
        paths.extend(wrong);
        paths
    }
}

#[cfg(test)]
mod tests;
