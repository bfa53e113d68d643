//! Every thread that is alive waits: who waits for whom, and what is it called?

use interleaving::{Action, Kind, Verdict};

use super::{End, Execution, Failure, State, Stop, Want};
use crate::clock::Tid;
use crate::faults::Fault;
use crate::print::Print;

/// What a thread waits for, for ever.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    /// A phrase: `waits for this lock, held by A`.
    pub(crate) on: String,
    pub(crate) object: Option<usize>,
    /// The threads it waits for, as far as they are known.
    pub(crate) threads: Vec<Tid>,
    pub(crate) asleep: bool,
}

/// `main`, `A`, `B`, … for threads without a name.
pub(crate) fn thread_label(thread: Tid, name: Option<&str>) -> String {
    match (name, thread) {
        (Some(name), _) => name.to_owned(),
        (None, 0) => "main".to_owned(),
        (None, n) => {
            let letter = char::from(b'A' + u8::try_from((n - 1) % 26).unwrap_or(0));
            if n <= 26 {
                letter.to_string()
            } else {
                format!("{letter}{}", (n - 1) / 26)
            }
        }
    }
}

impl Execution {
    /// The name of a thread as a reader sees it.
    pub(crate) fn label(&self, thread: Tid) -> String {
        thread_label(thread, self.threads[thread].name.as_deref())
    }

    fn labels(&self, threads: &[Tid]) -> String {
        let names: Vec<String> = threads.iter().map(|thread| self.label(*thread)).collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => names.join(""),
        }
    }

    /// What the thread waits for; `None` when it does not wait.
    pub(crate) fn waiting(&self, thread: Tid) -> Option<Waiting> {
        let lock = |lock: usize| {
            let State::Lock {
                holder, readers, ..
            } = &self.objects[lock].state
            else {
                return ("waits for this lock".to_owned(), vec![]);
            };
            match holder {
                Some(holder) if *holder == thread => (
                    "waits for this lock, which it holds itself".to_owned(),
                    vec![thread],
                ),
                Some(holder) => (
                    format!("waits for this lock, held by {}", self.label(*holder)),
                    vec![*holder],
                ),
                None if readers.contains(&thread) && readers.len() == 1 => (
                    "waits for this lock, which it holds itself for reading".to_owned(),
                    vec![thread],
                ),
                None if !readers.is_empty() => (
                    format!(
                        "waits for this lock, held for reading by {}",
                        self.labels(readers)
                    ),
                    readers.clone(),
                ),
                None => ("waits for this lock".to_owned(), vec![]),
            }
        };
        let plain = |on: String, object, threads| Waiting {
            on,
            object,
            threads,
            asleep: false,
        };
        Some(match &self.threads[thread].want {
            Want::Step | Want::Done | Want::Yield { .. } => return None,
            Want::Mutex(o) | Want::Write(o) => {
                let (on, threads) = lock(*o);
                plain(on, Some(*o), threads)
            }
            Want::Read(o) => {
                let (on, threads) = lock(*o);
                let writer = (0..self.threads.len())
                    .find(|other| self.threads[*other].want == Want::Write(*o));
                match (writer, &self.objects[*o].state) {
                    (Some(writer), State::Lock { holder: None, .. }) => plain(
                        format!(
                            "waits behind {}, which waits to write; it reads already",
                            self.label(writer)
                        ),
                        Some(*o),
                        vec![writer],
                    ),
                    _ => plain(on, Some(*o), threads),
                }
            }
            Want::Join(other) => plain(
                format!("waits for {} to end", self.label(*other)),
                None,
                vec![*other],
            ),
            Want::Bodies(others) => {
                let left: Vec<Tid> = others
                    .iter()
                    .copied()
                    .filter(|other| self.waiting(*other).is_some())
                    .collect();
                plain(
                    format!("waits for {} to end", self.labels(&left)),
                    None,
                    left,
                )
            }
            Want::Asleep {
                condvar,
                woken: false,
                ..
            } => Waiting {
                on: "asleep: nobody is left to notify it".to_owned(),
                object: Some(*condvar),
                threads: vec![],
                asleep: true,
            },
            Want::Asleep { .. } => return None,
            Want::Parked { .. } => Waiting {
                on: "parked: nobody is left to unpark it".to_owned(),
                object: None,
                threads: vec![],
                asleep: true,
            },
            Want::Barrier { barrier, .. } => {
                let meeting = matches!(
                    self.objects[*barrier].state,
                    State::Barrier { meeting: true, .. }
                );
                let on = if meeting {
                    "waits here for another thread, which never comes"
                } else {
                    "waits at the barrier for threads that never come"
                };
                plain(on.to_owned(), Some(*barrier), vec![])
            }
            Want::Once(once) | Want::OnceEnded(once) => {
                let running = match &self.objects[*once].state {
                    State::Once { running, .. } => *running,
                    _ => None,
                };
                match running {
                    Some(other) if other == thread => plain(
                        "waits for the initialiser that it runs itself".to_owned(),
                        Some(*once),
                        vec![thread],
                    ),
                    Some(other) => plain(
                        format!("waits for the initialiser that {} runs", self.label(other)),
                        Some(*once),
                        vec![other],
                    ),
                    None => plain("waits for the initialiser".to_owned(), Some(*once), vec![]),
                }
            }
            Want::Send { channel, .. } => plain(
                "waits for room in the channel: nobody receives".to_owned(),
                Some(*channel),
                vec![],
            ),
            Want::Receive { channel, .. } => plain(
                "waits for a message: nobody sends, and a sender is still alive".to_owned(),
                Some(*channel),
                vec![],
            ),
            Want::Select { .. } => plain(
                "waits for one of several channels: none of them moves".to_owned(),
                None,
                vec![],
            ),
        })
    }

    /// Puts a closing row for each waiting thread into the table.
    pub(crate) fn record_waiting(&mut self) {
        for thread in 0..self.threads.len() {
            if let Some(waiting) = self.waiting(thread) {
                let loc = self.threads[thread].loc;
                self.event_of(
                    thread,
                    Action::Blocked { on: waiting.on },
                    waiting.object,
                    loc,
                );
            } else if self.threads[thread].want != Want::Done {
                let loc = self.threads[thread].loc;
                let on = "goes round in a loop".to_owned();
                self.event_of(thread, Action::Blocked { on }, None, loc);
            }
        }
    }

    /// Ends the execution: nobody can run, and not all have ended.
    pub(crate) fn deadlock(&mut self) -> Stop {
        if self.fault(Fault::DeadlocksAreFine) {
            self.end = Some(End::Infeasible);
            return Stop;
        }
        let waiting: Vec<(Tid, Waiting)> = (0..self.threads.len())
            .filter_map(|thread| Some((thread, self.waiting(thread)?)))
            .collect();
        let kind = self.name_of_deadlock(&waiting);
        let headline = match kind {
            Kind::SelfDeadlock => {
                "SELF-DEADLOCK: a thread waits for something that only it could give.".to_owned()
            }
            Kind::LostWakeup if !self.anybody_called(&waiting) => {
                "DEADLOCK: a thread is asleep, nobody has notified it, and nobody is left to do so."
                    .to_owned()
            }
            Kind::LostWakeup => "DEADLOCK: a thread is asleep, and the notification it needs has \
                                 gone by or went to another thread."
                .to_owned(),
            Kind::LostParallelism => "LOST PARALLELISM: two callers that may work at the same \
                                      time could never be there together."
                .to_owned(),
            _ => "DEADLOCK: every thread that is still alive waits, and nobody can wake it."
                .to_owned(),
        };
        let remarks = waiting
            .iter()
            .map(|(thread, what)| format!("{} {}", self.label(*thread), what.on))
            .collect();
        self.record_waiting();
        self.fail(Failure {
            verdict: Verdict::Deadlock { kind },
            headline,
            remarks,
        })
    }

    /// True when one of the threads that are asleep was notified once, or somebody else in its place.
    fn anybody_called(&self, waiting: &[(Tid, Waiting)]) -> bool {
        waiting
            .iter()
            .any(|(thread, _)| match &self.threads[*thread].want {
                Want::Asleep { condvar, .. } => matches!(
                    self.objects[*condvar].state,
                    State::Condvar { notified: true, .. }
                ),
                Want::Parked { .. } => self.threads[*thread].token_print != Print::default(),
                _ => false,
            })
    }

    fn name_of_deadlock(&self, waiting: &[(Tid, Waiting)]) -> Kind {
        let meets = |object: Option<usize>| {
            object.is_some_and(|object| {
                matches!(
                    self.objects[object].state,
                    State::Barrier { meeting: true, .. }
                )
            })
        };
        if waiting.iter().any(|(_, what)| meets(what.object)) {
            return Kind::LostParallelism;
        }
        if waiting
            .iter()
            .any(|(thread, what)| what.threads.contains(thread))
        {
            return Kind::SelfDeadlock;
        }
        // Follow who waits for whom: a circle through locks is a matter of their order.
        let next = |thread: Tid| {
            waiting
                .iter()
                .find(|(other, _)| *other == thread)
                .and_then(|(_, what)| Some((*what.threads.first()?, what.object.is_some())))
        };
        for (start, _) in waiting {
            let (mut at, mut locks_only) = (*start, true);
            for _ in 0..=waiting.len() {
                let Some((to, lock)) = next(at) else { break };
                locks_only &= lock;
                at = to;
                if at == *start {
                    return if locks_only {
                        Kind::LockOrder
                    } else {
                        Kind::WaitCycle
                    };
                }
            }
        }
        if waiting.iter().any(|(_, what)| what.asleep) {
            return Kind::LostWakeup;
        }
        Kind::WaitCycle
    }
}
