//! What tells the outcomes of a report apart, so that no sentence says the same of two of them.

use super::words::{ends, schedules_do, variables};
use super::{Counted, Report};
use crate::search::outcome::{Outcome, Status};

/// A loop of more rounds is worth naming when a search was not finished.
const LONG: u64 = 10;

impl Report {
    /// True if all schedules print the same and only variables differ.
    pub(super) fn prints_the_same(&self) -> bool {
        let [first, rest @ ..] = self.counted.as_slice() else {
            return false;
        };
        self.complete
            && !rest.is_empty()
            && !first.outcome.out.is_empty()
            && self.counted.iter().all(|counted| {
                counted.outcome.status == Status::Ok && counted.outcome.out == first.outcome.out
            })
    }

    /// The variables of an outcome whose values differ between those outcomes that print the same.
    fn differing(&self, outcome: &Outcome) -> Vec<(String, String)> {
        let alike: Vec<&Outcome> = self
            .counted
            .iter()
            .map(|counted| &counted.outcome)
            .filter(|other| other.status == Status::Ok && other.out == outcome.out)
            .collect();
        let differs =
            |variable: &&(String, String)| alike.iter().any(|other| !other.vars.contains(variable));
        outcome.vars.iter().filter(differs).cloned().collect()
    }

    /// An outcome as a heading: `prints 5`, or `prints 5 with n = 1` if others print that, too.
    pub(super) fn told(&self, outcome: &Outcome) -> String {
        let differing = self.differing(outcome);
        if outcome.status != Status::Ok || differing.is_empty() {
            ends(outcome)
        } else if outcome.out.is_empty() || self.prints_the_same() {
            variables(&differing)
        } else {
            format!("{} with {}", ends(outcome), variables(&differing))
        }
    }

    /// What schedules do, behind `868 of 924 schedules`.
    pub(super) fn told_of_schedules(&self, outcome: &Outcome, one: bool) -> String {
        let differing = self.differing(outcome);
        if outcome.status != Status::Ok || differing.is_empty() {
            schedules_do(outcome, one)
        } else if outcome.out.is_empty() || self.prints_the_same() {
            let verb = if one { "ends" } else { "end" };
            format!("{verb} with {}", variables(&differing))
        } else {
            format!(
                "{} with {}",
                schedules_do(outcome, one),
                variables(&differing)
            )
        }
    }

    /// The forced switches and time-outs of the shortest schedule: `one switch`, `two time-outs`.
    pub(super) fn surprises(counted: &Counted) -> Option<String> {
        let witness = counted.witness.as_ref()?;
        let time_outs = witness.decisions.iter().filter(|d| d.time_out).count() as u32;
        let switches = witness.preemptions.saturating_sub(time_outs);
        let words = |n: u32, one: &str| {
            let number = match n {
                1 => "one".to_owned(),
                2 => "two".to_owned(),
                3 => "three".to_owned(),
                n => n.to_string(),
            };
            let plural = match (n, one) {
                (1, one) => one.to_owned(),
                (_, "switch") => "switches".to_owned(),
                (_, one) => format!("{one}s"),
            };
            format!("{number} {plural}")
        };
        Some(match (switches, time_outs) {
            (0, 0) => return None,
            (switches, 0) => words(switches, "switch"),
            (0, time_outs) => words(time_outs, "time-out"),
            (switches, time_outs) => {
                format!(
                    "{} and {}",
                    words(switches, "switch"),
                    words(time_outs, "time-out")
                )
            }
        })
    }

    /// What to do when a limit was reached before everything was covered.
    #[must_use]
    pub fn next_step(&self) -> Option<String> {
        if self.complete || self.refused {
            return None;
        }
        let rounds = self.longest_range().filter(|rounds| *rounds > LONG);
        let shorter = match rounds {
            Some(rounds) => format!("2 rounds instead of {rounds}"),
            None => "fewer threads and fewer rounds".to_owned(),
        };
        Some(format!(
            "The program has too many states to try all of them. Write it with {shorter}: a schedule \
             that breaks it seldom needs more."
        ))
    }

    /// The largest number of rounds that the text of the program gives to a `range`.
    fn longest_range(&self) -> Option<u64> {
        let ranges = self.source.split("range(").skip(1);
        let rounds = ranges.filter_map(|argument| {
            let end = argument.find(|c: char| !(c.is_ascii_digit() || c == '_'))?;
            argument[..end].replace('_', "").parse().ok()
        });
        rounds.max()
    }
}

#[cfg(test)]
mod tests {
    use crate::{Explorer, Limits, Program};

    fn told(source: &str, states: u64) -> (String, Option<String>) {
        let program = Program::compile(source, "3.12".parse().unwrap()).unwrap();
        let limits = Limits {
            states,
            ..Limits::default()
        };
        let report = Explorer::new(&program).limits(limits).run();
        (report.headline(), report.next_step())
    }

    fn two_threads(setup: &str, body: &str, end: &str) -> String {
        format!(
            "import threading\n{setup}\ndef work(name):\n    {body}\n\
             threads = [threading.Thread(target=work, args=(n,)) for n in 'ab']\n\
             for t in threads: t.start()\nfor t in threads: t.join()\n{end}\n"
        )
    }

    #[test]
    fn outcomes_that_print_the_same_are_told_apart_by_their_variables() {
        let source = two_threads("names = []", "names.append(name)", "print(len(names))");
        let (headline, next) = told(&source, 1_000);
        assert_eq!(
            headline,
            "Always prints `2`, but variables differ: names = ['a', 'b']; names = ['b', 'a']. \
             Covered: all 20 schedules."
        );
        assert_eq!(next, None);
    }

    #[test]
    fn a_time_out_is_no_switch() {
        let source = "import queue\nq = queue.Queue()\ntry:\n    q.get(timeout=1)\n\
                      except queue.Empty:\n    print('nothing')\n";
        assert_eq!(
            told(source, 1_000).0,
            "Always prints `nothing`: there is one schedule."
        );
        let source = "import threading\nready = threading.Event()\n\
                      t = threading.Thread(target=ready.set)\nt.start()\nprint(ready.wait(1))\n";
        let (headline, _) = told(source, 1_000);
        assert!(
            headline.ends_with("print `False`. Shortest: one time-out."),
            "{headline}"
        );
    }

    #[test]
    fn an_unfinished_search_says_what_to_write_instead() {
        let source = two_threads(
            "n = 0",
            "global n\n    for _ in range(100_000): n += int(1)",
            "print(n)",
        );
        let next = told(&source, 500).1.unwrap_or_default();
        assert!(next.contains("2 rounds instead of 100000"), "{next}");
    }
}
