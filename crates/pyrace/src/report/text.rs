//! The sentences of a report.

use super::words::{ends, grouped, in_short, schedules_do};
use super::{Counted, Report};
use crate::bigint::BigInt;
use crate::search::outcome::{Outcome, Status};

/// How many outcomes a sentence names before it counts them.
const NAMED: usize = 3;

/// How many outcomes one line of a comparison names before it counts them.
const COMPARED: usize = 6;

/// What a report says in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The program is not supported.
    Refused,
    /// Nothing was found before the search was cut.
    Nothing,
    /// Some schedules deadlock.
    Deadlock,
    /// Some schedules run in a loop for ever.
    Loop,
    /// Some schedules end a thread with an exception.
    Failure,
    /// Some schedules, all of them with a forced switch, end with a smaller number.
    LostUpdate,
    /// Some ends need a forced switch.
    Depends,
    /// There are several ends, and each comes about without a forced switch, too.
    Order,
    /// There is one end.
    Always,
}

impl Report {
    /// True for ends that no program wants: a deadlock, an endless loop, an uncaught exception.
    #[must_use]
    pub fn is_bad(outcome: &Outcome) -> bool {
        outcome.status != Status::Ok
    }

    /// True if the outcome needs a preemption although the program ran to its end: running the threads one
    /// after the other never gives it.
    #[must_use]
    pub fn is_surprising(counted: &Counted) -> bool {
        counted.outcome.status == Status::Ok
            && counted
                .witness
                .as_ref()
                .is_some_and(|witness| witness.preemptions > 0)
    }

    /// What the report says in a word.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.refused {
            return Verdict::Refused;
        }
        if let Some(at) = self.main() {
            let counted = &self.counted[at];
            return match counted.outcome.status {
                Status::Deadlock => Verdict::Deadlock,
                Status::Stuck => Verdict::Loop,
                Status::Exception => Verdict::Failure,
                Status::Ok if self.loses(counted) => Verdict::LostUpdate,
                Status::Ok => Verdict::Depends,
            };
        }
        match self.counted.as_slice() {
            [] => Verdict::Nothing,
            [_] => Verdict::Always,
            several if several.iter().any(|counted| counted.witness.is_none()) => Verdict::Depends,
            _ => Verdict::Order,
        }
    }

    /// The outcome that the first sentence is about: the first bad one, else, if there are several, the
    /// calmest of those that need a forced switch, those first that print what no calm one prints. `None`
    /// if there is neither.
    #[must_use]
    pub fn main(&self) -> Option<usize> {
        let bad = self
            .counted
            .iter()
            .position(|counted| Report::is_bad(&counted.outcome));
        let calm_print = |out: &[String]| {
            self.counted.iter().any(|other| {
                !Report::is_surprising(other) && !out.is_empty() && other.outcome.out == out
            })
        };
        let surprising = || {
            self.counted
                .iter()
                .enumerate()
                .filter(|(_, counted)| self.counted.len() > 1 && Report::is_surprising(counted))
                .min_by_key(|(_, counted)| {
                    let known = calm_print(&counted.outcome.out);
                    let witness = counted.witness.as_ref();
                    let length = witness.map(|found| (found.preemptions, found.decisions.len()));
                    (known, length)
                })
                .map(|(at, _)| at)
        };
        bad.or_else(surprising)
    }

    /// True if the outcome differs from all calm ones only in numbers that are nearer to zero.
    fn loses(&self, counted: &Counted) -> bool {
        let calm: Vec<&Outcome> = self
            .counted
            .iter()
            .filter(|other| other.outcome.status == Status::Ok && !Report::is_surprising(other))
            .map(|other| &other.outcome)
            .collect();
        let mut any = false;
        let mut is_less = |mine: &(String, String), theirs: &(String, String)| {
            if mine == theirs {
                return true;
            }
            any = true;
            match (mine.1.parse::<i128>(), theirs.1.parse::<i128>()) {
                (Ok(mine), Ok(theirs)) => mine.unsigned_abs() < theirs.unsigned_abs(),
                _ => false,
            }
        };
        let vars = &counted.outcome.vars;
        let less = !calm.is_empty()
            && calm.iter().all(|other| {
                vars.len() == other.vars.len()
                    && vars
                        .iter()
                        .zip(&other.vars)
                        .all(|(mine, theirs)| is_less(mine, theirs))
            });
        less && any
    }

    /// The number of schedules that the counts are shares of.
    #[must_use]
    pub fn total(&self) -> Option<&BigInt> {
        self.schedules
            .bytecode
            .as_ref()
            .or(self.schedules.visible.as_ref())
    }

    /// `868 of 924 schedules end with n = 1`: the share of outcomes, and what the first of them is.
    fn share(&self, counted: &[&Counted]) -> String {
        let sum = counted.iter().try_fold(BigInt::ZERO, |sum, counted| {
            counted.count.as_ref().map(|count| sum.add(count))
        });
        let (subject, one) = match (sum, self.total()) {
            (Some(sum), Some(total)) => {
                let sum = grouped(&sum.to_string());
                let one = sum == "1";
                (
                    format!("{sum} of {} schedules", grouped(&total.to_string())),
                    one,
                )
            }
            _ if self.unbounded => (
                "some schedules (there are infinitely many)".to_owned(),
                false,
            ),
            _ => ("some schedules".to_owned(), false),
        };
        let Some(first) = counted.first() else {
            return subject;
        };
        let several = counted.len() > 1 && first.outcome.status == Status::Exception;
        let what = if several {
            let verb = if one { "ends" } else { "end" };
            format!(
                "{verb} with an exception, the first with {}",
                ends(&first.outcome)
            )
        } else {
            self.told_of_schedules(&first.outcome, one)
        };
        format!("{subject} {what}")
    }

    /// Where the shortest schedule switches.
    fn shortest(&self, at: usize) -> String {
        let Some(witness) = &self.counted[at].witness else {
            return String::new();
        };
        let Some(surprises) = Report::surprises(&self.counted[at]) else {
            return " Shortest: no forced switch is needed.".to_owned();
        };
        let place = self
            .traces
            .get(&at)
            .and_then(|trace| trace.interrupted.first())
            // A worker of an executor has no line of its own between two jobs.
            .filter(|(from, to)| *from > 0 && *to > 0)
            .map(|(from, to)| {
                let first = if witness.preemptions > 1 {
                    ", the first switch"
                } else {
                    ""
                };
                format!("{first} between line {from} and line {to}")
            });
        format!(" Shortest: {surprises}{}.", place.unwrap_or_default())
    }

    /// What the search covered, in words.
    fn covered(&self) -> String {
        if self.complete {
            return match self.total().map(ToString::to_string) {
                Some(total) if total == "1" => "there is one schedule".to_owned(),
                Some(total) => format!("all {} schedules", grouped(&total)),
                None => "every schedule".to_owned(),
            };
        }
        match self.proven {
            Some(0) => "every schedule without a forced switch; more were not tried".to_owned(),
            Some(1) => {
                "every schedule with at most one forced switch; more were not tried".to_owned()
            }
            Some(n) => {
                format!("every schedule with at most {n} forced switches; more were not tried")
            }
            None => "the search was cut before it could prove anything".to_owned(),
        }
    }

    /// The first sentence: what a reader wants to know.
    #[must_use]
    pub fn headline(&self) -> String {
        let verdict = self.verdict();
        if let Some(at) = self.main().filter(|_| verdict != Verdict::Refused) {
            let status = self.counted[at].outcome.status;
            let same: Vec<&Counted> = if status == Status::Ok {
                vec![&self.counted[at]]
            } else {
                self.counted
                    .iter()
                    .filter(|counted| counted.outcome.status == status)
                    .collect()
            };
            let always = self.complete && same.len() == self.counted.len();
            let kind = match (verdict, always) {
                (Verdict::Deadlock, false) => "Can deadlock",
                (Verdict::Deadlock, true) => "Will always deadlock",
                (Verdict::Loop, false) => "Can loop for ever",
                (Verdict::Loop, true) => "Will always loop for ever",
                (Verdict::Failure, false) => "Can fail",
                (Verdict::Failure, true) => "Will always fail",
                (Verdict::LostUpdate, _) => "Can lose updates",
                _ if self.prints_the_same() => {
                    return format!(
                        "Always {}, but variables differ: {}.{}",
                        ends(&self.counted[at].outcome),
                        self.share(&same),
                        self.shortest(at)
                    );
                }
                _ => "Depends on the schedule",
            };
            let cut = if self.complete {
                String::new()
            } else {
                format!(" Covered: {}.", self.covered())
            };
            return format!("{kind}: {}.{}{cut}", self.share(&same), self.shortest(at));
        }
        let covered = self.covered();
        match self.counted.as_slice() {
            _ if verdict == Verdict::Refused => "The explorer cannot run this program.".to_owned(),
            [] => "Nothing was found: the search was cut at once.".to_owned(),
            [only] if self.complete => {
                format!("Always {}: {covered}.", schedules_do(&only.outcome, true))
            }
            [only] => {
                format!(
                    "Only one end was found: {}. Covered: {covered}.",
                    ends(&only.outcome)
                )
            }
            several => {
                let named: Vec<String> = several
                    .iter()
                    .take(NAMED)
                    .map(|counted| self.told(&counted.outcome))
                    .collect();
                let mut named = named.join("; ");
                if several.len() > NAMED {
                    named.push_str(&format!(", and {} more", several.len() - NAMED));
                }
                let ways = several.len();
                if self.prints_the_same() {
                    return format!(
                        "Always {}, but variables differ: {named}. Covered: {covered}.",
                        ends(&several[0].outcome)
                    );
                }
                if verdict == Verdict::Order {
                    format!(
                        "Ends in {ways} ways, each also without a forced switch: {named}. Covered: {covered}."
                    )
                } else {
                    format!(
                        "Depends on the schedule: ends in {ways} ways: {named}. Covered: {covered}."
                    )
                }
            }
        }
    }

    /// The process exit code: 0 no bad outcome, 1 a bad one, 2 not supported, 3 not everything was covered.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        if self.refused {
            2
        } else if self
            .counted
            .iter()
            .any(|counted| Report::is_bad(&counted.outcome))
        {
            1
        } else if self.complete {
            0
        } else {
            3
        }
    }

    /// The verdict in a few words, for a table of versions.
    #[must_use]
    pub fn verdict_in_words(&self) -> &'static str {
        match self.verdict() {
            Verdict::Refused => "not supported",
            Verdict::Nothing => "not decided",
            Verdict::Deadlock => "can deadlock",
            Verdict::Loop => "can loop for ever",
            Verdict::Failure => "can fail",
            Verdict::LostUpdate => "can lose updates",
            Verdict::Depends | Verdict::Order if !self.complete => "differs, not complete",
            Verdict::Depends | Verdict::Order if self.prints_the_same() => "always prints the same",
            Verdict::Depends => "depends on switches",
            Verdict::Order => "depends on the order",
            Verdict::Always if self.complete => "always the same",
            Verdict::Always => "not decided",
        }
    }

    /// The outcomes in one line, for a table of versions: `n = 1 (868) | n = 2 (56)`.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut parts: Vec<(String, Option<BigInt>)> = Vec::new();
        for counted in &self.counted {
            let text = in_short(&counted.outcome);
            let merged = parts.iter_mut().find(|part| part.0 == text);
            match (merged, &counted.count) {
                (Some(part), Some(count)) => part.1 = part.1.as_ref().map(|sum| sum.add(count)),
                (Some(part), None) => part.1 = None,
                (None, count) => parts.push((text, count.clone())),
            }
        }
        let left_out = parts.len().saturating_sub(COMPARED);
        let mut shown: Vec<String> = parts
            .into_iter()
            .take(COMPARED)
            .map(|(text, count)| match count {
                Some(count) => format!("{text} ({})", grouped(&count.to_string())),
                None => text,
            })
            .collect();
        if left_out > 0 {
            shown.push(format!("{left_out} more"));
        }
        shown.join(" | ")
    }
}
