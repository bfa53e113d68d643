//! The schedule of a machine that a model plays itself.

use std::sync::{Mutex, PoisonError};

use interleaving::{Action, Counterexample, Event, Object, ObjectKind, Source, Switch, Thread};

/// What is to be shown of the current execution.
static SHOWN: Mutex<Option<Trace>> = Mutex::new(None);

/// The steps of threads that are not threads of `lab`: a model plays them on a machine of its own.
///
/// Some exercises are about schedules themselves: a learner writes one down, or writes the program
/// that finds them. Such a model starts no thread, so the engine has nothing to show. It writes its
/// steps into a `Trace`, calls [`show`](Trace::show), and breaks its promise; the reader then sees
/// the same table as everywhere else.
///
/// ```
/// use lab_check::{Action, Trace};
///
/// let mut trace = Trace::new("the two programs", ["A", "B"]);
/// let count = trace.variable("count");
/// let read = Action::Load { value: Some("0".to_owned()), newest: None };
/// trace.step(0, (1, "read"), read, Some(count));
/// trace.show();
/// ```
#[derive(Clone, Debug)]
pub struct Trace {
    program: String,
    threads: Vec<Thread>,
    objects: Vec<Object>,
    events: Vec<Event>,
    /// What is known of the thread of the last step, in case another thread runs next.
    left: Option<Switch>,
    calmest: bool,
}

impl Trace {
    /// A trace without steps. `program` stands where other tables name a source file, and the
    /// threads are numbered from 0 in the order of their names.
    #[must_use]
    pub fn new<'a>(program: &str, threads: impl IntoIterator<Item = &'a str>) -> Trace {
        let name = |name: &str| Thread {
            name: name.to_owned(),
        };
        // In a counterexample thread 0 is the one that runs the model.
        let threads = ["main"].into_iter().chain(threads).map(name).collect();
        Trace {
            program: program.to_owned(),
            threads,
            objects: Vec::new(),
            events: Vec::new(),
            left: None,
            calmest: false,
        }
    }

    /// A shared variable of the machine; gives back its number.
    pub fn variable(&mut self, name: &str) -> u16 {
        self.object(name, ObjectKind::Variable)
    }

    /// A lock of the machine; gives back its number.
    pub fn lock(&mut self, name: &str) -> u16 {
        self.object(name, ObjectKind::Mutex)
    }

    fn object(&mut self, name: &str, kind: ObjectKind) -> u16 {
        let name = name.to_owned();
        self.objects.push(Object { name, kind });
        u16::try_from(self.objects.len() - 1).expect("a machine of a model is small")
    }

    /// The next step: `thread` executes line `at.0` of its program, whose text is `at.1`. `object`
    /// is what the action is about.
    pub fn step(&mut self, thread: u16, at: (u32, &str), action: Action, object: Option<u16>) {
        let thread = thread + 1;
        let left = self.left.take();
        let before = self.events.last().map(|event| event.thread);
        // Until `show` knows better, a thread that stopped in between had nothing left to do.
        let switch = before
            .filter(|before| *before != thread)
            .map(|_| left.unwrap_or(Switch::Finished));
        self.events.push(Event {
            thread,
            action,
            object,
            source: Some(Source {
                file: self.program.clone(),
                line: at.0,
                text: at.1.to_owned(),
            }),
            switch,
        });
    }

    /// Says that the thread of the last step cannot go on: another thread has what it needs.
    pub fn has_to_wait(&mut self) {
        self.left = Some(Switch::Blocked);
    }

    /// Says that the thread of the last step could go on. A thread that takes a step later on need
    /// not be told of.
    pub fn could_go_on(&mut self) {
        self.left = Some(Switch::Preempted);
    }

    /// Says that the model has found this schedule itself, and that it has tried all schedules with
    /// fewer forced switches. Otherwise the schedule is one that somebody has chosen, and nothing
    /// is surprising about it.
    pub fn calmest(&mut self) {
        self.calmest = true;
    }

    /// Makes this trace the table of the promise that is broken next.
    pub fn show(mut self) {
        for at in 1..self.events.len() {
            let left = self.events[at - 1].thread;
            let comes_back = self.events[at..].iter().any(|event| event.thread == left);
            let switch = &mut self.events[at].switch;
            if *switch == Some(Switch::Finished) && comes_back {
                *switch = Some(Switch::Preempted);
            }
        }
        *SHOWN.lock().unwrap_or_else(PoisonError::into_inner) = Some(self);
    }

    /// Puts the steps in the place of those of the engine, which saw one thread only.
    fn replace(self, counterexample: &mut Counterexample) {
        if self.calmest {
            let preempted = |event: &&Event| event.switch == Some(Switch::Preempted);
            let preemptions = self.events.iter().filter(preempted).count();
            counterexample.surprises.preemptions = u32::try_from(preemptions).unwrap_or(u32::MAX);
        } else {
            // It was not found in any execution.
            counterexample.execution = 0;
        }
        counterexample.calmest = self.calmest;
        counterexample.threads = self.threads;
        counterexample.objects = self.objects;
        counterexample.events = self.events;
    }
}

/// Forgets the trace of the execution before.
pub(super) fn begin_execution() {
    *SHOWN.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Tells a broken promise with the trace that was shown before it, when there is one.
pub(crate) fn replace_events(counterexample: &mut Counterexample) {
    let shown = SHOWN.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(trace) = shown {
        trace.replace(counterexample);
    }
}
