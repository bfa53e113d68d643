//! The plan of a check: prove first, then explain.

use std::sync::Arc;

use interleaving::{Coverage, Limit, Surprises};

use super::runner::{After, Found, Model, Outcome, Plan, Recorded, carry_out, nothing};
use crate::check::{Check, Reduction};
use crate::execution::{Failure, Features, Settings};
use crate::limits::POLISH_EXECUTIONS;

/// What a check found out.
pub(crate) struct Search {
    /// All executions of all searches, the recording one not counted.
    pub(crate) executions: u64,
    pub(crate) failure: Option<Shown>,
    /// What is covered, when there is no failure and no limit was hit.
    pub(crate) coverage: Option<Coverage>,
    pub(crate) limit: Option<Limit>,
    /// How many threads were started, over all executions.
    pub(crate) threads_started: u64,
}

/// A failure and the execution that shows it.
pub(crate) struct Shown {
    pub(crate) failure: Failure,
    pub(crate) recorded: Option<Recorded>,
    pub(crate) surprises: Surprises,
    pub(crate) execution: u64,
    /// True when every execution with a smaller cost was tried and none of them fails.
    pub(crate) calmest: bool,
}

pub(super) struct Searcher<'check> {
    pub(super) check: &'check Check,
    pub(super) model: Model,
    features: Features,
    pub(super) weak_memory: bool,
    pub(super) keep_going: bool,
    pub(super) executions: u64,
    threads_started: u64,
}

/// Checks a model.
pub(crate) fn search(check: &Check, model: Model, after: After) -> Search {
    Searcher::new(check, model).search(after)
}

impl<'check> Searcher<'check> {
    pub(super) fn new(check: &'check Check, model: Model) -> Self {
        crate::hook::install();
        Searcher {
            check,
            model,
            features: Features::default(),
            weak_memory: check.weak_memory,
            keep_going: false,
            executions: 0,
            threads_started: 0,
        }
    }

    pub(super) fn settings(&self, bound: Option<u32>) -> Settings {
        let check = self.check;
        Settings {
            bound,
            weak_memory: self.weak_memory,
            spurious_wakeups: check.spurious_wakeups,
            early_timeouts: check.early_timeouts,
            max_steps: check.max_steps,
            max_threads: check.max_threads,
            cache: check.cache,
            // With a bound, a reduction would leave out calm executions (Coons and others, 2013).
            traces: bound.is_none() && check.reduction == Reduction::Traces,
            fault: check.fault,
            features: self.features,
        }
    }

    /// One search with one bound: first without stale reads, because a switch is easier to
    /// understand than a load that looks into the past, and often both tell the same story.
    fn run_calmly(&mut self, bound: u32) -> Outcome {
        if self.check.weak_memory {
            self.weak_memory = false;
            let outcome = self.run(Some(bound), POLISH_EXECUTIONS, &nothing());
            self.weak_memory = true;
            if outcome.found.is_some() || outcome.limit.is_some() {
                return outcome;
            }
        }
        self.run(Some(bound), POLISH_EXECUTIONS, &nothing())
    }

    /// One search with one bound. It starts again when the program turns out to do something that
    /// needs more scheduling points.
    pub(super) fn run(&mut self, bound: Option<u32>, polish: u64, after: &After) -> Outcome {
        loop {
            let plan = Plan {
                settings: self.settings(bound),
                max_executions: self.check.max_executions,
                max_states: self.check.max_states,
                check_leaks: self.check.check_leaks,
                polish,
                keep_going: self.keep_going,
                replay: None,
                script: None,
            };
            let outcome = carry_out(&plan, &self.model, Arc::clone(after));
            self.executions += outcome.executions;
            self.threads_started += outcome.threads_started;
            if outcome.features == self.features {
                return outcome;
            }
            self.features = outcome.features;
        }
    }

    fn search(&mut self, after: After) -> Search {
        let bound = match self.check.coverage {
            Coverage::Every => None,
            Coverage::UpTo(surprises) => Some(surprises),
        };
        let proof = self.run(bound, 0, &after);
        if let Some(found) = proof.found {
            return self.explain(found, bound);
        }
        if let Some(limit) = proof.limit {
            return self.look_calmly(limit);
        }
        let coverage = if proof.exhaustive || bound.is_none() {
            Coverage::Every
        } else {
            self.check.coverage
        };
        self.finished(None, Some(coverage), None)
    }

    fn finished(
        &self,
        failure: Option<Shown>,
        coverage: Option<Coverage>,
        limit: Option<Limit>,
    ) -> Search {
        Search {
            executions: self.executions,
            failure,
            coverage,
            limit,
            threads_started: self.threads_started,
        }
    }

    /// Nothing was proved: at least the calm executions are tried.
    fn look_calmly(&mut self, limit: Limit) -> Search {
        const CALM: u32 = 2;
        for bound in 0..=CALM {
            let outcome = self.run_calmly(bound);
            if let Some(found) = outcome.found {
                let shown = self.show(found, true);
                return self.finished(Some(shown), None, None);
            }
            if outcome.limit.is_some() || outcome.exhaustive {
                break;
            }
        }
        self.finished(None, None, Some(limit))
    }

    /// Something fails: looks for the calmest execution that does.
    fn explain(&mut self, found: Found, bound: Option<u32>) -> Search {
        let before = self.executions;
        let most = bound.unwrap_or(u32::MAX).min(found.surprises.cost());
        let mut calmest = true;
        for bound in 0..=most {
            let outcome = self.run_calmly(bound);
            if let Some(mut calm) = outcome.found {
                calm.execution += before;
                let shown = self.show(calm, calmest);
                return self.finished(Some(shown), None, None);
            }
            if outcome.limit.is_some() {
                calmest = false;
                break;
            }
        }
        let shown = self.show(found, calmest && most == 0);
        self.finished(Some(shown), None, None)
    }

    /// Runs the failing execution once more and records what happens.
    fn show(&self, found: Found, calmest: bool) -> Shown {
        let plan = Plan {
            settings: found.settings,
            max_executions: 1,
            max_states: u64::MAX,
            check_leaks: self.check.check_leaks,
            polish: 0,
            keep_going: false,
            replay: Some(found.path.clone()),
            script: None,
        };
        let outcome = carry_out(&plan, &self.model, nothing());
        // If the replay fails in another way, that is what has to be told.
        let failure = match outcome.found {
            Some(again) => again.failure,
            None => crate::execution::not_deterministic(),
        };
        Shown {
            failure,
            recorded: outcome.recorded,
            surprises: found.surprises,
            execution: found.execution,
            calmest,
        }
    }
}
