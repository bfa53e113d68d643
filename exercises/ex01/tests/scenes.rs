//! The scenes in which a learner is the scheduler: each takes the steps of two threads in the order
//! in which the learner wants them.

use std::collections::BTreeMap;

use super::super::solution::Who;
use lab_check::{Action, Trace, promise};

/// The names of the two threads in messages and tables.
pub const THREADS: [&str; 2] = ["A", "B"];

/// What stands where other tables name a source file.
pub const BOARD: &str = "the steps on the board";

/// Two threads with a fixed list of steps each, and what they share.
pub trait Scene {
    /// What they share.
    const SHARED: &'static str;
    /// The steps of thread A and of thread B.
    const STEPS: [&'static [&'static str]; 2];

    /// Takes step `number` of a thread, and says what happened.
    fn step(&mut self, thread: usize, number: usize) -> Happened;
}

/// What a step did, for the table.
pub struct Happened(Action);

impl Happened {
    /// Told in these words.
    fn note(text: impl Into<String>) -> Happened {
        Happened(Action::Note { text: text.into() })
    }

    /// Told in these words, and what is shared looks like this now.
    fn change(text: &str, now: &str) -> Happened {
        Happened::note(format!("{text}; now {now}"))
    }
}

/// Takes the steps of `scene` in this order. When the order is not a schedule of the two threads,
/// the promise is broken, and the table ends there.
pub fn play<S: Scene>(mut scene: S, schedule: Vec<Who>) -> (S, Trace) {
    let mut trace = Trace::new(BOARD, THREADS);
    let shared = trace.variable(S::SHARED);
    let mut taken = [0; 2];
    let turns = schedule.len();
    for who in schedule {
        let thread = match who {
            Who::A => 0,
            Who::B => 1,
        };
        let number = taken[thread];
        taken[thread] += 1;
        let line = u32::try_from(number + 1).unwrap_or(u32::MAX);
        let (text, action) = match S::STEPS[thread].get(number) {
            Some(text) => (*text, scene.step(thread, number).0),
            None => ("", nothing_left()),
        };
        let at = u16::try_from(thread).expect("two threads");
        let uses_it = matches!(action, Action::Load { .. } | Action::Store { .. });
        trace.step(at, (line, text), action, uses_it.then_some(shared));
        let (name, steps) = (THREADS[thread], S::STEPS[thread].len());
        if taken[thread] < steps {
            trace.could_go_on();
        }
        if taken[thread] > steps {
            trace.clone().show();
        }
        promise!(
            WrongResult,
            taken[thread] <= steps,
            "thread {name} has {}, and your schedule gives it a turn more",
            counted(steps)
        );
    }
    for (thread, name) in THREADS.into_iter().enumerate() {
        let left = S::STEPS[thread].get(taken[thread]);
        if left.is_some() && turns > 0 {
            trace.clone().show();
        }
        promise!(
            WrongResult,
            left.is_none(),
            "your schedule ends before thread {name} has taken its step `{}`",
            left.copied().unwrap_or_default()
        );
    }
    (scene, trace)
}

fn nothing_left() -> Action {
    Action::Panic {
        message: "it has ended: there is no step left".to_owned(),
    }
}

fn counted(steps: usize) -> String {
    match steps {
        1 => "one step".to_owned(),
        steps => format!("{steps} steps"),
    }
}

/// A counter at 0, to which A adds 1 and B adds 10.
#[derive(Default)]
pub struct Counter {
    pub counter: i64,
    notes: [i64; 2],
}

impl Scene for Counter {
    const SHARED: &'static str = "counter";
    const STEPS: [&'static [&'static str]; 2] =
        [&["read", "add 1", "write"], &["read", "add 10", "write"]];

    fn step(&mut self, thread: usize, number: usize) -> Happened {
        let note = &mut self.notes[thread];
        match number {
            0 => {
                *note = self.counter;
                let (value, newest) = (Some(note.to_string()), None);
                Happened(Action::Load { value, newest })
            }
            1 => {
                *note += [1, 10][thread];
                Happened::note(format!("its note says {note}"))
            }
            _ => {
                self.counter = *note;
                let (value, overtaken) = (Some(note.to_string()), false);
                Happened(Action::Store { value, overtaken })
            }
        }
    }
}

/// A dictionary that both threads change.
#[derive(Default)]
pub struct Dictionary {
    pub entries: BTreeMap<&'static str, i64>,
}

impl Dictionary {
    /// The dictionary as Python shows it.
    pub fn shown(&self) -> String {
        let entries = self.entries.iter();
        let entries: Vec<String> = entries
            .map(|(key, value)| format!("\"{key}\": {value}"))
            .collect();
        format!("{{{}}}", entries.join(", "))
    }
}

impl Scene for Dictionary {
    const SHARED: &'static str = "d";
    const STEPS: [&'static [&'static str]; 2] = [
        &["d[\"ann\"] = 1", "d[\"bob\"] = 1"],
        &["d[\"ann\"] = 2", "d.pop(\"bob\", None)"],
    ];

    fn step(&mut self, thread: usize, number: usize) -> Happened {
        let text = match (thread, number) {
            (0, 0) => self.store("ann", 1),
            (0, _) => self.store("bob", 1),
            (_, 0) => self.store("ann", 2),
            _ => match self.entries.remove("bob") {
                Some(_) => "takes out \"bob\"",
                None => "finds no \"bob\"",
            },
        };
        Happened::change(text, &self.shown())
    }
}

impl Dictionary {
    fn store(&mut self, key: &'static str, value: i64) -> &'static str {
        match self.entries.insert(key, value) {
            Some(_) => "replaces a value",
            None => "adds a key",
        }
    }
}

/// An oven into which both look before they bake.
#[derive(Default)]
pub struct Kitchen {
    pub cakes: u32,
    saw_it_empty: [bool; 2],
}

impl Scene for Kitchen {
    const SHARED: &'static str = "oven";
    const STEPS: [&'static [&'static str]; 2] = [&["look", "bake"], &["look", "bake"]];

    fn step(&mut self, thread: usize, number: usize) -> Happened {
        match number {
            0 => {
                self.saw_it_empty[thread] = self.cakes == 0;
                Happened::note(match self.saw_it_empty[thread] {
                    true => "the oven is empty",
                    false => "there is a cake in it",
                })
            }
            _ if self.saw_it_empty[thread] => {
                self.cakes += 1;
                let cakes = match self.cakes {
                    1 => "there is 1 cake".to_owned(),
                    cakes => format!("there are {cakes} cakes"),
                };
                Happened::change("bakes", &cakes)
            }
            _ => Happened::note("it was not empty: bakes nothing"),
        }
    }
}

/// A dictionary with one key: A looks and prints, B deletes.
pub struct Lookup {
    there: bool,
    saw_it: bool,
    /// What A has ended with.
    pub ending: Ending,
}

/// How the thread that prints has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Printed,
    NothingToPrint,
    KeyError,
}

impl Default for Lookup {
    fn default() -> Self {
        Lookup {
            there: true,
            saw_it: false,
            ending: Ending::NothingToPrint,
        }
    }
}

impl Scene for Lookup {
    const SHARED: &'static str = "d";
    const STEPS: [&'static [&'static str]; 2] = [
        &["if \"ann\" in d:", "print(d[\"ann\"])"],
        &["del d[\"ann\"]"],
    ];

    fn step(&mut self, thread: usize, number: usize) -> Happened {
        match (thread, number) {
            (0, 0) => {
                self.saw_it = self.there;
                Happened::note(match self.saw_it {
                    true => "it is there",
                    false => "it is not there",
                })
            }
            (0, _) => {
                self.ending = match (self.saw_it, self.there) {
                    (false, _) => Ending::NothingToPrint,
                    (true, true) => Ending::Printed,
                    (true, false) => Ending::KeyError,
                };
                Happened::note(match self.ending {
                    Ending::Printed => "prints the value",
                    Ending::NothingToPrint => "has nothing to print",
                    Ending::KeyError => "KeyError: 'ann'",
                })
            }
            _ => {
                self.there = false;
                Happened::change("deletes the key", "d is empty")
            }
        }
    }
}
