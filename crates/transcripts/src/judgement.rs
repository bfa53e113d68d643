//! Judging claims: against the recorded runs, and against every schedule.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::claim::{Claim, Verb};
use crate::explored::Verdict;
use crate::transcript::Recording;

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It holds.
    Holds,
    /// It does not.
    Contradicted,
    /// Nothing was recorded or explored that could tell.
    Open,
}

/// A standing with its reason in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What became of the claim.
    pub standing: Standing,
    /// Why: a fragment without a final period.
    pub reason: String,
}

impl Judgement {
    fn new(standing: Standing, reason: impl Into<String>) -> Judgement {
        Judgement {
            standing,
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl Claim {
    /// Judges the claim by runs that were recorded.
    #[must_use]
    pub fn recorded(&self, recordings: &[Recording]) -> Judgement {
        let covered: Vec<&Recording> = recordings
            .iter()
            .filter(|recording| self.scope.covers(&recording.interpreter))
            .collect();
        let runs: u32 = covered.iter().map(|recording| recording.runs).sum();
        let hits: u32 = covered
            .iter()
            .map(|recording| recording.count(&self.outcome))
            .sum();
        if runs == 0 {
            let reason = format!("nothing is recorded for {}", self.scope);
            return Judgement::new(Standing::Open, reason);
        }
        let broken = |recording: &&&Recording| match self.verb {
            Verb::Always => recording.count(&self.outcome) < recording.runs,
            Verb::Never => recording.count(&self.outcome) > 0,
            Verb::Can => false,
        };
        if let Some(recording) = covered.iter().find(broken) {
            let seen: Vec<String> = recording
                .outcomes
                .iter()
                .map(|outcome| format!("{} × `{}`", outcome.count, outcome.text))
                .collect();
            let name = recording.interpreter.name();
            let reason = format!("{name} printed {}", seen.join(", "));
            return Judgement::new(Standing::Contradicted, reason);
        }
        match self.verb {
            Verb::Can if hits == 0 => Judgement::new(
                Standing::Contradicted,
                format!("seen in none of {runs} runs"),
            ),
            Verb::Never => Judgement::new(Standing::Holds, format!("seen in none of {runs} runs")),
            Verb::Can | Verb::Always => {
                Judgement::new(Standing::Holds, format!("seen in {hits} of {runs} runs"))
            }
        }
    }

    /// Judges the claim by what the explorer says can happen: `always` is the only outcome,
    /// `never` is none of them, `can` is one of them on every version that the claim speaks of.
    /// `None` when the explorer knows none of these versions.
    #[must_use]
    pub fn explored(&self, verdicts: &[Verdict]) -> Option<Judgement> {
        let covered: Vec<&Verdict> = verdicts
            .iter()
            .filter(|verdict| self.scope.contains(verdict.version(), verdict.gil))
            .collect();
        let (first, last) = (covered.first()?, covered.last()?);
        for verdict in &covered {
            let reachable = verdict.outcomes.contains(&self.outcome);
            let broken = match self.verb {
                Verb::Always => verdict.outcomes.iter().any(|text| *text != self.outcome),
                Verb::Never => reachable,
                Verb::Can => !reachable && verdict.complete,
            };
            let decided = verdict.complete || (self.verb == Verb::Can && reachable);
            let on = &verdict.python;
            let list = || -> String {
                let quoted: Vec<_> = verdict
                    .outcomes
                    .iter()
                    .map(|text| format!("`{text}`"))
                    .collect();
                quoted.join(", ")
            };
            if broken {
                let reason = format!("on {on} the explorer reaches {}", list());
                return Some(Judgement::new(Standing::Contradicted, reason));
            }
            if !decided {
                let reason = format!("the explorer did not try every schedule on {on}");
                return Some(Judgement::new(Standing::Open, reason));
            }
        }
        let on = if first.python == last.python {
            first.python.clone()
        } else {
            format!("{} to {}", first.python, last.python)
        };
        let reason = match self.verb {
            Verb::Always => format!("the only outcome of every schedule on {on}"),
            Verb::Never => format!("the outcome of no schedule on {on}"),
            Verb::Can => format!("the outcome of some schedule on {on}"),
        };
        Some(Judgement::new(Standing::Holds, reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::tests::recording;

    fn claim(text: &str) -> Claim {
        text.parse().expect(text)
    }

    fn verdict(python: &str, complete: bool, outcomes: &[&str]) -> Verdict {
        Verdict {
            python: python.to_owned(),
            gil: !python.ends_with('t'),
            complete,
            outcomes: outcomes.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    #[test]
    fn a_recording_judges_every_kind_of_claim() {
        let recordings = [
            recording("3.9.18", true, &[("lost", 12), ("exact", 8)]),
            recording("3.12.1", true, &[("exact", 20)]),
            recording("3.14.7", false, &[("lost", 20)]),
        ];
        let judged = |text: &str| claim(text).recorded(&recordings);
        for (text, standing) in [
            ("gil 3.10+: always exact", Standing::Holds),
            ("gil: always exact", Standing::Contradicted),
            ("gil 3.10+: never lost", Standing::Holds),
            ("all: never lost", Standing::Contradicted),
            ("gil -3.9: can lost", Standing::Holds),
            ("gil 3.10+: can lost", Standing::Contradicted),
            ("free-threaded: can lost", Standing::Holds),
            ("free-threaded 3.13: can lost", Standing::Open),
            ("gil -3.8: never lost", Standing::Open),
            ("all: never anything", Standing::Holds),
        ] {
            assert_eq!(judged(text).standing, standing, "{text}");
        }
        insta::assert_snapshot!(judged("gil: always exact"), @"3.9.18 printed 12 × `lost`, 8 × `exact`");
        insta::assert_snapshot!(judged("gil 3.10+: can lost"), @"seen in none of 20 runs");
        insta::assert_snapshot!(judged("gil: can lost"), @"seen in 12 of 40 runs");
        insta::assert_snapshot!(judged("gil -3.8: can lost"), @"nothing is recorded for gil -3.8");
    }

    #[test]
    fn the_explorer_judges_every_version_of_a_claim() {
        let verdicts = [
            verdict("3.9", true, &["exact", "lost"]),
            verdict("3.12", true, &["exact"]),
            verdict("3.13", false, &["exact"]),
            verdict("3.14t", false, &["exact", "lost"]),
        ];
        let judged = |text: &str| claim(text).explored(&verdicts).expect("it is known");
        for (text, standing) in [
            ("gil 3.9: can lost", Standing::Holds),
            ("gil -3.12: can lost", Standing::Contradicted),
            ("gil 3.12: always exact", Standing::Holds),
            ("gil -3.12: always exact", Standing::Contradicted),
            ("gil 3.12: never lost", Standing::Holds),
            ("gil 3.9: never lost", Standing::Contradicted),
            // An unfinished search shows that something is reachable, never that it is not.
            ("gil 3.13: always exact", Standing::Open),
            ("gil 3.13: never lost", Standing::Open),
            ("gil 3.13: can lost", Standing::Open),
            ("free-threaded: can lost", Standing::Holds),
            ("free-threaded: never lost", Standing::Contradicted),
        ] {
            assert_eq!(judged(text).standing, standing, "{text}");
        }
        assert_eq!(claim("gil 3.6: always exact").explored(&verdicts), None);
        insta::assert_snapshot!(judged("gil 3.12: always exact"), @"the only outcome of every schedule on 3.12");
        insta::assert_snapshot!(judged("gil -3.12: always exact"), @"on 3.9 the explorer reaches `exact`, `lost`");
        insta::assert_snapshot!(judged("gil 3.12+: never lost"), @"the explorer did not try every schedule on 3.13");
    }
}
