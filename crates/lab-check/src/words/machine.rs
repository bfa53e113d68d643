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
        let before = source_of(interrupted, events[..at].iter().rev());
        let after = source_of(interrupted, events[at..].iter());
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
