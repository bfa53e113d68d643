//! The sentences of a report.

use super::{Counted, Report};
use crate::search::outcome::{Outcome, Status};

/// How many values a sentence names before it counts them.
const NAMED: usize = 3;

/// `n = 1`, or the printed text, or what went wrong.
#[must_use]
pub fn ends(outcome: &Outcome) -> String {
    match outcome.status {
        Status::Deadlock => "the program hangs in a deadlock".to_owned(),
        Status::Stuck => "the program runs in a loop for ever".to_owned(),
        Status::Exception => {
            let texts: Vec<String> = outcome
                .exceptions
                .iter()
                .map(|uncaught| {
                    format!(
                        "{} ends thread {} in line {}",
                        super::trace::exception_text(&uncaught.class, &uncaught.message),
                        super::thread_name(usize::from(uncaught.thread)),
                        uncaught.line
                    )
                })
                .collect();
            texts.join(", ")
        }
        Status::Ok => state(outcome),
    }
}

/// The variables and the output in a few words.
fn state(outcome: &Outcome) -> String {
    let vars: Vec<String> = outcome
        .vars
        .iter()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    match (vars.len(), outcome.out.len()) {
        (0, 0) => "the program ends".to_owned(),
        (_, 0) => vars.join(", "),
        (_, 1) => format!("printed {}", outcome.out[0]),
        (_, lines) => format!(
            "{lines} printed lines, the last one {}",
            outcome.out[lines - 1]
        ),
    }
}

fn times(count: u32) -> String {
    match count {
        0 => "no switch is needed".to_owned(),
        1 => "one switch".to_owned(),
        2 => "two switches".to_owned(),
        3 => "three switches".to_owned(),
        n => format!("{n} switches"),
    }
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

    /// True if the outcome differs from all calm ones only in numbers that are nearer to zero.
    fn loses(&self, counted: &Counted) -> bool {
        let calm: Vec<&Outcome> = self
            .counted
            .iter()
            .filter(|other| other.outcome.status == Status::Ok && !Report::is_surprising(other))
            .map(|other| &other.outcome)
            .collect();
        let mut any = false;
        let less = !calm.is_empty()
            && calm.iter().all(|other| {
                counted.outcome.vars.len() == other.vars.len()
                    && counted
                        .outcome
                        .vars
                        .iter()
                        .zip(&other.vars)
                        .all(|(mine, theirs)| {
                            if mine == theirs {
                                return true;
                            }
                            any = true;
                            match (mine.1.parse::<i128>(), theirs.1.parse::<i128>()) {
                                (Ok(mine), Ok(theirs)) => {
                                    mine.unsigned_abs() < theirs.unsigned_abs()
                                }
                                _ => false,
                            }
                        })
            });
        less && any
    }

    /// The number of schedules of an outcome in words.
    fn share(&self, counted: &Counted) -> String {
        let total = self
            .schedules
            .bytecode
            .as_ref()
            .or(self.schedules.visible.as_ref());
        match (&counted.count, total) {
            (Some(count), Some(total)) => {
                format!(
                    "{} of {} schedules end with",
                    grouped(&count.to_string()),
                    grouped(&total.to_string())
                )
            }
            _ if self.unbounded => "some schedules (there are infinitely many) end with".to_owned(),
            _ => "some schedules end with".to_owned(),
        }
    }

    /// Where the shortest schedule switches.
    fn shortest(&self, at: usize) -> String {
        let Some(witness) = &self.counted[at].witness else {
            return String::new();
        };
        if witness.preemptions == 0 {
            return " Shortest: no forced switch is needed.".to_owned();
        }
        let place = self
            .traces
            .get(&at)
            .and_then(|trace| trace.interrupted.first())
            .map(|(from, to)| {
                let first = if witness.preemptions > 1 {
                    ", the first"
                } else {
                    ""
                };
                format!("{first} between line {from} and line {to}")
            });
        format!(
            " Shortest: {}{}.",
            times(witness.preemptions),
            place.unwrap_or_default()
        )
    }

    /// The first sentence: what a reader wants to know.
    #[must_use]
    pub fn headline(&self) -> String {
        if self.refused {
            return "The explorer cannot run this program.".to_owned();
        }
        if let Some((at, counted)) = self
            .counted
            .iter()
            .enumerate()
            .find(|(_, c)| Report::is_bad(&c.outcome))
        {
            let kind = match counted.outcome.status {
                Status::Deadlock => "Can deadlock",
                Status::Stuck => "Can loop for ever",
                _ => "Can fail",
            };
            let always = self.complete
                && self
                    .counted
                    .iter()
                    .all(|c| c.outcome.status == counted.outcome.status);
            let kind = if always {
                kind.replacen("Can", "Will always", 1)
            } else {
                kind.to_owned()
            };
            let same: Vec<&Counted> = self
                .counted
                .iter()
                .filter(|c| c.outcome.status == counted.outcome.status)
                .collect();
            let what = match counted.outcome.status {
                Status::Exception => ends(&counted.outcome),
                Status::Deadlock => "a deadlock".to_owned(),
                _ => "an endless loop".to_owned(),
            };
            let share = if same.len() == 1 {
                self.share(counted)
            } else {
                self.sum(&same)
            };
            return format!("{kind}: {share} {what}.{}", self.shortest(at));
        }
        let surprising = self
            .counted
            .iter()
            .enumerate()
            .filter(|(_, counted)| Report::is_surprising(counted))
            .min_by_key(|(_, counted)| {
                counted
                    .witness
                    .as_ref()
                    .map(|witness| (witness.preemptions, witness.decisions.len()))
            });
        if let Some((at, counted)) = surprising {
            let kind = if self.loses(counted) {
                "Can lose updates"
            } else {
                "Depends on the schedule"
            };
            return format!(
                "{kind}: {} {}.{}",
                self.share(counted),
                state(&counted.outcome),
                self.shortest(at)
            );
        }
        let covered = if self.complete {
            match self
                .schedules
                .bytecode
                .as_ref()
                .or(self.schedules.visible.as_ref())
            {
                Some(total) if total.to_string() == "1" => "there is one schedule".to_owned(),
                Some(total) => format!("all {} schedules", grouped(&total.to_string())),
                None => "every schedule".to_owned(),
            }
        } else {
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
        };
        match self.counted.as_slice() {
            [] => "Nothing was found: the search was cut at once.".to_owned(),
            [only] => format!("Always ends with {}: {covered}.", state(&only.outcome)),
            several if several.iter().any(|counted| counted.witness.is_none()) => {
                let named: Vec<String> = several.iter().take(NAMED).map(|c| state(&c.outcome)).collect();
                format!(
                    "Depends on the schedule: ends in {} ways, among them {}. Covered: {covered}.",
                    several.len(),
                    named.join("; ")
                )
            }
            several => {
                let named: Vec<String> = several
                    .iter()
                    .take(NAMED)
                    .map(|c| state(&c.outcome))
                    .collect();
                let more = if several.len() > NAMED {
                    format!(", and {} more", several.len() - NAMED)
                } else {
                    String::new()
                };
                format!(
                    "Ends in {} ways, each also without a forced switch: {}{more}. Covered: {covered}.",
                    several.len(),
                    named.join("; ")
                )
            }
        }
    }

    fn sum(&self, counted: &[&Counted]) -> String {
        let total = self
            .schedules
            .bytecode
            .as_ref()
            .or(self.schedules.visible.as_ref());
        let sum = counted
            .iter()
            .try_fold(crate::bigint::BigInt::ZERO, |sum, c| {
                c.count.as_ref().map(|n| sum.add(n))
            });
        match (sum, total) {
            (Some(sum), Some(total)) => {
                format!(
                    "{} of {} schedules end with",
                    grouped(&sum.to_string()),
                    grouped(&total.to_string())
                )
            }
            _ => "some schedules end with".to_owned(),
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

    /// One line for a table of versions: the outcomes and how many schedules there are.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for counted in self.counted.iter().take(6) {
            let text = match counted.outcome.status {
                Status::Ok => state(&counted.outcome),
                Status::Exception => counted
                    .outcome
                    .exceptions
                    .iter()
                    .map(|uncaught| uncaught.class.clone())
                    .collect::<Vec<_>>()
                    .join(", "),
                status => status.name().to_owned(),
            };
            if !parts.contains(&text) {
                parts.push(text);
            }
        }
        if self.counted.len() > 6 {
            parts.push(format!("{} more", self.counted.len() - 6));
        }
        let cut = if self.complete { "" } else { " (not complete)" };
        format!("{}: {}{cut}", self.rules.name, parts.join(" | "))
    }
}

/// A number with a comma after every three digits; long ones as a power of ten.
#[must_use]
pub fn grouped(digits: &str) -> String {
    if digits.len() > 24 {
        return format!("{}.{}e{}", &digits[..1], &digits[1..4], digits.len() - 1);
    }
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
