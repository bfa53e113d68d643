//! An event in words.
//!
//! A phrase starts with a verb, so that it reads well in the last column of a table ("reads
//! hits: 0") and after a name in a sentence ("Thread A reads hits: 0.").

use crate::{Action, Change, Counterexample, Event, ObjectKind, Wake};

use super::text::{clean, value};

/// What makes a step remarkable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The value read is not the newest one; here is the newest.
    Stale(String),
    /// The write was ordered before a newer one.
    Overtaken,
    /// Nobody had notified the thread.
    SpuriousWakeup,
    /// The values were equal and the weak compare-and-exchange failed all the same.
    SpuriousFailure,
    /// The lock was poisoned.
    Poisoned,
    /// This step breaks the promise.
    Failure,
    /// This step waits for ever.
    Forever,
}

impl Mark {
    /// The mark in a table, after the phrase; `✘` stands before it.
    #[must_use]
    pub fn in_table(&self) -> String {
        match self {
            Mark::Stale(newest) => format!("⚠ STALE: the newest is {newest}"),
            Mark::Overtaken => "⚠ ordered before a newer write".to_owned(),
            Mark::SpuriousWakeup => "⚠ spurious wake-up".to_owned(),
            Mark::SpuriousFailure => "⚠ spurious failure".to_owned(),
            Mark::Poisoned => "⚠ poisoned".to_owned(),
            Mark::Failure | Mark::Forever => "✘".to_owned(),
        }
    }

    /// The mark in a sentence.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Mark::Stale(newest) => format!("a stale read: the newest value is {newest}"),
            Mark::Overtaken => "ordered before a newer write".to_owned(),
            Mark::SpuriousWakeup => "a spurious wake-up: nobody notified it".to_owned(),
            Mark::SpuriousFailure => "a spurious failure: the values were equal".to_owned(),
            Mark::Poisoned => "and the lock is poisoned".to_owned(),
            Mark::Failure => "and that is the failure".to_owned(),
            Mark::Forever => "and waits for ever".to_owned(),
        }
    }
}

/// An event in words, with what is remarkable about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Starts with a verb in the third person unless it is quoted; clean, without a final period.
    pub text: String,
    /// What is remarkable.
    pub mark: Option<Mark>,
    /// True when the text is the program's own, such as an instruction or a note, and does not
    /// continue a sentence that starts with a name.
    pub quoted: bool,
}

impl Phrase {
    fn new(text: impl Into<String>) -> Phrase {
        Phrase::marked(text, None)
    }

    fn marked(text: impl Into<String>, mark: Option<Mark>) -> Phrase {
        Phrase {
            text: text.into(),
            mark,
            quoted: false,
        }
    }

    fn quoted(text: String) -> Phrase {
        Phrase {
            text,
            mark: None,
            quoted: true,
        }
    }

    /// Stands for `count` phrases that are not shown.
    pub(super) fn left_out(count: usize) -> Phrase {
        Phrase::quoted(format!("… {count} more"))
    }

    /// The phrase as it stands in a table: `✘ panics`, `reads hits: 0 ⚠ STALE`.
    #[must_use]
    pub fn in_table(&self) -> String {
        match &self.mark {
            None => self.text.clone(),
            Some(mark @ (Mark::Failure | Mark::Forever)) => {
                format!("{} {}", mark.in_table(), self.text)
            }
            Some(mark) => format!("{} {}", self.text, mark.in_table()),
        }
    }
}

/// The name of a thread as a heading: `main`, `thread A`, `worker-1`, always clean.
#[must_use]
pub fn thread(counterexample: &Counterexample, index: u16) -> String {
    match counterexample.threads.get(usize::from(index)) {
        // A name of one letter was given by the engine; it needs the word to be read as a name.
        Some(thread) if thread.name.chars().count() <= 2 => {
            format!("thread {}", clean(&thread.name))
                .trim_end()
                .to_owned()
        }
        Some(thread) => clean(&thread.name),
        None => format!("thread {index}"),
    }
}

/// Puts events into words, in their order.
///
/// It remembers the value last seen in each object, so that a write can be told together with
/// the value it replaced: that is where a lost update becomes visible.
#[derive(Debug)]
pub struct Speaker<'a> {
    counterexample: &'a Counterexample,
    known: Vec<Option<String>>,
}

impl<'a> Speaker<'a> {
    /// A speaker that has not seen any event.
    #[must_use]
    pub fn new(counterexample: &'a Counterexample) -> Speaker<'a> {
        Speaker {
            counterexample,
            known: vec![None; counterexample.objects.len()],
        }
    }

    /// The event in words; `before` is the step before it in the same row.
    pub fn say(&mut self, event: &Event, before: Option<&Event>) -> Phrase {
        let name = match before {
            // The same lock twice in one row: the name was said a word ago.
            Some(before) if gives_back(&event.action) && before.object == event.object => {
                "it".to_owned()
            }
            _ => self.object(event),
        };
        let known = |text: &Option<String>| text.as_deref().map(value);
        match &event.action {
            Action::Spawn { thread } => Phrase::new(format!("starts {}", self.thread(*thread))),
            Action::Finish => Phrase::new("ends"),
            Action::Join { thread } => Phrase::new(format!("joins {}", self.thread(*thread))),
            Action::Load {
                value: read,
                newest,
            } => {
                let mark = newest.as_deref().map(|newest| Mark::Stale(value(newest)));
                if mark.is_none() {
                    self.learn(event, known(read));
                }
                Phrase::marked(with_value(format!("reads {name}"), known(read)), mark)
            }
            Action::Store {
                value: written,
                overtaken,
            } => {
                let before = if *overtaken {
                    None
                } else {
                    self.learn(event, known(written))
                };
                let mut text = with_value(format!("writes {name}"), known(written));
                if let (Some(before), true) = (before, written.is_some()) {
                    text.push_str(&format!(" (was {before})"));
                }
                Phrase::marked(text, overtaken.then_some(Mark::Overtaken))
            }
            Action::Update { before, after } => {
                self.learn(event, known(after));
                Phrase::new(match (known(before), known(after)) {
                    (Some(before), Some(after)) => format!("updates {name}: {before} → {after}"),
                    (_, after) => with_value(format!("updates {name}"), after),
                })
            }
            Action::CompareFailed {
                found,
                newest,
                spurious,
            } => {
                let mark = match newest {
                    Some(newest) => Some(Mark::Stale(value(newest))),
                    None => spurious.then_some(Mark::SpuriousFailure),
                };
                if newest.is_none() {
                    self.learn(event, known(found));
                }
                let text = match known(found) {
                    Some(found) => format!("does not exchange {name}: finds {found}"),
                    None => format!("does not exchange {name}"),
                };
                Phrase::marked(text, mark)
            }
            Action::Fence { ordering } => {
                Phrase::new(format!("passes a {} fence", value(ordering)))
            }
            Action::Lock {
                value: held,
                poisoned,
            } => {
                self.learn(event, known(held));
                let text = with_content(format!("locks {name}"), known(held));
                Phrase::marked(text, poisoned.then_some(Mark::Poisoned))
            }
            Action::Unlock { value } => self.release(event, format!("unlocks {name}"), value),
            Action::ReadLock { value: held } => {
                self.learn(event, known(held));
                Phrase::new(with_content(
                    format!("locks {name} for reading"),
                    known(held),
                ))
            }
            Action::ReadUnlock => Phrase::new(format!("ends reading {name}")),
            Action::WriteLock { value: held } => {
                self.learn(event, known(held));
                Phrase::new(with_content(
                    format!("locks {name} for writing"),
                    known(held),
                ))
            }
            Action::WriteUnlock { value } => {
                self.release(event, format!("ends writing {name}"), value)
            }
            Action::TryFailed => Phrase::new(format!("finds {name} taken and does not wait")),
            Action::Wait => Phrase::new(format!("goes to sleep on {name}")),
            Action::Woken { how } => match how {
                Wake::Notified => Phrase::new("wakes up"),
                Wake::TimedOut => Phrase::new("wakes up: the time is over"),
                Wake::Spurious => Phrase::marked("wakes up", Some(Mark::SpuriousWakeup)),
            },
            Action::Notify { all, woken } => {
                let whom = if *all { "notifies all on" } else { "notifies" };
                let effect = if woken.is_empty() {
                    "nobody is waiting".to_owned()
                } else {
                    format!("wakes {}", self.threads(woken))
                };
                Phrase::new(format!("{whom} {name}: {effect}"))
            }
            Action::Read { value: read } => {
                Phrase::new(with_value(format!("reads {name}"), known(read)))
            }
            Action::Write { value: before } => Phrase::new(match known(before) {
                Some(before) => format!("writes {name} (was {before})"),
                None => format!("writes {name}"),
            }),
            Action::Free => Phrase::new(format!("frees {name}")),
            Action::Send { value } => Phrase::new(match known(value) {
                Some(message) => format!("sends {message} to {name}"),
                None => format!("sends to {name}"),
            }),
            Action::Receive { value } => Phrase::new(match known(value) {
                Some(message) => format!("receives {message} from {name}"),
                None => format!("receives from {name}"),
            }),
            Action::ChannelRefused { why } => Phrase::new(match why.as_str() {
                "disconnected" => format!("finds {name} closed"),
                other => format!("finds {name} {}", value(other)),
            }),
            Action::Disconnect => Phrase::new(format!("closes its end of {name}")),
            Action::Park => Phrase::new("parks"),
            Action::Unpark { thread } => Phrase::new(format!("unparks {}", self.thread(*thread))),
            Action::Yield => Phrase::new("lets others run"),
            Action::Note { text } => Phrase::quoted(clean(text)),
            Action::Step { text, changes } => Phrase::quoted(step(text, changes)),
            Action::Panic { message } => Phrase::marked(
                // The headline has the words already, and they would fill the column.
                match clean(message) {
                    said if said.is_empty() || clean(&self.counterexample.headline) == said => {
                        "fails here".to_owned()
                    }
                    said => format!("fails: {said}"),
                },
                Some(Mark::Failure),
            ),
            Action::Blocked { on } => Phrase::marked(clean(on), Some(Mark::Forever)),
            Action::Fault { what } => Phrase::marked(clean(what), Some(Mark::Failure)),
        }
    }

    /// Sets the value known of the event's object; gives back the one known before.
    fn learn(&mut self, event: &Event, now: Option<String>) -> Option<String> {
        let known = self.known.get_mut(usize::from(event.object?))?;
        std::mem::replace(known, now)
    }

    fn release(&mut self, event: &Event, verb: String, after: &Option<String>) -> Phrase {
        let after = after.as_deref().map(value);
        let before = self.learn(event, after.clone());
        Phrase::new(match (before, after) {
            (Some(before), Some(after)) if before != after => {
                format!("{verb} ({before} → {after})")
            }
            (None, Some(after)) => format!("{verb} (= {after})"),
            _ => verb,
        })
    }

    fn thread(&self, index: u16) -> String {
        thread(self.counterexample, index)
    }

    fn threads(&self, indices: &[u16]) -> String {
        let names: Vec<String> = indices.iter().map(|index| self.thread(*index)).collect();
        match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => String::new(),
        }
    }

    /// The object's name; an event without one gets the kind of object its action needs.
    fn object(&self, event: &Event) -> String {
        let object = event
            .object
            .map(usize::from)
            .and_then(|i| self.counterexample.objects.get(i));
        match object {
            Some(object) if !object.name.trim().is_empty() => value(&object.name),
            Some(object) => kind(object.kind).to_owned(),
            None => match &event.action {
                Action::Lock { .. } | Action::Unlock { .. } | Action::TryFailed => "a lock",
                Action::ReadLock { .. }
                | Action::ReadUnlock
                | Action::WriteLock { .. }
                | Action::WriteUnlock { .. } => "a reader-writer lock",
                Action::Wait | Action::Notify { .. } => "a condition variable",
                Action::Free => "memory",
                Action::Send { .. }
                | Action::Receive { .. }
                | Action::ChannelRefused { .. }
                | Action::Disconnect => "a channel",
                Action::Read { .. } | Action::Write { .. } => "plain data",
                _ => "a variable",
            }
            .to_owned(),
        }
    }
}

fn gives_back(action: &Action) -> bool {
    matches!(
        action,
        Action::Unlock { .. } | Action::ReadUnlock | Action::WriteUnlock { .. }
    )
}

/// A kind of object as a learner calls it, with its article.
fn kind(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Mutex => "a lock",
        ObjectKind::RwLock => "a reader-writer lock",
        ObjectKind::Condvar => "a condition variable",
        ObjectKind::Barrier => "a barrier",
        ObjectKind::Once => "an initialiser",
        ObjectKind::Atomic => "an atomic",
        ObjectKind::Cell => "plain data",
        ObjectKind::Racy | ObjectKind::Variable => "a variable",
        ObjectKind::Channel => "a channel",
        ObjectKind::Arc => "an Arc",
        ObjectKind::Allocation => "memory",
        ObjectKind::Thread => "a thread",
    }
}

fn with_value(phrase: String, value: Option<String>) -> String {
    match value {
        Some(value) => format!("{phrase}: {value}"),
        None => phrase,
    }
}

fn with_content(phrase: String, content: Option<String>) -> String {
    match content {
        Some(content) => format!("{phrase} (= {content})"),
        None => phrase,
    }
}

fn step(text: &str, changes: &[Change]) -> String {
    let changes: Vec<String> = changes
        .iter()
        .map(|change| format!("{} = {}", value(&change.name), value(&change.value)))
        .collect();
    match (clean(text), changes.join(", ")) {
        (text, changes) if changes.is_empty() => text,
        (text, changes) if text.is_empty() => changes,
        (text, changes) => format!("{text}: {changes}"),
    }
}
