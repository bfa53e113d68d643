//! A claim: `gil 3.10+: always exact`.

use std::fmt;
use std::str::FromStr;

use crate::scope::Scope;

/// How often the outcome comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// In every run.
    Always,
    /// In no run.
    Never,
    /// In at least one run.
    Can,
}

impl Verb {
    /// The word as it is written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Verb::Always => "always",
            Verb::Never => "never",
            Verb::Can => "can",
        }
    }

    /// Can a single run show that the claim is wrong?
    #[must_use]
    pub const fn falls_by_one_run(self) -> bool {
        matches!(self, Verb::Always | Verb::Never)
    }
}

/// What a program prints, on which interpreters, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The interpreters.
    pub scope: Scope,
    /// How often.
    pub verb: Verb,
    /// The line that is printed.
    pub outcome: String,
}

impl FromStr for Claim {
    type Err = String;

    fn from_str(text: &str) -> Result<Claim, String> {
        let (scope, rest) = text.split_once(':').ok_or_else(|| {
            format!("`{text}` is no claim; write for example `gil 3.10+: always exact`")
        })?;
        let scope = scope.trim().parse()?;
        let rest = rest.trim();
        let (word, outcome) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let verb = match word {
            "always" => Verb::Always,
            "never" => Verb::Never,
            "can" => Verb::Can,
            _ => {
                return Err(format!(
                    "`{word}` does not say how often; write always, never or can"
                ));
            }
        };
        let outcome = outcome.trim().to_owned();
        if outcome.is_empty() {
            return Err(format!(
                "the outcome is missing behind `{word}`; write it as the program prints it"
            ));
        }
        Ok(Claim {
            scope,
            verb,
            outcome,
        })
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Claim {
            scope,
            verb,
            outcome,
        } = self;
        write!(f, "{scope}: {} {outcome}", verb.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_read_as_it_is_written() {
        for text in [
            "all: never KeyError",
            "gil 3.10+: always exact",
            "gil -3.9: can updates lost",
            "free-threaded 3.13-3.14: can killed by SIGSEGV",
            "gil 3.12: always 5: five",
        ] {
            let claim: Claim = text.parse().expect(text);
            assert_eq!(claim.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_claim_says_why() {
        let why = |text: &str| text.parse::<Claim>().expect_err(text);
        insta::assert_snapshot!(why("always exact"), @"`always exact` is no claim; write for example `gil 3.10+: always exact`");
        insta::assert_snapshot!(why("gil: sometimes exact"), @"`sometimes` does not say how often; write always, never or can");
        insta::assert_snapshot!(why("gil: always"), @"the outcome is missing behind `always`; write it as the program prints it");
        insta::assert_snapshot!(why("nogil: can crash"), @"`nogil` is not a set of interpreters; write all, gil or free-threaded, then perhaps 3.12, 3.10+, -3.9 or 3.8-3.9");
        insta::assert_snapshot!(why("gil 3.1+: can crash"), @"`3.1+` is not a range of versions; write 3.12, 3.10+, -3.9 or 3.8-3.9");
    }
}
