//! How an execution ends.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::stepper::Stepper;
use crate::machine::{State, Status as ThreadStatus};
use crate::value::{Object, Value};

/// The kind of an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The program ran to its end.
    Ok,
    /// No thread can go on, and at least one has not ended.
    Deadlock,
    /// A thread ended with an exception that it did not catch.
    Exception,
    /// Threads go round in a loop that nothing can end any more.
    Stuck,
}

impl Status {
    /// The word in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Deadlock => "deadlock",
            Status::Exception => "exception",
            Status::Stuck => "stuck",
        }
    }
}

/// An exception that ended a thread. Two are equal if thread, class and line are: the text often holds
/// a number that depends on the moment, and is shown, not compared.
#[derive(Clone, Debug)]
pub struct Uncaught {
    /// The number of the thread, 0 for the main thread.
    pub thread: u16,
    /// The class of the exception.
    pub class: String,
    /// Its text.
    pub message: String,
    /// The line that raised it.
    pub line: u32,
}

impl Uncaught {
    fn key(&self) -> (u16, &str, u32) {
        (self.thread, &self.class, self.line)
    }
}

impl PartialEq for Uncaught {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Uncaught {}

impl PartialOrd for Uncaught {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Uncaught {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for Uncaught {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// An end: two executions have the same one if all of this is equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outcome {
    /// Its kind.
    pub status: Status,
    /// The module's variables with plain values: name and `repr`, in alphabetical order.
    pub vars: Vec<(String, String)>,
    /// The printed lines.
    pub out: Vec<String>,
    /// The exceptions that ended threads, by thread.
    pub exceptions: Vec<Uncaught>,
}

/// The steps that each line of an outcome costs beside its bytes.
const LINE: u64 = 32;

/// The items of a variable that is shown.
const PLAIN_ITEMS: usize = 1 << 21;

impl Stepper {
    /// The end that a state without choices is.
    pub(crate) fn outcome(&mut self, s: &State) -> Outcome {
        let stuck = s
            .threads
            .iter()
            .any(|thread| thread.status == ThreadStatus::Live && !thread.daemon);
        let exceptions: Vec<Uncaught> = s
            .threads
            .iter()
            .enumerate()
            .filter_map(|(index, thread)| {
                let ended = thread.ended.as_ref()?;
                Some(Uncaught {
                    thread: index as u16,
                    class: ended.class.clone(),
                    message: self.machine.atoms.text(ended.message).to_owned(),
                    line: ended.line,
                })
            })
            .collect();
        let spins = s
            .threads
            .iter()
            .any(|thread| thread.spins && !thread.daemon);
        let status = if spins {
            Status::Stuck
        } else if stuck {
            Status::Deadlock
        } else if exceptions.is_empty() {
            Status::Ok
        } else {
            Status::Exception
        };
        let mut text = String::new();
        for atom in s.printed() {
            text.push_str(self.machine.atoms.text(atom));
        }
        let mut out: Vec<String> = text.split('\n').map(str::to_owned).collect();
        if out.last().is_some_and(String::is_empty) {
            out.pop();
        }
        let vars = self.variables(s);
        // A loop that appends until it is told to stop has an end of its own for every round, each longer
        // than the last: their texts take memory and time, so they count as work.
        let texts = vars.iter().map(|(_, value)| value.len());
        let texts = texts.chain(out.iter().map(String::len));
        let messages = exceptions.iter().map(|ended| ended.message.len());
        let bytes: usize = texts.chain(messages).sum();
        self.steps += 8 * bytes as u64 + LINE * out.len() as u64;
        Outcome {
            status,
            vars,
            out,
            exceptions,
        }
    }

    /// The module's variables with plain values, in alphabetical order.
    pub(crate) fn variables(&mut self, s: &State) -> Vec<(String, String)> {
        let linked = std::rc::Rc::clone(&self.machine.linked);
        let plain: Vec<(String, Value)> = linked
            .globals
            .iter()
            .zip(s.globals.iter())
            .map(|(global, value)| (self.machine.atoms.text(global.name), *value))
            .filter(|(name, value)| {
                !name.starts_with("__")
                    && linked.shows(name)
                    && self.is_plain(s, *value, 0, &mut { PLAIN_ITEMS })
            })
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        let values: Vec<Value> = plain.iter().map(|entry| entry.1).collect();
        let texts = self.machine.reprs(s, &values);
        let mut vars: Vec<(String, String)> = plain
            .into_iter()
            .zip(texts)
            .map(|((name, _), text)| (name, text))
            .collect();
        vars.sort();
        vars
    }

    /// True for values whose `repr` says everything: numbers, strings, and containers of such, with at most
    /// `left` items in all. A container that holds another twice, and so on, is longer than any memory.
    fn is_plain(&self, s: &State, value: Value, depth: u32, left: &mut usize) -> bool {
        let size = match value {
            Value::Str(atom) => 1 + self.machine.atoms.text(atom).len() / 8,
            _ => 1,
        };
        if depth > 20 || *left < size {
            return false;
        }
        *left -= size;
        match value {
            Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Big(_)
            | Value::Float(_)
            | Value::Str(_) => true,
            Value::Object(id) => {
                let object = self.machine.object(s, id);
                let container = matches!(
                    object,
                    Object::List { .. }
                        | Object::Tuple(_)
                        | Object::Dict { .. }
                        | Object::Set { .. }
                        | Object::Deque { .. }
                        | Object::Range { .. }
                );
                if !container {
                    return false;
                }
                let mut plain = true;
                object.each_value(&mut |value| {
                    // The factory of a defaultdict is shown by its name.
                    plain = plain
                        && (matches!(value, Value::Null | Value::Type(_))
                            || self.is_plain(s, value, depth + 1, left));
                });
                plain
            }
            _ => false,
        }
    }
}
