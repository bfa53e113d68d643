//! The backward count: exact numbers for counters that are too large for a graph.
//!
//! N threads do the same loads and stores of one variable, and every store writes the value of the
//! thread's last load plus the same constant. Then the final value is decided backwards: the last
//! store got its value from its thread's load before, that load saw the store before it, and so on. So
//! it is enough to know how far every thread is (how many threads are at which position) and what is
//! followed: the variable, or what one thread has loaded. The number of links of the chain times the
//! constant is the final value. 100 threads that each do `n += 1` take 5,151 positions instead of a graph
//! of astronomical size.
//!
//! That a program is of this kind is not guessed: each thread runs once alone with values that carry a
//! mark, and any use of a marked value other than adding a constant and storing it is refused.

use super::Stop;
use super::outcome::Outcome;
use super::stepper::Stepper;
use crate::bigint::BigInt;
use crate::code::{Binary, Op};
use crate::machine::{Change, State, Status, Step};
use crate::sorted::SortedMap;
use crate::value::Value;

/// Outcomes with exact counts that no graph was needed for.
#[derive(Clone, Debug)]
pub(crate) struct Exact {
    /// The outcomes and the number of orders of visible steps that lead to each.
    pub(crate) counts: Vec<(Outcome, BigInt)>,
    /// All orders of visible steps.
    pub(crate) total: BigInt,
    /// The number of positions that were looked at.
    pub(crate) states: u64,
}

/// What a thread does with the variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Load,
    Store,
}

/// The kind of program that the count is for.
struct Chain {
    slot: u32,
    threads: usize,
    accesses: Vec<Access>,
    /// What every store adds.
    amount: i64,
}

impl Chain {
    /// The accesses of all threads.
    fn positions(&self) -> usize {
        self.threads * self.accesses.len()
    }

    /// A rough guess of the size of the sorted state graph: positions of all threads, times the values that
    /// the variable and the threads may hold, over the states that sorting merges. It was fitted to
    /// measured sizes: 2 threads with 10, 20, 40 rounds, and 8, 12, 16 threads with one.
    fn graph_states(&self) -> f64 {
        let length = self.accesses.len() as f64;
        let values = length / 2.0 * self.threads as f64;
        ((length + 1.0) / 2.0).powi(self.threads as i32) * values * values
    }
}

/// Marks are numbers near this one that no program of a lesson contains.
const MARK: i64 = 0x3a5c_71d9_0000_0000;
/// The distance between two marks: what a thread adds has to be smaller.
const APART: i64 = 1 << 20;
const MOST_LOADS: i64 = 1 << 11;

/// Terms of all polynomials that are kept at once.
const TERMS: usize = 4_000_000;

fn is_marked(value: Value) -> bool {
    matches!(value, Value::Int(number)
        if number > MARK - APART && number < MARK + APART * (MOST_LOADS + 1))
}

/// Accesses of all threads up to which the numbers are small enough: they have as many digits.
const LARGE: usize = 400;

/// Graphs up to about this size are built instead: they also give the number of bytecode schedules.
const SMALL: f64 = 150_000.0;

impl Stepper {
    /// Counts the outcomes backwards if the program is of the kind that this is for, and too large for a graph.
    pub(crate) fn solve_chain(&mut self) -> Result<Option<Exact>, Stop> {
        let root = self.root()?;
        if !root.threads[0].joins_all || root.threads.iter().any(|thread| thread.spins) {
            return Ok(None);
        }
        let Some(chain) = self.recognise(&root)? else {
            return Ok(None);
        };
        if chain.graph_states() < SMALL || chain.positions() > LARGE {
            return Ok(None);
        }
        let Some((counts, states)) = count(&chain) else {
            return Ok(None);
        };
        let Value::Int(start) = root.globals[chain.slot as usize] else {
            return Ok(None);
        };
        let mut exact = Exact {
            counts: Vec::new(),
            total: BigInt::ZERO,
            states,
        };
        let mut merged: SortedMap<Outcome, BigInt> = SortedMap::new();
        for (links, count) in counts.iter().enumerate() {
            if count.is_zero() {
                continue;
            }
            let Some(value) = chain
                .amount
                .checked_mul(links as i64)
                .and_then(|sum| start.checked_add(sum))
            else {
                return Ok(None);
            };
            let outcome = self.end_with(&root, chain.slot, value)?;
            exact.total = exact.total.add(count);
            let sum = merged.or_insert(outcome, BigInt::ZERO);
            *sum = sum.add(count);
        }
        exact.counts = merged.into_iter().collect();
        Ok(Some(exact))
    }

    /// The outcome when the threads leave the variable with a value.
    fn end_with(&mut self, root: &State, slot: u32, value: i64) -> Result<Outcome, Stop> {
        let mut end = root.clone();
        for t in 1..end.threads.len() {
            let thread = end.threads[t].change();
            thread.status = Status::Done;
            thread.frames.clear();
            thread.values.clear();
            thread.blocks.clear();
        }
        end.globals.change()[slot as usize] = Value::Int(value);
        self.close(&mut end)?;
        Ok(self.outcome(&end))
    }

    fn recognise(&mut self, root: &State) -> Result<Option<Chain>, Stop> {
        let mut chain: Option<Chain> = None;
        let kin = root.threads.get(1).map_or(0, |thread| thread.kin);
        if kin == 0
            || root
                .threads
                .iter()
                .skip(1)
                .any(|thread| thread.kin != kin || thread.status == Status::Done)
        {
            return Ok(None);
        }
        // Threads of one kin do the same: one of them is enough.
        if let Some(found) = self.record(root, 1)? {
            chain = Some(Chain {
                threads: root.threads.len() - 1,
                ..found
            });
        }
        Ok(chain)
    }

    /// Runs one thread alone and notes its accesses; `None` if it does anything else that is seen.
    fn record(&mut self, root: &State, t: usize) -> Result<Option<Chain>, Stop> {
        let mut s = root.clone();
        let mut slot = None;
        let mut accesses = Vec::new();
        let mut amount = None;
        let mut loads = 0i64;
        // Another thread may run between the last access and now.
        let mut switched = true;
        loop {
            let Some(instr) = self.machine.peek(&s, t).copied() else {
                return Ok(None);
            };
            let named = match instr.op {
                Op::LoadGlobal | Op::StoreGlobal => self
                    .machine
                    .global_slot(&s, t, instr.arg)
                    .filter(|slot| self.machine.shared.changes(Change::Global(*slot))),
                _ => None,
            };
            if let Some(found) = named {
                // Accesses that nobody can come between are one step, and not two positions.
                if !std::mem::take(&mut switched) {
                    return Ok(None);
                }
                if *slot.get_or_insert(found) != found
                    || !matches!(s.globals[found as usize], Value::Int(_))
                {
                    return Ok(None);
                }
                if instr.op == Op::LoadGlobal {
                    loads += 1;
                    if loads > MOST_LOADS {
                        return Ok(None);
                    }
                    s.globals.change()[found as usize] = Value::Int(MARK + loads * APART);
                    accesses.push(Access::Load);
                } else {
                    let Some(Value::Int(stored)) = s.threads[t].values.last().copied() else {
                        return Ok(None);
                    };
                    let added = stored - (MARK + loads * APART);
                    if loads == 0
                        || added.abs() >= APART / 2
                        || *amount.get_or_insert(added) != added
                    {
                        return Ok(None);
                    }
                    accesses.push(Access::Store);
                }
            } else if !harmless(&s, t, &instr) {
                return Ok(None);
            }
            match self.machine.step(&mut s, t)? {
                Step::Ran(ran) if ran.visible && named.is_none() => return Ok(None),
                Step::Ran(ran) => switched |= ran.switch,
                Step::Waits(_) => return Ok(None),
                Step::Ended => break,
            }
            if s.threads.len() != root.threads.len() || accesses.len() > 4_000 {
                return Ok(None);
            }
            if s.threads[t].status == Status::Done {
                if s.threads[t].ended.is_some() {
                    return Ok(None);
                }
                break;
            }
        }
        let (Some(slot), Some(amount)) = (slot, amount) else {
            return Ok(None);
        };
        Ok(Some(Chain {
            slot,
            threads: 1,
            accesses,
            amount,
        }))
    }
}

/// True if the instruction does nothing with a marked value but move it or add a constant.
fn harmless(s: &State, t: usize, instr: &crate::code::Instr) -> bool {
    let values = &s.threads[t].values;
    let operands = &values[values.len().saturating_sub(3)..];
    match instr.op {
        Op::LoadFast
        | Op::LoadFastBorrow
        | Op::StoreFast
        | Op::LoadConst
        | Op::LoadSmallInt
        | Op::PopTop
        | Op::RotTwo
        | Op::RotThree
        | Op::DupTop
        | Op::Copy
        | Op::Swap
        | Op::Nop
        | Op::Resume
        | Op::JumpForward
        | Op::JumpBackward
        | Op::JumpAbsolute
        | Op::LoadGlobal
        | Op::ReturnConst
        | Op::LoadFastLoadFast
        | Op::LoadFastBorrowLoadFastBorrow
        | Op::StoreFastLoadFast
        | Op::StoreFastStoreFast => true,
        Op::BinaryAdd | Op::InplaceAdd => {
            !operands.iter().rev().take(2).all(|value| is_marked(*value))
        }
        Op::BinarySubtract | Op::InplaceSubtract => {
            !values.last().is_some_and(|top| is_marked(*top))
        }
        Op::BinaryOp => match Binary::from_arg(instr.arg) {
            Some(Binary::Add | Binary::InplaceAdd) => {
                !operands.iter().rev().take(2).all(|value| is_marked(*value))
            }
            Some(Binary::Subtract | Binary::InplaceSubtract) => {
                !values.last().is_some_and(|top| is_marked(*top))
            }
            _ => !operands.iter().any(|value| is_marked(*value)),
        },
        _ => !operands.iter().any(|value| is_marked(*value)),
    }
}

/// What is followed back in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Follow {
    /// The variable.
    Variable,
    /// What one thread has loaded; the thread stands at this position and is not among the counted ones.
    Loaded(u16),
}

/// How many threads have done how many accesses, and what is followed.
type Position = (Vec<u16>, Follow);

/// Counts by the number of links of the chain.
type Polynomial = Vec<BigInt>;

fn add(target: &mut Polynomial, source: &Polynomial, times: u16, shift: usize) {
    if target.len() < source.len() + shift {
        target.resize(source.len() + shift, BigInt::ZERO);
    }
    for (at, count) in source.iter().enumerate() {
        target[at + shift].add_multiple(count, u32::from(times));
    }
}

/// For each number of links how many orders give it; `None` if that takes too much space.
fn count(chain: &Chain) -> Option<(Polynomial, u64)> {
    let length = chain.accesses.len();
    let mut level: SortedMap<Position, Polynomial> = SortedMap::new();
    let mut start = vec![0u16; length + 1];
    start[0] = u16::try_from(chain.threads).ok()?;
    level.insert((start, Follow::Variable), vec![BigInt::from(1)]);
    let mut states = 1;
    // Going one event further back in time at each level, until no event is left.
    for _ in 0..length * chain.threads {
        let mut next: SortedMap<Position, Polynomial> = SortedMap::new();
        for ((counts, follow), polynomial) in level.iter() {
            extend(chain, counts, *follow, polynomial, &mut next);
        }
        let terms: usize = next.iter().map(|(_, terms)| terms.len()).sum();
        if terms > TERMS {
            return None;
        }
        states += next.len() as u64;
        level = next;
    }
    let mut end = vec![0u16; length + 1];
    end[length] = u16::try_from(chain.threads).ok()?;
    let counts = level.remove(&(end, Follow::Variable))?;
    Some((counts, states))
}

/// Adds what a position contributes to the positions with one event more.
fn extend(
    chain: &Chain,
    counts: &[u16],
    follow: Follow,
    polynomial: &Polynomial,
    next: &mut SortedMap<Position, Polynomial>,
) {
    let advanced = |from: usize| {
        let mut counts = counts.to_vec();
        counts[from] -= 1;
        counts[from + 1] += 1;
        counts
    };
    for (from, access) in chain.accesses.iter().enumerate() {
        if counts[from] == 0 {
            continue;
        }
        // An event of a thread that is not followed changes nothing that is followed, unless it is a store to
        // the followed variable: then that thread is followed before, see below.
        if follow != Follow::Variable || *access == Access::Load {
            let times = counts[from + 1] + 1;
            let target = next.or_insert((advanced(from), follow), Vec::new());
            add(target, polynomial, times, 0);
        }
        // The load that a followed thread took its value from.
        if follow == Follow::Variable && *access == Access::Load {
            let mut rest = counts.to_vec();
            rest[from] -= 1;
            let target = next.or_insert((rest, Follow::Loaded(from as u16 + 1)), Vec::new());
            add(target, polynomial, 1, 0);
        }
    }
    if let Follow::Loaded(at) = follow
        && let Some(Access::Store) = chain.accesses.get(usize::from(at))
    {
        // A store of the followed thread after its load: what it loaded stays the same.
        let target = next.or_insert((counts.to_vec(), Follow::Loaded(at + 1)), Vec::new());
        add(target, polynomial, 1, 0);
        // Or the store that the variable has its value from: one link of the chain.
        let mut all = counts.to_vec();
        all[usize::from(at) + 1] += 1;
        let times = all[usize::from(at) + 1];
        let target = next.or_insert((all, Follow::Variable), Vec::new());
        add(target, polynomial, times, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solve(threads: usize, rounds: usize) -> Vec<String> {
        let chain = Chain {
            slot: 0,
            threads,
            accesses: [Access::Load, Access::Store].repeat(rounds),
            amount: 1,
        };
        let (counts, _) = count(&chain).unwrap();
        counts.iter().skip(1).map(ToString::to_string).collect()
    }

    // Orders of the visible steps, as the graph search counts them.
    #[test]
    fn small_cases_are_those_of_the_graph() {
        assert_eq!(solve(2, 1), ["4", "2"]);
        assert_eq!(solve(3, 1), ["48", "36", "6"]);
        assert_eq!(solve(4, 1), ["1152", "1056", "288", "24"]);
        assert_eq!(solve(2, 3), ["0", "8", "300", "416", "180", "20"]);
    }

    #[test]
    fn all_orders_are_counted() {
        // 2n! / 2^n orders of n threads with a load and a store each.
        let sum = |counts: Vec<String>| {
            counts
                .iter()
                .map(|count| BigInt::parse(count, 10).unwrap())
                .fold(BigInt::ZERO, |sum, count| sum.add(&count))
                .to_string()
        };
        assert_eq!(sum(solve(8, 1)), "81729648000");
        assert_eq!(sum(solve(2, 10)), "137846528820");
    }
}
