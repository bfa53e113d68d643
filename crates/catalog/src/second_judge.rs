//! loom, the second judge: what files say about it, and what it said: `exercises/second-judge.json`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::discover::Layout;
use crate::error::{CatalogError, Place};
use crate::files;
use crate::id::ExerciseId;

/// The version of the form of the file.
const FORMAT: u32 = 1;

/// Why the two judges may differ: a hole of loom 0.7.2, or a part of our judge that loom lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hole {
    /// A condition variable wakes nobody without a notification.
    SpuriousWakeups,
    /// A notification always wakes the longest waiter.
    FifoCondvars,
    /// A load hides an earlier load of another thread from later stores.
    MissedInterleavings,
    /// The search was cut at loom's own number of preemptions.
    PreemptionBound,
    /// Locks are never poisoned.
    Poisoning,
    /// A panic of a thread ends the model.
    PanickingThread,
    /// Dropping or moving the value of a cell is not seen as an access.
    CellDrop,
    /// Memory behind plain pointers is not watched between allocation and release.
    FreedMemory,
    /// What our engine counts and shows to models does not exist there.
    EngineCounts,
    /// Sequentially consistent accesses are only acquire and release.
    SeqCst,
    /// Another store may come between the two halves of a read-modify-write.
    RmwAtomicity,
    /// A lock of `swap` in a loop runs out of branches.
    SwapSpinLock,
    /// A loop that tries again runs out of branches.
    RetryLoops,
    /// A thread that is about to try a lock waits for it when another thread takes it first.
    TryLockWaits,
    /// At most five threads, the main thread included.
    ThreadLimit,
    /// A type is a shim of a mutex and a condition variable.
    Shim,
}

impl Hole {
    /// All of them: first those by which loom accepts more, then those by which it rejects more.
    pub const ALL: [Hole; 16] = [
        Hole::SpuriousWakeups,
        Hole::FifoCondvars,
        Hole::MissedInterleavings,
        Hole::PreemptionBound,
        Hole::Poisoning,
        Hole::PanickingThread,
        Hole::CellDrop,
        Hole::FreedMemory,
        Hole::EngineCounts,
        Hole::SeqCst,
        Hole::RmwAtomicity,
        Hole::SwapSpinLock,
        Hole::RetryLoops,
        Hole::TryLockWaits,
        Hole::ThreadLimit,
        Hole::Shim,
    ];

    /// The name as headers spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Hole::SpuriousWakeups => "spurious-wakeups",
            Hole::FifoCondvars => "fifo-condvars",
            Hole::MissedInterleavings => "missed-interleavings",
            Hole::PreemptionBound => "preemption-bound",
            Hole::Poisoning => "poisoning",
            Hole::PanickingThread => "panicking-thread",
            Hole::CellDrop => "cell-drop",
            Hole::FreedMemory => "freed-memory",
            Hole::EngineCounts => "engine-counts",
            Hole::SeqCst => "seq-cst",
            Hole::RmwAtomicity => "rmw-atomicity",
            Hole::SwapSpinLock => "swap-spin-lock",
            Hole::RetryLoops => "retry-loops",
            Hole::TryLockWaits => "try-lock-waits",
            Hole::ThreadLimit => "thread-limit",
            Hole::Shim => "shim",
        }
    }

    /// The explanation for readers: one sentence.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        match self {
            Hole::SpuriousWakeups => {
                "loom's condition variables wake nobody without a notification; real ones may."
            }
            Hole::FifoCondvars => {
                "loom's condition variables always wake the longest waiter; real ones may wake any."
            }
            Hole::MissedInterleavings => {
                "loom forgets a load when another thread loads the same atomic, and so leaves out \
                 interleavings (its issues 166 and 392)."
            }
            Hole::PreemptionBound => {
                "loom's search was cut at its own number of preemptions, and the bug needs more."
            }
            Hole::Poisoning => "loom's locks are never poisoned.",
            Hole::PanickingThread => {
                "loom ends the whole model when one thread panics, so nobody can outlive a panic."
            }
            Hole::CellDrop => "loom does not see that dropping the value of a cell is a write.",
            Hole::FreedMemory => {
                "loom checks that memory behind plain pointers is given back, not when it is used."
            }
            Hole::EngineCounts => {
                "the model asks our engine what the threads did (which locks they held, how often \
                 they asked), and loom cannot say."
            }
            Hole::SeqCst => {
                "loom treats sequentially consistent accesses as acquire and release, and shows \
                 outcomes that Rust forbids."
            }
            Hole::RmwAtomicity => {
                "loom lets a store come between the two halves of a read-modify-write, which no \
                 machine does."
            }
            Hole::SwapSpinLock => {
                "loom never ends a spin lock that is made of `swap`: it runs out of choices."
            }
            Hole::RetryLoops => {
                "loom repeats a loop that tries again until it runs out of choices; our engine \
                 lets the other thread go first."
            }
            Hole::TryLockWaits => {
                "in loom, a thread that is about to call `try_lock` waits for the lock when \
                 another thread takes it first, so `try_lock` may wait for ever."
            }
            Hole::ThreadLimit => "loom runs at most five threads, the main thread included.",
            Hole::Shim => {
                "loom lacks the type; a mutex and a condition variable stand for it, and they do \
                 not behave the same here."
            }
        }
    }
}

impl fmt::Display for Hole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What the header of a solution says about loom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// `no: …`: it is not compiled for loom, for this reason.
    No(String),
    /// `holds: …`: our judge rejects it, loom accepts it.
    Holds(Hole),
    /// `rejects: …`: our judge accepts it, loom rejects it.
    Rejects(Hole),
}

impl FromStr for Remark {
    type Err = String;

    /// Reads a remark; the error says which ones there are.
    fn from_str(text: &str) -> Result<Remark, String> {
        let hole = |name: &str| {
            Hole::ALL
                .into_iter()
                .find(|hole| hole.as_str() == name)
                .ok_or_else(|| format!("the holes are {}", Hole::ALL.map(Hole::as_str).join(", ")))
        };
        match text.split_once(':').map(|(word, rest)| (word, rest.trim())) {
            Some(("no", reason)) if !reason.is_empty() => Ok(Remark::No(reason.to_owned())),
            Some(("holds", name)) => hole(name).map(Remark::Holds),
            Some(("rejects", name)) => hole(name).map(Remark::Rejects),
            _ => Err("write `no: reason`, `holds: hole` or `rejects: hole`".to_owned()),
        }
    }
}

/// How the two judges compare about one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// Both accept it, or both reject it.
    Agrees,
    /// Only loom accepts it.
    LoomHolds,
    /// Only loom rejects it.
    LoomRejects,
    /// loom reached a limit first.
    Undecided,
    /// It was not run under loom.
    LeftOut,
}

/// What both judges say about one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seconded {
    /// How they compare.
    pub comparison: Comparison,
    /// What our judge says: `holds`, or the verdict and the model.
    pub ours: String,
    /// What loom says, in the same form; empty when it was not asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub loom: String,
    /// Why they differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hole: Option<Hole>,
    /// Why loom was not asked, or what kept it from an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What both judges say about one exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondedExercise {
    /// Why no file of the exercise was run under loom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The right and the wrong solutions by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, Seconded>,
}

impl SecondedExercise {
    /// How many files of `folder` (`right` or `wrong`) compare like this.
    #[must_use]
    pub fn count(&self, folder: &str, comparison: Comparison) -> usize {
        let in_folder = |name: &str| name.split('/').next() == Some(folder);
        self.files
            .iter()
            .filter(|(name, seconded)| in_folder(name) && seconded.comparison == comparison)
            .count()
    }
}

/// What both judges say about the course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecondJudge {
    /// The exercises by id.
    pub exercises: BTreeMap<ExerciseId, SecondedExercise>,
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    v: u32,
    exercises: BTreeMap<String, SecondedExercise>,
}

impl SecondJudge {
    /// Reads the recorded file of a course; empty when nothing is recorded.
    pub(crate) fn read(layout: &Layout) -> Result<SecondJudge, CatalogError> {
        let path = layout.second_judge();
        match files::read(&path)? {
            None => Ok(SecondJudge::default()),
            Some(text) => SecondJudge::parse(&text, &layout.shown(&path)),
        }
    }

    /// Reads the text of the file; `file` is the name that errors shall carry.
    ///
    /// # Errors
    ///
    /// [`CatalogError::Invalid`] when it is not what [`SecondJudge::to_text`] writes.
    pub fn parse(text: &str, file: &str) -> Result<SecondJudge, CatalogError> {
        let help = "judge again with `cargo course judge --second-judge --record`";
        let invalid = |place, problem: String| CatalogError::invalid(place, problem, help);
        let written: Written = serde_json::from_str(text)
            .map_err(|error| invalid(Place::line(file, error.line()), error.to_string()))?;
        if written.v != FORMAT {
            let problem = format!("this is version {}, known is version {FORMAT}", written.v);
            return Err(invalid(Place::file(file), problem));
        }
        let mut judged = SecondJudge::default();
        for (name, exercise) in written.exercises {
            let id = ExerciseId::from_folder(&name).ok_or_else(|| {
                invalid(Place::file(file), format!("`{name}` is not an exercise"))
            })?;
            judged.exercises.insert(id, exercise);
        }
        Ok(judged)
    }

    /// The text of the file, with a line break at its end.
    #[must_use]
    pub fn to_text(&self) -> String {
        let exercises = self.exercises.iter();
        let written = Written {
            v: FORMAT,
            exercises: exercises
                .map(|(id, exercise)| (id.to_string(), exercise.clone()))
                .collect(),
        };
        let mut text = serde_json::to_string_pretty(&written)
            .expect("texts and maps with text keys have a JSON form");
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_holes_read_back_and_have_the_form_of_the_file() {
        for hole in Hole::ALL {
            let text = format!("holds: {hole}");
            assert_eq!(text.parse(), Ok(Remark::Holds(hole)));
            assert_eq!(
                serde_json::to_string(&hole).expect("a name"),
                format!("\"{hole}\"")
            );
            assert!(hole.explanation().ends_with('.'));
        }
    }

    #[test]
    fn other_remarks_are_refused() {
        for text in ["yes", "no", "no:", "holds", "holds: luck", "accepts: shim"] {
            assert!(text.parse::<Remark>().is_err(), "{text}");
        }
        let reason = "needs a time-out".to_owned();
        assert_eq!("no: needs a time-out".parse(), Ok(Remark::No(reason)));
    }

    #[test]
    fn what_is_written_reads_back_and_counts() {
        let seconded = |comparison, hole| Seconded {
            comparison,
            ours: "violated (spurious-wakeup) by two_printers".to_owned(),
            loom: "holds".to_owned(),
            hole,
            reason: None,
        };
        let exercise = SecondedExercise {
            reason: None,
            files: BTreeMap::from([
                (
                    "wrong/if.rs".to_owned(),
                    seconded(Comparison::LoomHolds, Some(Hole::SpuriousWakeups)),
                ),
                (
                    "right/while.rs".to_owned(),
                    seconded(Comparison::Agrees, None),
                ),
            ]),
        };
        assert_eq!(exercise.count("wrong", Comparison::LoomHolds), 1);
        assert_eq!(exercise.count("right", Comparison::LoomHolds), 0);
        let id = ExerciseId::from_number(13).expect("a valid number");
        let judged = SecondJudge {
            exercises: BTreeMap::from([(id, exercise)]),
        };
        let text = judged.to_text();
        assert_eq!(SecondJudge::parse(&text, "x").ok(), Some(judged));
        for broken in ["", "{}", &text.replace("\"v\": 1", "\"v\": 2")] {
            let error = SecondJudge::parse(broken, "exercises/second-judge.json")
                .expect_err("another form")
                .to_string();
            assert!(error.contains("--second-judge --record"), "{error}");
        }
    }
}
