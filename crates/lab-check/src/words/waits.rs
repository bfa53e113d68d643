//! Who waits for whom, at the end of an interleaving from which nobody can go on.

use interleaving::render::{phrase, text};
use interleaving::{Action, Counterexample, Event, Source, Verdict};

/// One line per thread that waits: what for, where, and since when somebody else has it.
pub(super) fn lines(verdict: &Verdict, counterexample: &Counterexample) -> Vec<String> {
    if !matches!(verdict, Verdict::Deadlock { .. } | Verdict::Stuck { .. }) {
        return Vec::new();
    }
    counterexample
        .events
        .iter()
        .enumerate()
        .filter_map(|(at, event)| {
            let Action::Blocked { on } = &event.action else {
                return None;
            };
            let who = phrase::thread(counterexample, event.thread);
            let place = event
                .source
                .as_ref()
                .map(|source| format!(" ({})", place(source)));
            let mut line = format!("{who}{} {}", place.unwrap_or_default(), text::clean(on));
            if !on.contains(" since ")
                && let Some(since) = held_since(counterexample, at, event)
            {
                line.push_str(&format!(", since {}", place_of(since)));
            }
            if let Some(missed) = missed_notification(counterexample, at, event) {
                line.push_str(&missed);
            }
            Some(line)
        })
        .collect()
}

fn place(source: &Source) -> String {
    format!("{}:{}", source.file, source.line)
}

fn place_of(event: &Event) -> String {
    event
        .source
        .as_ref()
        .map_or_else(|| "an earlier step".to_owned(), place)
}

/// The step with which the lock that `event` waits for was taken, if somebody still has it.
fn held_since<'a>(
    counterexample: &'a Counterexample,
    at: usize,
    event: &Event,
) -> Option<&'a Event> {
    let object = event.object?;
    let mut holders: Vec<&Event> = Vec::new();
    for step in counterexample.events[..at]
        .iter()
        .filter(|step| step.object == Some(object))
    {
        match step.action {
            Action::Lock { .. } | Action::WriteLock { .. } | Action::ReadLock { .. } => {
                holders.push(step);
            }
            Action::Unlock { .. } | Action::WriteUnlock { .. } | Action::ReadUnlock => {
                holders.retain(|holder| holder.thread != step.thread);
            }
            _ => {}
        }
    }
    holders.first().copied()
}

/// For a thread that sleeps on a condition variable: the notification that came too early.
fn missed_notification(
    counterexample: &Counterexample,
    at: usize,
    event: &Event,
) -> Option<String> {
    let object = event.object?;
    let slept = counterexample.events[..at].iter().rposition(|step| {
        step.thread == event.thread
            && step.object == Some(object)
            && matches!(step.action, Action::Wait)
    })?;
    let early = counterexample.events[..slept].iter().rev().find(|step| {
        step.object == Some(object)
            && matches!(&step.action, Action::Notify { woken, .. } if woken.is_empty())
    })?;
    let who = phrase::thread(counterexample, early.thread);
    Some(format!(
        "; {who} notified it at {}, when nobody was asleep",
        place_of(early)
    ))
}
