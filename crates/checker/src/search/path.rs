//! The choices of one execution: replayed as a prefix, then extended; the next execution changes
//! the last one that has an alternative left.

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
}

/// The choices of the current execution.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path {
    nodes: Vec<Node>,
    cursor: usize,
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
        Path { nodes, cursor: 0 }
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
        });
        self.cursor = self.nodes.len();
        first
    }

    /// Moves on to the next execution; false when there is none.
    pub(crate) fn advance(&mut self) -> bool {
        self.nodes.truncate(self.cursor);
        while let Some(node) = self.nodes.last_mut() {
            if node.taken + 1 < node.options.len() {
                node.taken += 1;
                return true;
            }
            self.nodes.pop();
        }
        false
    }
}
