//! What an interpreter did, and whether that is what the machine said.

use std::collections::BTreeMap;

use super::Schedule;
use crate::search::outcome::Status;

/// What an interpreter reported for a schedule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// The first function that it compiles to other instructions than the explorer: patch releases of
    /// a version differ. Nothing was replayed then.
    pub other_code: Option<String>,
    /// Where it left the schedule.
    pub problem: Option<String>,
    /// Where it did not come further in time.
    pub unfinished: Option<String>,
    /// Threads that did not end.
    pub left: Vec<u16>,
    /// The variables that were asked for.
    pub vars: BTreeMap<String, String>,
    /// The printed lines.
    pub out: Vec<String>,
    /// Exceptions that ended threads: thread, class, line.
    pub exceptions: Vec<(u16, String, u32)>,
}

/// What a replay says about a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The interpreter did what the machine says.
    Agrees,
    /// It did something else: the first difference, in words.
    Differs(String),
    /// This release compiles a function, the one that is named, to other instructions than the explorer.
    /// Nothing was replayed.
    OtherCode(String),
    /// The interpreter did not come to the end of the schedule in time, and where. The machine that it runs
    /// on may be busy, or it waits where the explorer says that it does not: nothing is known.
    NotFinished(String),
}

impl Schedule {
    /// Whether the interpreter did what the machine said.
    #[must_use]
    pub fn compare(&self, real: &Replayed) -> Comparison {
        if let Some(code) = &real.other_code {
            return Comparison::OtherCode(code.clone());
        }
        // A thread that was seen at another place is a fact; how long it took is none.
        if let Some(problem) = &real.problem {
            return Comparison::Differs(problem.clone());
        }
        if let Some(place) = &real.unfinished {
            return Comparison::NotFinished(place.clone());
        }
        match self.first_difference(real) {
            Some(difference) => Comparison::Differs(difference),
            None => Comparison::Agrees,
        }
    }

    fn first_difference(&self, real: &Replayed) -> Option<String> {
        let hangs = self.outcome.status == Status::Deadlock;
        if hangs == real.left.is_empty() {
            return Some(format!(
                "the threads {:?} were left, and a deadlock is {hangs}",
                real.left
            ));
        }
        for (name, value) in &self.outcome.vars {
            let got = real.vars.get(name).map_or("<nothing>", String::as_str);
            if got != value {
                return Some(format!("{name} is {got} and not {value}"));
            }
        }
        if real.out != self.outcome.out {
            return Some(format!(
                "it printed {:?} and not {:?}",
                real.out, self.outcome.out
            ));
        }
        let expected: Vec<(u16, String, u32)> = self
            .outcome
            .exceptions
            .iter()
            .map(|uncaught| (uncaught.thread, uncaught.class.clone(), uncaught.line))
            .collect();
        (real.exceptions != expected)
            .then(|| format!("it raised {:?} and not {expected:?}", real.exceptions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::outcome::Outcome;

    fn schedule(status: Status) -> Schedule {
        Schedule {
            steps: Vec::new(),
            outcome: Outcome {
                status,
                vars: vec![("n".to_owned(), "1".to_owned())],
                out: Vec::new(),
                exceptions: Vec::new(),
            },
        }
    }

    fn real(n: &str) -> Replayed {
        Replayed {
            vars: BTreeMap::from([("n".to_owned(), n.to_owned())]),
            ..Replayed::default()
        }
    }

    #[test]
    fn an_interpreter_that_took_too_long_neither_agrees_nor_differs() {
        // Whatever else it reported: it was on its way.
        for n in ["0", "1"] {
            for status in [Status::Ok, Status::Deadlock] {
                let late = Replayed {
                    unfinished: Some("step 3".to_owned()),
                    ..real(n)
                };
                assert_eq!(
                    schedule(status).compare(&late),
                    Comparison::NotFinished("step 3".to_owned())
                );
            }
        }
    }

    #[test]
    fn a_difference_that_was_seen_stays_one_even_if_the_rest_took_too_long() {
        let elsewhere = Replayed {
            problem: Some("thread 1 is at 4, not at 6".to_owned()),
            unfinished: Some("step 3".to_owned()),
            ..real("1")
        };
        assert_eq!(
            schedule(Status::Ok).compare(&elsewhere),
            Comparison::Differs("thread 1 is at 4, not at 6".to_owned())
        );
    }

    #[test]
    fn values_and_threads_that_are_left_are_compared() {
        assert_eq!(schedule(Status::Ok).compare(&real("1")), Comparison::Agrees);
        assert_eq!(
            schedule(Status::Ok).compare(&real("2")),
            Comparison::Differs("n is 2 and not 1".to_owned())
        );
        assert!(matches!(
            schedule(Status::Deadlock).compare(&real("1")),
            Comparison::Differs(_)
        ));
    }
}
