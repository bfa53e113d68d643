//! The exact verdict of a trap, as the judge's JSON says it.

use interleaving::Kind;
use libtest_mimic::{Failed, Trial};
use serde_json::json;

use crate::judge::answer;

/// What a trap must give.
pub(crate) struct Expected {
    model: &'static str,
    verdict: &'static str,
    kind: Option<Kind>,
    /// A part of the message.
    says: &'static str,
    exit: i32,
}

/// Every promise holds.
pub(crate) fn holds(model: &'static str) -> Expected {
    Expected {
        model,
        verdict: "holds",
        kind: None,
        says: "",
        exit: 0,
    }
}

/// Rejected with this verdict and kind, and a message that contains `says`.
pub(crate) fn rejected(
    model: &'static str,
    verdict: &'static str,
    kind: impl Into<Option<Kind>>,
    says: &'static str,
) -> Expected {
    Expected {
        model,
        verdict,
        kind: kind.into(),
        says,
        exit: 1,
    }
}

/// A limit came first.
pub(crate) fn inconclusive(model: &'static str) -> Expected {
    Expected {
        model,
        verdict: "inconclusive",
        kind: None,
        says: "",
        exit: 3,
    }
}

fn check(expected: &Expected) -> Result<(), Failed> {
    let Expected {
        model,
        verdict,
        kind,
        says,
        exit,
    } = *expected;
    let (answer, output) = answer("clean", &["--json", "--model", model])?;
    let found = &answer["models"][0];
    let seen = (
        found["verdict"].as_str(),
        found["kind"].clone(),
        output.status.code(),
    );
    let wanted = (Some(verdict), json!(kind), Some(exit));
    let message = found["message"].as_str().unwrap_or_default();
    if seen != wanted || !message.contains(says) || answer["holds"] != json!(verdict == "holds") {
        return Err(
            format!("expected {wanted:?} saying {says:?}, found {seen:?} in\n{answer:#}").into(),
        );
    }
    Ok(())
}

/// One test per trap, named after its model.
pub(crate) fn trials(expected: Vec<Expected>) -> Vec<Trial> {
    expected
        .into_iter()
        .map(|expected| Trial::test(expected.model, move || check(&expected)))
        .collect()
}
