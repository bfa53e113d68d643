//! The machine on which the code would be right.
//!
//! A bug shows that a learner imagines another machine than the one there is: one where nobody
//! runs in between, where writes are seen at once, where a wait ends only by a notification. The
//! counterexample says which of these beliefs it takes, because each one is a surprise in it.

use std::fmt::Write as _;

use interleaving::{Counterexample, Event, Kind, Source, Surprises, Switch, Verdict};

/// At most this many gaps are named; more would not be read.
const MOST_GAPS: usize = 2;

/// What the code takes for granted.
pub(super) enum Machine {
    /// The end of "Your code would be right if …".
    If(String),
    /// There is no such machine: a sentence that says why.
    None(&'static str),
}

/// The machine on which the code would be right; `None` when nothing useful can be said.
pub(super) fn imagined(verdict: &Verdict, counterexample: &Counterexample) -> Option<Machine> {
    match verdict.kind()? {
        Kind::WrongResult | Kind::WrongTrait | Kind::BrokenRule | Kind::NotDeterministic
            if counterexample.surprises.cost() == 0 =>
        {
            return None;
        }
        Kind::LostParallelism | Kind::EndlessLoop => return None,
        Kind::SelfDeadlock => {
            return Some(Machine::None(
                "No machine makes this right: a lock belongs to a thread and not to a function, and one thread cannot take the locks of std twice.",
            ));
        }
        Kind::DataRace => {
            return Some(Machine::If(
                "one thread ran at a time and every write was seen at once; Rust promises neither for plain data"
                    .to_owned(),
            ));
        }
        _ => {}
    }
    let mut beliefs = Vec::new();
    if counterexample.surprises.preemptions > 0 {
        beliefs.push(nobody_between(&gaps(counterexample)));
    }
    beliefs.extend(other_beliefs(&counterexample.surprises).map(str::to_owned));
    if beliefs.is_empty() {
        return calm(counterexample).map(Machine::None);
    }
    Some(Machine::If(beliefs.join(", and if ")))
}

/// What the code takes for granted besides that nobody runs in between.
fn other_beliefs(surprises: &Surprises) -> impl Iterator<Item = &'static str> {
    [
        (surprises.stale_reads, "every thread saw each write at once"),
        (
            surprises.overtaken_stores,
            "all threads saw the writes in the order in which they were made",
        ),
        (
            surprises.spurious_wakeups,
            "a wait ended only after a notification",
        ),
        (
            surprises.early_timeouts,
            "a time-out never came before the notification",
        ),
        (
            surprises.unfair_notifications,
            "a notification always woke the thread that has waited longest",
        ),
        (
            surprises.weak_failures,
            "`compare_exchange_weak` failed only when the values differ",
        ),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(_, belief)| belief)
}

/// Nothing surprising happened at all.
fn calm(counterexample: &Counterexample) -> Option<&'static str> {
    let first = counterexample.events.first()?.thread;
    let alone = counterexample
        .events
        .iter()
        .all(|event| event.thread == first);
    Some(if alone {
        "No luck is involved: one thread alone gets here."
    } else {
        "No luck is involved: no thread was interrupted, each one ran until it had to wait or was done."
    })
}

/// The places where a thread was interrupted: the line before, and the line with which it went on.
fn gaps(counterexample: &Counterexample) -> Vec<(&Source, &Source)> {
    let events = &counterexample.events;
    let mut gaps = Vec::new();
    for at in 1..events.len() {
        if events[at].switch != Some(Switch::Preempted) {
            continue;
        }
        let interrupted = events[at - 1].thread;
        let before = || events[..at].iter().rev();
        let after = || events[at..].iter();
        // A gap in the code under test says more than one that ends in the model around it.
        let inside = (
            code_of(interrupted, before()),
            code_of(interrupted, after()),
        );
        let (before, after) = match inside {
            (Some(before), Some(after)) => (Some(before), Some(after)),
            _ => (
                source_of(interrupted, before()),
                source_of(interrupted, after()),
            ),
        };
        if let (Some(before), Some(after)) = (before, after)
            && !gaps.contains(&(before, after))
        {
            gaps.push((before, after));
        }
    }
    gaps
}

/// The first line that this thread is at.
fn source_of<'a>(thread: u16, mut events: impl Iterator<Item = &'a Event>) -> Option<&'a Source> {
    events.find_map(|event| event.source.as_ref().filter(|_| event.thread == thread))
}

/// The first line of the code under test that this thread is at.
fn code_of<'a>(thread: u16, events: impl Iterator<Item = &'a Event>) -> Option<&'a Source> {
    source_of(
        thread,
        events.filter(|event| !event.source.as_ref().is_some_and(is_model)),
    )
}

/// The models of an exercise are in `tests/models.rs`; everything else is the learner's.
fn is_model(source: &Source) -> bool {
    source.file.ends_with("tests/models.rs")
}

fn nobody_between(gaps: &[(&Source, &Source)]) -> String {
    if gaps.is_empty() {
        return "no thread was ever interrupted".to_owned();
    }
    let mut text = "no other thread could run ".to_owned();
    for (index, (before, after)) in gaps.iter().take(MOST_GAPS).enumerate() {
        if index > 0 {
            text.push_str(" or ");
        }
        let _ = if (&before.file, before.line) == (&after.file, after.line) {
            write!(text, "in the middle of {}:{}", before.file, before.line)
        } else if before.file == after.file {
            write!(
                text,
                "between lines {} and {} of {}",
                before.line, after.line, before.file
            )
        } else {
            write!(
                text,
                "between {}:{} and {}:{}",
                before.file, before.line, after.file, after.line
            )
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use interleaving::Action;

    use super::*;

    const CODE: &str = "exercises/ex07/src/lib.rs";
    const MODEL: &str = "exercises/ex07/tests/models.rs";

    fn step(thread: u16, file: &str, line: u32, switch: Option<Switch>) -> Event {
        let source = Some(Source {
            file: file.to_owned(),
            line,
            text: String::new(),
        });
        Event {
            thread,
            action: Action::Yield,
            object: None,
            source,
            switch,
        }
    }

    fn said(events: Vec<Event>, surprises: Surprises) -> Option<String> {
        let mut counterexample = Counterexample::new("a promise is broken");
        counterexample.events = events;
        counterexample.surprises = surprises;
        let verdict = Verdict::Violated {
            kind: Kind::CheckThenAct,
            message: String::new(),
        };
        match imagined(&verdict, &counterexample)? {
            Machine::If(condition) => Some(condition),
            Machine::None(sentence) => Some(sentence.to_owned()),
        }
    }

    fn one_preemption() -> Surprises {
        Surprises {
            preemptions: 1,
            ..Surprises::default()
        }
    }

    #[test]
    fn a_gap_is_told_in_the_learners_lines() {
        let events = vec![
            step(1, CODE, 27, None),
            step(1, MODEL, 84, None),
            step(2, CODE, 27, Some(Switch::Preempted)),
            step(1, MODEL, 85, Some(Switch::Finished)),
            step(1, CODE, 32, None),
        ];
        let condition = said(events, one_preemption()).unwrap();
        assert_eq!(
            condition,
            format!("no other thread could run between lines 27 and 32 of {CODE}")
        );
    }

    #[test]
    fn a_gap_of_the_model_is_told_where_it_is() {
        let events = vec![
            step(0, MODEL, 10, None),
            step(1, CODE, 27, Some(Switch::Preempted)),
            step(0, MODEL, 12, Some(Switch::Blocked)),
        ];
        let condition = said(events, one_preemption()).unwrap();
        assert_eq!(
            condition,
            format!("no other thread could run between lines 10 and 12 of {MODEL}")
        );
    }

    #[test]
    fn every_surprise_is_a_belief() {
        let all = Surprises {
            preemptions: 1,
            stale_reads: 1,
            overtaken_stores: 1,
            spurious_wakeups: 1,
            early_timeouts: 1,
            unfair_notifications: 1,
            weak_failures: 1,
        };
        let condition = said(vec![step(0, CODE, 1, None)], all).unwrap();
        assert_eq!(condition.matches(", and if ").count(), 6, "{condition}");
        assert!(
            condition.starts_with("no thread was ever interrupted, and if"),
            "{condition}"
        );
    }

    #[test]
    fn without_surprises_there_is_no_such_machine() {
        let alone = said(vec![step(0, CODE, 1, None)], Surprises::default()).unwrap();
        assert_eq!(alone, "No luck is involved: one thread alone gets here.");
        let two = vec![
            step(0, CODE, 1, None),
            step(1, CODE, 2, Some(Switch::Finished)),
        ];
        assert!(
            said(two, Surprises::default())
                .unwrap()
                .contains("no thread was interrupted")
        );
        assert_eq!(said(vec![], Surprises::default()), None);
    }
}
