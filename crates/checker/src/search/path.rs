//! The choices of one execution: replayed as a prefix, then extended; the next execution changes
//! the last one that has an alternative left.

use crate::clock::Tid;
use crate::execution::{Footprint, Sleeper};
use crate::print::Print;

/// One of the things that may happen at a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// This thread takes its step.
    Run(u8),
    /// This thread is woken although nobody notified it.
    Spurious(u8),
    /// The time-out of this thread fires.
    TimeOut(u8),
    /// A load reads, or a read-modify-write replaces, this store.
    Store(u32),
    /// A notification wakes this thread.
    Wake(u8),
    /// A weak compare-and-exchange fails without a reason.
    WeakFailure,
    /// An ordinary outcome, or the operation with this number.
    Ordinary(u8),
}

/// A choice and its price in surprises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choosable {
    pub(crate) choice: Choice,
    pub(crate) cost: u32,
}

/// A point of an execution where something else might have happened.
#[derive(Clone, Debug)]
struct Node {
    options: Vec<Choosable>,
    taken: usize,
    /// The history up to here: a replay that differs is not deterministic.
    print: Print,
    /// When the search goes through traces: which of the options it has to try.
    branch: Option<Branch>,
}

/// Which options of a choice the search through traces tries. Sets are bits.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    options: Vec<Choice>,
    /// To be tried, the tried ones included.
    todo: u64,
    done: u64,
    /// Covered elsewhere.
    asleep: u64,
    sleepers: Vec<Sleeper>,
    /// What the transition of each option touched, over all executions so far.
    touched: Vec<Footprint>,
}

impl Branch {
    /// A choice where `sleepers` need not be tried. One ordinary option is tried, the calmest, and
    /// all that are no ordinary steps of a thread: time-outs and spurious wake-ups.
    pub(crate) fn new(options: &[Choosable], sleepers: Vec<Sleeper>) -> Self {
        let options: Vec<Choice> = options.iter().map(|option| option.choice).collect();
        let mut branch = Branch {
            todo: 0,
            done: 0,
            asleep: 0,
            touched: vec![Footprint::default(); options.len()],
            options,
            sleepers,
        };
        for (number, choice) in branch.options.iter().enumerate() {
            let sleeps = branch.sleepers.iter().any(|one| one.choice == *choice);
            branch.asleep |= u64::from(sleeps) << number;
            let ordinary = matches!(choice, Choice::Run(_));
            let first = branch.todo & !branch.asleep == 0 && !sleeps;
            branch.todo |= u64::from(!ordinary || first) << number;
        }
        branch
    }

    /// The next option to try.
    pub(crate) fn next(&self) -> Option<usize> {
        let left = self.todo & !self.done & !self.asleep;
        (left != 0).then(|| left.trailing_zeros() as usize)
    }

    /// Those that sleep after the option that is tried now was chosen.
    pub(crate) fn sleepers(&self) -> Vec<Sleeper> {
        let mut all = self.sleepers.clone();
        for (number, choice) in self.options.iter().enumerate() {
            if self.done >> number & 1 == 1 {
                all.push(Sleeper {
                    choice: *choice,
                    footprint: self.touched[number].clone(),
                });
            }
        }
        all
    }

    /// The transition of an option touched this.
    pub(crate) fn touched(&mut self, option: usize, footprint: &Footprint) {
        self.touched[option].join(footprint);
    }

    /// The number of an option.
    pub(crate) fn option(&self, choice: Choice) -> Option<usize> {
        self.options.iter().position(|option| *option == choice)
    }

    /// The option in which a thread takes an ordinary step.
    pub(crate) fn option_of(&self, thread: Tid) -> Option<usize> {
        self.option(Choice::Run(thread as u8))
    }

    /// True when an option is tried here or covered elsewhere.
    pub(crate) fn is_covered(&self, option: usize) -> bool {
        (self.todo | self.asleep) >> option & 1 == 1
    }

    /// Lets the search try an option.
    pub(crate) fn add(&mut self, option: usize) {
        self.todo |= 1 << option;
    }
}

/// The choices of the current execution.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path {
    nodes: Vec<Node>,
    cursor: usize,
    /// The choice that differs from the execution before.
    changed: usize,
}

/// The program behaved differently although it was given the same choices.
pub(crate) struct NotDeterministic;

impl Path {
    /// Goes back to the start, for the next execution.
    pub(crate) fn rewind(&mut self) {
        self.cursor = 0;
    }

    /// The choices of the execution that has ended, for a replay.
    pub(crate) fn finished(&self) -> Path {
        let nodes = self.nodes[..self.cursor.min(self.nodes.len())].to_vec();
        Path {
            nodes,
            cursor: 0,
            changed: 0,
        }
    }

    /// True while choices are repeated.
    pub(crate) fn replaying(&self) -> bool {
        self.cursor < self.nodes.len()
    }

    /// Repeats the next recorded choice.
    ///
    /// `options` are what is possible now, before any limit on the cost: the choice must be among
    /// them, and the history must be the recorded one, unless nobody is to `compare`.
    pub(crate) fn replay(
        &mut self,
        print: Print,
        options: &[Choosable],
        compare: bool,
    ) -> Result<Choosable, NotDeterministic> {
        let node = &self.nodes[self.cursor];
        let taken = node.options[node.taken];
        if compare && (node.print != print || !options.contains(&taken)) {
            return Err(NotDeterministic);
        }
        self.cursor += 1;
        Ok(taken)
    }

    /// Adds a new choice and takes its first option.
    pub(crate) fn extend(&mut self, print: Print, options: Vec<Choosable>) -> Choosable {
        let first = options[0];
        self.nodes.push(Node {
            options,
            taken: 0,
            print,
            branch: None,
        });
        self.cursor = self.nodes.len();
        first
    }

    /// Adds a new choice of the search through traces and takes the option `taken`.
    pub(crate) fn extend_with(
        &mut self,
        print: Print,
        options: Vec<Choosable>,
        taken: usize,
        branch: Branch,
    ) -> Choosable {
        let chosen = options[taken];
        self.nodes.push(Node {
            options,
            taken,
            print,
            branch: Some(branch),
        });
        self.cursor = self.nodes.len();
        chosen
    }

    /// The choice that was made last: its place, the option taken, and its branch.
    pub(crate) fn branch(&self) -> Option<(usize, usize, &Branch)> {
        let place = self.cursor.checked_sub(1)?;
        let node = &self.nodes[place];
        Some((place, node.taken, node.branch.as_ref()?))
    }

    /// The branch of a choice.
    pub(crate) fn branch_at(&mut self, place: usize) -> Option<&mut Branch> {
        self.nodes.get_mut(place)?.branch.as_mut()
    }

    /// The first choice that differs from the execution before.
    pub(crate) fn changed(&self) -> usize {
        self.changed
    }

    /// Moves on to the next execution; false when there is none.
    pub(crate) fn advance(&mut self) -> bool {
        self.nodes.truncate(self.cursor);
        while let Some(node) = self.nodes.last_mut() {
            let next = match &mut node.branch {
                None => Some(node.taken + 1).filter(|next| *next < node.options.len()),
                Some(branch) => {
                    branch.done |= 1 << node.taken;
                    branch.next()
                }
            };
            if let Some(next) = next {
                node.taken = next;
                self.changed = self.nodes.len() - 1;
                return true;
            }
            self.nodes.pop();
        }
        false
    }
}
