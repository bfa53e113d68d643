//! What threads did, so that they need not do it again.
//!
//! In the graph of every bytecode most states differ from others in what the next step has nothing to do with:
//! where two threads have a hundred places each, there are ten thousand states, and two hundred things that a
//! thread does next. So what a thread did is remembered together with the parts of the state that it used,
//! which the state itself notes ([`Uses`]). Equal parts are kept once and numbered ([`super::parts`]), so
//! whether a state has the same ones is a comparison of numbers, and never a guess.

use super::Stop;
use super::parts::Parts;
use super::seen::Seen;
use super::stepper::{Quantum, Stepper};
use crate::machine::{Common, State, Uses};

/// The deeds that are remembered at a time, of about 150 bytes each.
const MOST: usize = 1 << 16;

/// What a thread did between two decisions.
#[derive(Clone, Copy, Debug)]
struct Deed {
    quantum: Quantum,
    /// The numbers of the thread, the objects and the variables afterwards; 0 for what stays as it is.
    thread: u32,
    heap: u32,
    globals: u32,
    /// The steps that it took.
    steps: u64,
    /// The steps that its parts cost.
    cost: u64,
    /// The values that it allocated.
    allocated: u64,
    /// The instruction that it executed last.
    at: (u32, u32),
}

/// The deeds that are remembered.
#[derive(Debug, Default)]
pub(super) struct Recall {
    /// By the number of the thread: what its deeds used, all of them together.
    uses: Vec<Uses>,
    keys: Seen,
    /// In the order of their keys.
    deeds: Vec<Deed>,
}

/// The number of a part that may be used; `None` if it has none.
fn number(used: bool, part: &impl Common) -> Option<u32> {
    let number = if used { part.number() } else { 0 };
    (!used || number > 0).then_some(number)
}

/// What became of a part; `None` if it is not kept any more.
fn after<T: Common>(number: u32, before: &T, parts: &Parts<T>) -> Option<T> {
    let part = if number == 0 {
        Some(before)
    } else {
        parts.get(number)
    };
    part.cloned()
}

impl Recall {
    /// Stands for everything that a deed of the thread depends on, if it uses only what the deeds before it
    /// used. `None` if a part has no number.
    fn key(&self, s: &State, t: usize) -> Option<u128> {
        let thread = number(true, &s.threads[t])?;
        let uses = self.uses.get(thread as usize).copied().unwrap_or_default();
        let heap = number(uses.heap, &*s.heap)?;
        let globals = number(uses.globals, &*s.globals)?;
        let company = s.threads.company(t);
        let who = (t as u32) << 2 | u32::from(company.multi) << 1 | u32::from(company.concurrent);
        let key = [who, heap, globals, thread]
            .into_iter()
            .fold(0, |key, number| key << 32 | u128::from(number));
        // The table wants random bits. The product with an odd number loses none of these.
        Some(key.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
    }

    /// Remembers what the thread did in a state.
    fn keep(&mut self, s: &State, t: usize, uses: Uses, deed: Deed) {
        if self.deeds.len() == MOST {
            self.keys = Seen::default();
            self.deeds.clear();
        }
        let thread = s.threads[t].number() as usize;
        if self.uses.len() <= thread {
            self.uses.resize(thread + 1, Uses::default());
        }
        self.uses[thread].heap |= uses.heap;
        self.uses[thread].globals |= uses.globals;
        let Some(key) = self.key(s, t) else {
            return;
        };
        let (at, new) = self.keys.number(key);
        if new {
            self.deeds.push(deed);
        } else {
            self.deeds[at as usize] = deed;
        }
    }
}

/// What a thread does next.
pub(super) struct Attempt {
    pub(super) quantum: Quantum,
    /// The state afterwards.
    pub(super) next: State,
    /// The steps that its parts cost, which nobody has counted yet.
    pub(super) cost: u64,
}

impl Stepper {
    /// What the thread does next in a state.
    pub(super) fn attempt(&mut self, s: &State, t: usize, time_out: bool) -> Result<Attempt, Stop> {
        // A reduced search goes on at once, to states that it never meets again.
        let remembers = !self.reduce && !time_out;
        if remembers && let Some((deed, next)) = self.recall(s, t) {
            if cfg!(debug_assertions) {
                self.check(s, t, &deed, &next);
            }
            self.steps += deed.steps;
            if self.steps > self.limit {
                return Err(Stop::Limit("steps"));
            }
            self.machine.repeat(deed.allocated, deed.at);
            return Ok(Attempt {
                quantum: deed.quantum,
                next,
                cost: deed.cost,
            });
        }
        // Inside a built-in operation new objects are marked with the instruction that was executed last, by
        // whatever thread.
        if remembers && self.machine.peek(s, t).is_some() {
            return self.remember(s, t);
        }
        let mut next = self.copy(s, t);
        let quantum = self.quantum(&mut next, t, time_out)?;
        Ok(Attempt {
            quantum,
            next,
            cost: 0,
        })
    }

    /// What the thread did before where everything that it used was the same.
    fn recall(&mut self, s: &State, t: usize) -> Option<(Deed, State)> {
        let key = self.recall.key(s, t)?;
        let deed = self.recall.deeds[self.recall.keys.get(key)? as usize];
        if !self.machine.has_room_for(deed.allocated) {
            return None;
        }
        let thread = after(deed.thread, &s.threads[t], &self.threads)?;
        let heap = after(deed.heap, &*s.heap, &self.heaps)?;
        let globals = after(deed.globals, &*s.globals, &self.globals)?;
        let mut next = self.copy(s, t);
        next.threads[t] = thread;
        *next.heap = heap;
        *next.globals = globals;
        Some((deed, next))
    }

    /// Lets the thread run where its deed is known: it has to do the same.
    fn check(&mut self, s: &State, t: usize, deed: &Deed, next: &State) {
        let before = (self.steps, self.machine.allocated);
        let mut again = s.clone();
        if let Ok(quantum) = self.quantum(&mut again, t, false) {
            // What it costs depends on what else refers to the parts that it has to copy.
            let work = quantum.work;
            assert_eq!(
                quantum,
                Quantum {
                    work,
                    ..deed.quantum
                }
            );
            assert_eq!(self.machine.allocated - before.1, deed.allocated);
            assert_eq!(self.machine.at(), deed.at);
            assert_eq!(again.threads.len(), next.threads.len());
            if quantum.waits.is_none() {
                assert!(again.heap.is_same(&next.heap));
                assert!(again.globals.is_same(&next.globals));
                let mut pairs = again.threads.iter().zip(next.threads.iter());
                assert!(pairs.all(|(again, next)| again.is_same(next)));
            }
        }
        (self.steps, self.machine.allocated) = before;
    }

    /// Lets the thread run, and remembers what it does.
    fn remember(&mut self, s: &State, t: usize) -> Result<Attempt, Stop> {
        let mut next = self.copy(s, t);
        next.watch(t);
        let (steps, allocated) = (self.steps, self.machine.allocated);
        let quantum = self.quantum(&mut next, t, false)?;
        let uses = next.uses();
        let mut attempt = Attempt {
            quantum,
            next,
            cost: 0,
        };
        // Fewer values are allocated than before where the memory of the state was measured meanwhile.
        let allocated = self.machine.allocated.checked_sub(allocated);
        let (false, Some(allocated)) = (uses.others, allocated) else {
            return Ok(attempt);
        };
        let mut deed = Deed {
            quantum,
            thread: 0,
            heap: 0,
            globals: 0,
            steps: self.steps - steps,
            cost: 0,
            allocated,
            at: self.machine.at(),
        };
        // A thread that has to wait has changed nothing.
        if quantum.waits.is_none() {
            let next = &mut attempt.next;
            attempt.cost = self.unify(next);
            let numbers = (
                number(true, &next.threads[t]),
                number(uses.heap, &*next.heap),
                number(uses.globals, &*next.globals),
            );
            let (Some(thread), Some(heap), Some(globals)) = numbers else {
                return Ok(attempt);
            };
            deed = Deed {
                thread,
                heap,
                globals,
                cost: attempt.cost,
                ..deed
            };
        }
        self.recall.keep(s, t, uses, deed);
        Ok(attempt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Program, Rules};

    /// The edges of the graph of every bytecode, and the deeds that are remembered at its end.
    fn edges_and_deeds(work: &str) -> (usize, usize) {
        let source = format!(
            "import threading\nn = 0\ndef work():\n    global n\n    {work}\n\
             a = threading.Thread(target=work)\nb = threading.Thread(target=work)\n\
             a.start()\nb.start()\na.join()\nb.join()\n"
        );
        let rules: Rules = "gil_every".parse().expect("a row of the table");
        let program = Program::compile(&source, rules).expect("a supported program");
        let machine = program.learned().expect("a supported program");
        let mut stepper = Stepper::new(machine, false, false, u64::MAX);
        let graph = stepper.graph(u64::MAX).expect("a small graph");
        (graph.edges.len(), stepper.recall.deeds.len())
    }

    #[test]
    fn a_deed_is_done_once_for_all_states_with_the_parts_that_it_uses() {
        // In each thread `n` is 0 or 1 when it is loaded, and so it is two instructions later. It is stored as 1
        // over 0 or 1, or as 2 over 1. `None` is loaded in one way.
        let of_a_thread = 2 + 2 + 2 + 3 + 1;
        assert_eq!(edges_and_deeds("n += 1"), (126, 2 * of_a_thread));
    }

    #[test]
    fn a_deed_that_prints_is_not_remembered() {
        // Two names are loaded, the result is dropped, `None` is loaded: the call is missing.
        assert_eq!(edges_and_deeds("print(n)").1, 2 * 4);
    }
}
