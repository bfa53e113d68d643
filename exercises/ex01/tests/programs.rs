//! Two programs of small steps, run in every interleaving, calmest first.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::super::solution::Step;
use super::scenes::{BOARD, THREADS};
use lab_check::{Action, Trace};

/// A step, as [`Step`](super::super::solution::Step) documents it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instruction {
    Read,
    Add(i64),
    Write,
    AtomicAdd(i64),
    Lock(u64),
    Unlock(u64),
}

impl Instruction {
    /// The step of a solution. Its numbers may be of any integer type.
    #[allow(
        clippy::unnecessary_cast,
        reason = "the numbers of a solution's own steps may be of another type"
    )]
    pub fn of(step: Step) -> Instruction {
        match step {
            Step::Read => Instruction::Read,
            Step::Add(number) => Instruction::Add(number as i64),
            Step::Write => Instruction::Write,
            Step::AtomicAdd(number) => Instruction::AtomicAdd(number as i64),
            Step::Lock(lock) => Instruction::Lock(lock as u64),
            Step::Unlock(lock) => Instruction::Unlock(lock as u64),
        }
    }

    fn text(self) -> String {
        match self {
            Instruction::Read => "read".to_owned(),
            Instruction::Add(number) => format!("add {number}"),
            Instruction::Write => "write".to_owned(),
            Instruction::AtomicAdd(number) => format!("atomic add {number}"),
            Instruction::Lock(lock) => format!("lock {lock}"),
            Instruction::Unlock(lock) => format!("unlock {lock}"),
        }
    }
}

/// A moment of an execution.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// What the counter says.
    pub counter: i64,
    /// Which thread holds a lock.
    pub held: BTreeMap<u64, usize>,
    notes: Vec<i64>,
    at: Vec<usize>,
    last: Option<usize>,
}

/// Why an execution ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Every thread has taken its last step.
    Done,
    /// The threads that have steps left wait for locks: thread, lock, and who holds it.
    Stuck(Vec<(usize, u64, usize)>),
    /// A thread gives back a lock that it does not hold.
    NotHeld(usize, u64),
}

/// The end of an execution, and the schedule that leads there.
pub struct Execution {
    pub moment: Moment,
    pub end: End,
    schedule: Vec<usize>,
}

impl Moment {
    fn start(threads: usize, counter: i64) -> Moment {
        Moment {
            counter,
            held: BTreeMap::new(),
            notes: vec![0; threads],
            at: vec![0; threads],
            last: None,
        }
    }

    fn next(&self, programs: &[Vec<Instruction>], thread: usize) -> Option<Instruction> {
        programs[thread].get(self.at[thread]).copied()
    }

    /// The lock that this thread has to wait for.
    fn waits_for(&self, programs: &[Vec<Instruction>], thread: usize) -> Option<u64> {
        match self.next(programs, thread)? {
            Instruction::Lock(lock) if self.held.contains_key(&lock) => Some(lock),
            _ => None,
        }
    }

    /// Takes the next step of a thread, which has one and need not wait.
    fn step(&mut self, thread: usize, instruction: Instruction) {
        let note = &mut self.notes[thread];
        match instruction {
            Instruction::Read => *note = self.counter,
            Instruction::Add(number) => *note = note.wrapping_add(number),
            Instruction::Write => self.counter = *note,
            Instruction::AtomicAdd(number) => self.counter = self.counter.wrapping_add(number),
            Instruction::Lock(lock) => {
                self.held.insert(lock, thread);
            }
            Instruction::Unlock(lock) => {
                self.held.remove(&lock);
            }
        }
        self.at[thread] += 1;
        self.last = Some(thread);
    }

    /// The threads that can take a step, or why there is none.
    fn choices(&self, programs: &[Vec<Instruction>]) -> Result<Vec<usize>, End> {
        let threads = 0..programs.len();
        for thread in threads.clone() {
            if let Some(Instruction::Unlock(lock)) = self.next(programs, thread)
                && self.held.get(&lock) != Some(&thread)
            {
                return Err(End::NotHeld(thread, lock));
            }
        }
        let alive = threads.filter(|thread| self.next(programs, *thread).is_some());
        let alive: Vec<usize> = alive.collect();
        if alive.is_empty() {
            return Err(End::Done);
        }
        let mut able = Vec::new();
        let mut waiting = Vec::new();
        for thread in alive {
            match self.waits_for(programs, thread) {
                Some(lock) => waiting.push((thread, lock, self.held[&lock])),
                None => able.push(thread),
            }
        }
        if able.is_empty() {
            return Err(End::Stuck(waiting));
        }
        Ok(able)
    }
}

/// The calmest execution that `is_wrong`, when there is one.
///
/// The search goes through the moments in the order of their cost: a step that leaves a thread
/// which could go on costs 1, every other step nothing. Each moment is looked at once.
pub fn calmest(
    programs: &[Vec<Instruction>],
    counter: i64,
    is_wrong: impl Fn(&Moment, &End) -> bool,
) -> Option<Execution> {
    let mut seen = BTreeSet::new();
    let start = Moment::start(programs.len(), counter);
    let mut queue = VecDeque::from([(start, Vec::new())]);
    while let Some((moment, schedule)) = queue.pop_front() {
        if !seen.insert(moment.clone()) {
            continue;
        }
        let able = match moment.choices(programs) {
            Ok(able) => able,
            Err(end) if is_wrong(&moment, &end) => {
                return Some(Execution {
                    moment,
                    end,
                    schedule,
                });
            }
            Err(_) => continue,
        };
        // The first thread last, so that it stands in front of the queue.
        for thread in able.iter().rev() {
            let mut next = moment.clone();
            if let Some(instruction) = moment.next(programs, *thread) {
                next.step(*thread, instruction);
            }
            let mut schedule = schedule.clone();
            schedule.push(*thread);
            let leaves = moment
                .last
                .is_some_and(|last| last != *thread && able.contains(&last));
            if leaves {
                queue.push_back((next, schedule));
            } else {
                queue.push_front((next, schedule));
            }
        }
    }
    None
}

impl Execution {
    /// The steps as a table.
    pub fn trace(&self, programs: &[Vec<Instruction>], threads: &[usize], counter: i64) -> Trace {
        let names = threads.iter().map(|thread| THREADS[*thread]);
        let mut trace = Trace::new(BOARD, names);
        let count = trace.variable("counter");
        let locks: BTreeMap<u64, u16> = locks(programs)
            .into_iter()
            .map(|lock| (lock, trace.lock(&format!("lock {lock}"))))
            .collect();
        let mut moment = Moment::start(programs.len(), counter);
        for thread in &self.schedule {
            let Some(instruction) = moment.next(programs, *thread) else {
                continue;
            };
            // A thread that stops here may have to wait.
            if let Some(last) = moment.last.filter(|last| last != thread)
                && moment.waits_for(programs, last).is_some()
            {
                trace.has_to_wait();
            }
            let at = moment.at[*thread];
            let before = moment.counter;
            moment.step(*thread, instruction);
            let said = |value: i64| Some(value.to_string());
            let (action, object) = match instruction {
                Instruction::Read => {
                    let (value, newest) = (said(before), None);
                    (Action::Load { value, newest }, Some(count))
                }
                Instruction::Add(_) => {
                    let text = format!("its note says {}", moment.notes[*thread]);
                    (Action::Note { text }, None)
                }
                Instruction::Write => {
                    let (value, overtaken) = (said(moment.counter), false);
                    (Action::Store { value, overtaken }, Some(count))
                }
                Instruction::AtomicAdd(_) => {
                    let (before, after) = (said(before), said(moment.counter));
                    (Action::Update { before, after }, Some(count))
                }
                Instruction::Lock(lock) => {
                    let (value, poisoned) = (None, false);
                    (Action::Lock { value, poisoned }, Some(locks[&lock]))
                }
                Instruction::Unlock(lock) => (Action::Unlock { value: None }, Some(locks[&lock])),
            };
            row(&mut trace, *thread, at, instruction, action, object);
        }
        match &self.end {
            End::Done => {}
            End::NotHeld(thread, lock) => {
                let message = format!("it does not hold lock {lock}");
                let instruction = Instruction::Unlock(*lock);
                let action = Action::Panic { message };
                row(
                    &mut trace,
                    *thread,
                    moment.at[*thread],
                    instruction,
                    action,
                    None,
                );
            }
            End::Stuck(waiting) => {
                // The thread that ran last is the one that finds its lock taken.
                let mut waiting = waiting.clone();
                waiting.sort_by_key(|(thread, ..)| Some(*thread) != moment.last);
                for (thread, lock, holder) in &waiting {
                    let holder = match holder == thread {
                        true => "which it holds itself".to_owned(),
                        false => format!("held by {}", THREADS[threads[*holder]]),
                    };
                    let on = format!("waits for lock {lock}, {holder}");
                    let instruction = Instruction::Lock(*lock);
                    let action = Action::Blocked { on };
                    row(
                        &mut trace,
                        *thread,
                        moment.at[*thread],
                        instruction,
                        action,
                        None,
                    );
                    trace.has_to_wait();
                }
            }
        }
        trace.calmest();
        trace
    }
}

/// Writes one row of the table.
fn row(
    trace: &mut Trace,
    thread: usize,
    at: usize,
    instruction: Instruction,
    action: Action,
    object: Option<u16>,
) {
    let thread = u16::try_from(thread).expect("two threads");
    let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
    trace.step(thread, (line, &instruction.text()), action, object);
}

/// The numbers of all locks.
fn locks(programs: &[Vec<Instruction>]) -> BTreeSet<u64> {
    let all = programs.iter().flatten();
    all.filter_map(|instruction| match instruction {
        Instruction::Lock(lock) | Instruction::Unlock(lock) => Some(*lock),
        _ => None,
    })
    .collect()
}
