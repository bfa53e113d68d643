//! What a child says on the private pipe: one record per line.
//!
//! ```text
//! <nonce> beat <steps>          it is alive and has taken this many steps
//! <nonce> contradicted <text>   a second search does not agree with the report that follows; a
//!                               JSON string says what it finds
//! <nonce> end <report>          the report as JSON: the last record
//! ```
//!
//! A line without the nonce is not from the judge's own code and is ignored. A child that ends
//! without an `end` record has crashed, whatever its exit status is.

use interleaving::Report;
use interleaving::json::{Json, JsonForm};

/// One line of the private pipe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Record {
    /// The child is alive.
    Beat {
        /// Steps that model threads have taken so far.
        steps: u64,
    },
    /// A second search does not agree with the report that follows; the text says both answers.
    Contradicted(String),
    /// The model is judged.
    End(Box<Report>),
}

impl Record {
    /// The line, with its line break.
    pub(crate) fn to_line(&self, nonce: &str) -> String {
        match self {
            Record::Beat { steps } => format!("{nonce} beat {steps}\n"),
            Record::Contradicted(text) => format!("{nonce} contradicted {}\n", text.to_json()),
            Record::End(report) => {
                format!("{nonce} end {}\n", report.to_json())
            }
        }
    }

    /// Reads a line; `None` for everything that the judge did not write.
    pub(crate) fn parse(line: &str, nonce: &str) -> Option<Record> {
        let rest = line.strip_prefix(nonce)?.strip_prefix(' ')?;
        let (word, payload) = rest.trim_end_matches('\n').split_once(' ')?;
        match word {
            "beat" => Some(Record::Beat {
                steps: payload.parse().ok()?,
            }),
            "contradicted" => {
                let json = Json::parse(payload).ok()?;
                Some(Record::Contradicted(String::from_json(&json).ok()?))
            }
            "end" => {
                let json = Json::parse(payload).ok()?;
                Some(Record::End(Box::new(Report::from_json(&json).ok()?)))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use interleaving::{Counterexample, Kind, Report, Verdict};

    use super::Record;

    #[test]
    fn records_read_back() {
        let report = Report {
            verdict: Verdict::Violated {
                kind: Kind::LostUpdate,
                message: "one\ntwo".to_owned(),
            },
            executions: 4,
            counterexample: Some(Counterexample::new("a headline with a\nline break")),
        };
        for record in [
            Record::Beat { steps: 17 },
            Record::Contradicted("it holds,\nbut \"another\" search: no".to_owned()),
            Record::End(Box::new(report)),
        ] {
            let line = record.to_line("n0nce");
            assert_eq!(line.matches('\n').count(), 1, "{line}");
            assert_eq!(Record::parse(&line, "n0nce"), Some(record));
        }
    }

    #[test]
    fn other_lines_are_ignored() {
        for line in [
            "",
            "beat 3",
            "n0nce",
            "n0nce beat",
            "n0nce beat x",
            "other beat 3",
            "n0nce contradicted it holds",
            "n0nce end {}",
        ] {
            assert_eq!(Record::parse(line, "n0nce"), None, "{line}");
        }
    }
}
