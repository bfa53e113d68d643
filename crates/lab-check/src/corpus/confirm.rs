//! Every answer about a corpus, proved a second time.

use std::fmt;
use std::io::Write;

use interleaving::Verdict;

use super::{Candidate, Corpus};
use crate::args::Options;
use crate::exercise::write_or_ignore;
use crate::judgement::{Exit, Runner};
use crate::ordered::in_order;

/// What the second search said about the models of one candidate.
#[derive(Debug, Default)]
struct Confirmed {
    /// Models about which both searches agree.
    agree: u64,
    /// Models that the second search could not finish, or that leave it nothing to check.
    open: Vec<&'static str>,
    /// Models about which they do not: the model and what was said.
    contradicted: Vec<(&'static str, String)>,
}

impl fmt::Display for Confirmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} confirmed", self.agree)?;
        if !self.open.is_empty() {
            write!(f, ", not finished: {}", self.open.join(", "))?;
        }
        for (model, message) in &self.contradicted {
            write!(f, ", CONTRADICTED: {model}: {message}")?;
        }
        Ok(())
    }
}

impl Corpus {
    /// Proves each answer a second time: what holds by a search of another kind, and that no calmer
    /// execution fails by one that leaves nothing out. `runner` runs models with
    /// [`Task::Confirm`](crate::process::Task::Confirm).
    pub(super) fn confirm(
        &self,
        options: &Options,
        runner: &dyn Runner,
        out: &mut dyn Write,
    ) -> Exit {
        let chosen: Vec<&Candidate> = self
            .candidates
            .iter()
            .filter(|candidate| options.wants(candidate.file) && candidate.models.is_some())
            .collect();
        let mut sum = Confirmed::default();
        in_order(
            &chosen,
            options.workers(),
            |candidate| self.confirm_one(candidate, options.model.as_deref(), runner),
            |candidate, confirmed| {
                if !options.quiet || !confirmed.contradicted.is_empty() {
                    write_or_ignore(out, &format!("{}: {confirmed}\n", candidate.file));
                }
                sum.agree += confirmed.agree;
                sum.open.extend(confirmed.open);
                sum.contradicted.extend(confirmed.contradicted);
            },
        );
        write_or_ignore(
            out,
            &format!(
                "{}: {} confirmed, {} not finished, {} contradicted\n",
                self.name,
                sum.agree,
                sum.open.len(),
                sum.contradicted.len(),
            ),
        );
        if sum.contradicted.is_empty() {
            Exit::Holds
        } else {
            Exit::Rejected
        }
    }

    fn confirm_one(
        &self,
        candidate: &Candidate,
        only: Option<&str>,
        runner: &dyn Runner,
    ) -> Confirmed {
        let mut confirmed = Confirmed::default();
        // What no model judges makes no claim that a search could check.
        for model in self.models(candidate, only).unwrap_or_default() {
            let Ok(outcome) = runner.run(candidate.file, &model) else {
                confirmed.open.push(model.name);
                break;
            };
            if let Some(what) = outcome.contradiction {
                confirmed.contradicted.push((model.name, what));
                break;
            }
            let report = outcome.report;
            let proved = match report.verdict {
                // The second search came to a limit; the next model is asked all the same.
                Verdict::Inconclusive { .. } => {
                    confirmed.open.push(model.name);
                    continue;
                }
                // Code that was stopped or that crashed has ended one of the searches. Only an
                // execution that the engine shows says that it was not the second one.
                Verdict::Stuck { .. } | Verdict::Crashed { .. } => report.counterexample.is_some(),
                _ => true,
            };
            if proved {
                confirmed.agree += 1;
            } else {
                confirmed.open.push(model.name);
            }
            if !report.verdict.holds() {
                break;
            }
        }
        confirmed
    }
}
