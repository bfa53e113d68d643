//! A model: a small program with a promise that must hold in every interleaving.

use std::fmt;
use std::sync::Arc;

use interleaving::{Coverage, Kind};

use crate::toolbox::Witness;

/// The executions after which a model is given up as inconclusive.
pub(crate) const DEFAULT_MAX_EXECUTIONS: u64 = 500_000;

/// The processor seconds after which a model is given up as inconclusive.
pub(crate) const DEFAULT_MAX_SECONDS: u64 = 30;

/// A small program with a promise that must hold in every interleaving.
///
/// ```
/// use lab_check::{Model, promise};
///
/// fn two_hits() {
///     let hits = 1 + 1;
///     promise!(LostUpdate, hits == 2, "two hits were made, the counter says {hits}");
/// }
///
/// let model = Model::new("two_hits", two_hits)
///     .promises("two hits on one page are both counted")
///     .question("What may another thread do between the look and the change?");
/// assert_eq!(model.name(), "two_hits");
/// ```
#[derive(Clone)]
pub struct Model {
    pub(crate) name: &'static str,
    pub(crate) body: Arc<dyn Fn() + Send + Sync>,
    pub(crate) promise: Option<&'static str>,
    pub(crate) question: Option<&'static str>,
    pub(crate) right_if: Option<&'static str>,
    pub(crate) coverage: Coverage,
    pub(crate) max_executions: u64,
    pub(crate) max_seconds: u64,
    pub(crate) needs_threads: bool,
    pub(crate) witnesses: Vec<Expected>,
}

/// Something that must happen in at least one execution.
#[derive(Clone, Copy)]
pub(crate) struct Expected {
    pub(crate) witness: &'static Witness,
    pub(crate) kind: Kind,
    pub(crate) otherwise: &'static str,
}

impl Model {
    /// A model that runs `body` in every interleaving.
    ///
    /// The body runs many times, each time from the start: it builds what it needs, starts threads
    /// with `lab::thread` or [`race`](crate::race()), joins them, and checks its promises with
    /// [`promise!`](crate::promise!). It must be deterministic.
    pub fn new(name: &'static str, body: impl Fn() + Send + Sync + 'static) -> Model {
        Model {
            name,
            body: Arc::new(body),
            promise: None,
            question: None,
            right_if: None,
            coverage: Coverage::Every,
            max_executions: DEFAULT_MAX_EXECUTIONS,
            max_seconds: DEFAULT_MAX_SECONDS,
            needs_threads: true,
            witnesses: Vec::new(),
        }
    }

    /// What is promised, as a sentence without a period: it completes "promised".
    #[must_use]
    pub fn promises(mut self, promise: &'static str) -> Model {
        self.promise = Some(promise);
        self
    }

    /// The one question a learner is asked when the promise is broken. Never the fix.
    #[must_use]
    pub fn question(mut self, question: &'static str) -> Model {
        self.question = Some(question);
        self
    }

    /// On which machine wrong code would be right, as the end of "Your code would be right if …".
    /// Without it the judge says what it finds in the counterexample.
    #[must_use]
    pub fn right_if(mut self, condition: &'static str) -> Model {
        self.right_if = Some(condition);
        self
    }

    /// Looks only at interleavings with at most this many surprises (forced switches, stale reads,
    /// spurious wake-ups …). The verdict then says so. For models whose full search would be too
    /// long.
    #[must_use]
    pub fn up_to(mut self, surprises: u32) -> Model {
        self.coverage = Coverage::UpTo(surprises);
        self
    }

    /// Gives up as inconclusive after this many executions.
    #[must_use]
    pub fn max_executions(mut self, executions: u64) -> Model {
        self.max_executions = executions;
        self
    }

    /// Gives up as inconclusive after this many seconds of processor time.
    #[must_use]
    pub fn max_seconds(mut self, seconds: u64) -> Model {
        self.max_seconds = seconds;
        self
    }

    /// Says that a right solution need not start a thread here. Otherwise a model in which no
    /// execution starts a thread of `lab` is a broken rule: nothing would have been checked.
    #[must_use]
    pub fn without_threads(mut self) -> Model {
        self.needs_threads = false;
        self
    }

    /// Demands that `witness` saw what it waits for in at least one execution. When the search is
    /// over and it did not, the verdict is `violated` with this kind and this sentence.
    #[must_use]
    pub fn expects(
        mut self,
        witness: &'static Witness,
        kind: Kind,
        otherwise: &'static str,
    ) -> Model {
        self.witnesses.push(Expected {
            witness,
            kind,
            otherwise,
        });
        self
    }

    /// The name by which headers, filters and reports know it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Model")
            .field("name", &self.name)
            .field("promise", &self.promise)
            .field("coverage", &self.coverage)
            .finish_non_exhaustive()
    }
}
