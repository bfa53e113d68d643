//! Does a candidate do what its header says?

use interleaving::Verdict;
use interleaving::words::limit_in_words;

use super::{Candidate, Expected};
use crate::judgement::Judgement;
use crate::words::title;

/// What was found out about a candidate.
#[derive(Debug)]
pub(super) enum Found {
    /// Its models were run.
    Judged(Judgement),
    /// The source scan refuses it.
    Refused(String),
    /// It is not part of the binary.
    NotCompiled,
    /// It could not be judged, and the code is not to blame.
    NotJudged(String),
}

impl Found {
    pub(super) fn executions(&self) -> u64 {
        match self {
            Found::Judged(judgement) => judgement.executions(),
            _ => 0,
        }
    }

    /// The model that rejects it, or `scan`.
    pub(super) fn rejected_by(&self) -> Option<&str> {
        match self {
            Found::Judged(judgement) => judgement.rejected().map(|judged| judged.model.name),
            Found::Refused(_) => Some(crate::SCAN),
            _ => None,
        }
    }

    fn verdict(&self) -> Verdict {
        match self {
            Found::Judged(judgement) => match judgement.rejected() {
                Some(judged) => judged.report.verdict.clone(),
                None => Verdict::Holds {
                    coverage: interleaving::Coverage::Every,
                },
            },
            Found::Refused(message) => Verdict::Refused {
                message: message.clone(),
            },
            Found::NotCompiled => Verdict::CompileError {
                message: String::new(),
            },
            Found::NotJudged(message) => Verdict::Crashed {
                message: message.clone(),
            },
        }
    }

    /// What helps to find out why a header is wrong.
    pub(super) fn details(&self) -> Option<String> {
        match self {
            Found::Judged(judgement) => {
                let report = &judgement.rejected()?.report;
                let counterexample = report.counterexample.as_ref()?;
                let style = interleaving::render::Style::plain();
                Some(interleaving::render::render(counterexample, &style))
            }
            Found::Refused(message) => Some(message.clone()),
            _ => None,
        }
    }
}

/// Does it?
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Yes.
    Yes,
    /// No, and why not.
    No(String),
    /// Not to be told here.
    Unknown(String),
}

impl Agreement {
    pub(super) fn disagrees(&self) -> bool {
        matches!(self, Agreement::No(_))
    }
}

/// Compares. When only one model was asked for, a file that another model rejects may hold.
pub(super) fn agreement(candidate: &Candidate, found: &Found, only: Option<&str>) -> Agreement {
    if let Found::NotJudged(why) = found {
        return Agreement::No(format!("not judged: {why}"));
    }
    let by = match candidate.expected {
        Expected::Holds => None,
        Expected::Rejected { by, .. } => Some(by),
    };
    if matches!(found, Found::NotCompiled) {
        return if by == Some(crate::COMPILER) {
            Agreement::Unknown(
                "does not compile, says its header; the compiler has to say".to_owned(),
            )
        } else {
            // The build script compiles every file that it expects to compile and to be clean.
            Agreement::No(format!(
                "documented: {}; measured: the scan finds nothing",
                documented(candidate)
            ))
        };
    }
    let elsewhere = only.is_some_and(|only| by.is_some_and(|by| by != only));
    let agrees = if cfg!(feature = "loom") {
        // The second judge has other limits and other names: it has to accept and to reject.
        found.verdict().holds() == by.is_none() || found.rejected_by() == Some(crate::SCAN)
    } else {
        match candidate.expected {
            Expected::Holds => found.verdict().holds(),
            Expected::Rejected { .. } if elsewhere => {
                return Agreement::Unknown(format!(
                    "rejected by another model: {}",
                    documented(candidate)
                ));
            }
            Expected::Rejected { by, verdict, kind } => {
                let seen = found.verdict();
                seen.word() == verdict && seen.kind() == kind && found.rejected_by() == Some(by)
            }
        }
    };
    if agrees {
        return Agreement::Yes;
    }
    Agreement::No(format!(
        "documented: {}; measured: {}",
        documented(candidate),
        described(found)
    ))
}

fn documented(candidate: &Candidate) -> String {
    match candidate.expected {
        Expected::Holds => "holds".to_owned(),
        Expected::Rejected { by, verdict, kind } => match kind {
            Some(kind) if kind.words() != verdict => format!("{verdict}: {} by {by}", kind.words()),
            _ => format!("{verdict} by {by}"),
        },
    }
}

/// What was found, in some words: `violated: lost update by same_page`.
pub(super) fn described(found: &Found) -> String {
    let verdict = found.verdict();
    let mut title = title(&verdict);
    if let Verdict::Inconclusive { limit } = &verdict {
        title = format!("{title} ({})", limit_in_words(limit));
    }
    match found {
        Found::Judged(judgement) if judgement.holds() => {
            let models = judgement.models.len();
            let word = if models == 1 { "model" } else { "models" };
            format!("{title}: {models} {word}")
        }
        _ => match found.rejected_by() {
            Some(by) => format!("{title} by {by}"),
            None => title,
        },
    }
}
