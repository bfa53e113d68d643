//! The verdict that a file of the corpus is documented to get.

use std::fmt;
use std::str::FromStr;

use interleaving::{Kind, Verdict};

/// The one word of a verdict, without its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// No execution breaks a promise.
    Holds,
    /// An execution breaks a promise.
    Violated,
    /// Every living thread waits for ever.
    Deadlock,
    /// A data race or another fault of memory.
    DataRace,
    /// Threads loop for ever.
    Stuck,
    /// Something was never given back.
    Leak,
    /// A limit was hit first.
    Inconclusive,
    /// The source may not be judged.
    Refused,
    /// The process of the model ended in an unforeseen way.
    Crashed,
    /// The source does not compile.
    CompileError,
}

impl Word {
    /// All words, in the order of the documentation.
    pub const ALL: [Word; 10] = [
        Word::Holds,
        Word::Violated,
        Word::Deadlock,
        Word::DataRace,
        Word::Stuck,
        Word::Leak,
        Word::Inconclusive,
        Word::Refused,
        Word::Crashed,
        Word::CompileError,
    ];

    /// The word as it is written in files and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Word::Holds => "holds",
            Word::Violated => "violated",
            Word::Deadlock => "deadlock",
            Word::DataRace => "data-race",
            Word::Stuck => "stuck",
            Word::Leak => "leak",
            Word::Inconclusive => "inconclusive",
            Word::Refused => "refused",
            Word::Crashed => "crashed",
            Word::CompileError => "compile-error",
        }
    }

    /// The word of this verdict.
    #[must_use]
    pub fn of(verdict: &Verdict) -> Word {
        match verdict {
            Verdict::Holds { .. } => Word::Holds,
            Verdict::Violated { .. } => Word::Violated,
            Verdict::Deadlock { .. } => Word::Deadlock,
            Verdict::DataRace { .. } => Word::DataRace,
            Verdict::Stuck { .. } => Word::Stuck,
            Verdict::Leak { .. } => Word::Leak,
            Verdict::Inconclusive { .. } => Word::Inconclusive,
            Verdict::Refused { .. } => Word::Refused,
            Verdict::Crashed { .. } => Word::Crashed,
            Verdict::CompileError { .. } => Word::CompileError,
        }
    }

    /// True for the verdicts that carry the name of a bug.
    #[must_use]
    pub fn has_kind(self) -> bool {
        matches!(
            self,
            Word::Violated | Word::Deadlock | Word::DataRace | Word::Stuck | Word::Leak
        )
    }

    /// The name that stands for the model when no model could run: `scan` or `compiler`.
    #[must_use]
    pub fn judge_before_models(self) -> Option<&'static str> {
        match self {
            Word::Refused => Some("scan"),
            Word::CompileError => Some("compiler"),
            _ => None,
        }
    }
}

impl FromStr for Word {
    type Err = String;

    /// Reads the word as files spell it; the error lists the words there are.
    fn from_str(text: &str) -> Result<Word, String> {
        Word::ALL
            .into_iter()
            .find(|word| word.as_str() == text)
            .ok_or_else(|| {
                let words: Vec<_> = Word::ALL.iter().map(|word| word.as_str()).collect();
                format!("use one of {}", words.join(", "))
            })
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The name of a bug as files spell it: `check-then-act`.
#[must_use]
pub fn kind_word(kind: Kind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(word)) => word,
        // `Kind` is an enum without data; serde writes it as a string.
        other => unreachable!("internal error: a kind became {other:?}: please report"),
    }
}

/// Reads the name of a bug as files spell it.
///
/// # Errors
///
/// When there is no such name; the message lists the names there are.
pub fn parse_kind(text: &str) -> Result<Kind, String> {
    // The message of serde lists the variants: "unknown variant `x`, expected one of `a`, `b`".
    let value = serde_json::Value::String(text.to_owned());
    serde_json::from_value(value).map_err(|error| match error.to_string().split_once("expected ") {
        Some((_, names)) => format!("use {names}"),
        None => error.to_string(),
    })
}

/// Who rejects a file, and with which verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The first model that rejects it; `scan` when the source scan refuses it, `compiler` when it
    /// does not compile.
    pub model: String,
    /// The verdict.
    pub verdict: Word,
    /// The name of the bug, for the verdicts that carry one.
    pub kind: Option<Kind>,
}

impl Expectation {
    /// Puts the three together.
    ///
    /// # Errors
    ///
    /// When they contradict each other; the pair is the key that is wrong, out of `model`,
    /// `verdict` and `kind`, and a sentence about it.
    pub fn new(
        model: &str,
        verdict: Word,
        kind: Option<Kind>,
    ) -> Result<Expectation, (&'static str, String)> {
        if verdict == Word::Holds {
            return Err((
                "verdict",
                "a file that is documented to be wrong cannot hold".to_owned(),
            ));
        }
        match verdict.judge_before_models() {
            Some(judge) if judge != model => {
                return Err((
                    "model",
                    format!("the verdict `{verdict}` comes from `{judge}`"),
                ));
            }
            None if model.is_empty() || matches!(model, "scan" | "compiler") => {
                return Err((
                    "model",
                    format!("the verdict `{verdict}` comes from a model"),
                ));
            }
            _ => {}
        }
        let kind = match (verdict, kind) {
            (Word::Leak, None | Some(Kind::Leak)) => Some(Kind::Leak),
            (Word::Leak, Some(_)) => {
                return Err((
                    "kind",
                    "the kind of the verdict `leak` is `leak`".to_owned(),
                ));
            }
            (_, None) if verdict.has_kind() => {
                return Err(("kind", format!("the verdict `{verdict}` needs a kind")));
            }
            (_, Some(_)) if !verdict.has_kind() => {
                return Err(("kind", format!("the verdict `{verdict}` has no kind")));
            }
            (_, kind) => kind,
        };
        Ok(Expectation {
            model: model.to_owned(),
            verdict,
            kind,
        })
    }
}

impl fmt::Display for Expectation {
    /// `violated (lost update) by same_page`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.verdict)?;
        if let Some(kind) = self.kind {
            write!(f, " ({})", kind.words())?;
        }
        write!(f, " by {}", self.model)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for word in Word::ALL {
            assert_eq!(word.as_str().parse(), Ok(word));
        }
        assert!(
            "hold"
                .parse::<Word>()
                .is_err_and(|help| help.contains("holds, violated"))
        );
    }

    #[test]
    fn a_kind_is_spelled_in_kebab_case() {
        assert_eq!(kind_word(Kind::CheckThenAct), "check-then-act");
        assert_eq!(parse_kind("lost-wakeup"), Ok(Kind::LostWakeup));
        assert!(parse_kind("lostupdate").is_err_and(|help| help.contains("`lost-update`")));
    }

    #[test]
    fn contradictions_name_the_key() {
        let key = |model, verdict, kind| Expectation::new(model, verdict, kind).map_err(|e| e.0);
        assert_eq!(key("m", Word::Holds, None).err(), Some("verdict"));
        assert_eq!(key("m", Word::Refused, None).err(), Some("model"));
        assert_eq!(
            key("scan", Word::Violated, Some(Kind::Panic)).err(),
            Some("model")
        );
        assert_eq!(key("m", Word::Violated, None).err(), Some("kind"));
        assert_eq!(
            key("compiler", Word::CompileError, Some(Kind::Panic)).err(),
            Some("kind")
        );
        assert_eq!(key("m", Word::Leak, Some(Kind::Panic)).err(), Some("kind"));
        assert_eq!(
            key("m", Word::Leak, None).map(|e| e.kind),
            Ok(Some(Kind::Leak))
        );
    }
}
