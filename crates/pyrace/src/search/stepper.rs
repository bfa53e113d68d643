//! From one decision of a schedule to the next.

use super::Stop;
use super::abandoned::has_guarded_yield;
use super::parts::Parts;
use super::recall::Recall;
use crate::code::Op;
use crate::machine::{
    Change, Common, Detached, Fingerprint, Heap, Kept, Machine, Running, State, Status, Step,
    Thread, Wait, WaitKind, Walker, compact,
};
use crate::replay::{Kind, ReplayStep};
use crate::value::Value;

/// What a thread did between two decisions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quantum {
    /// It did something other threads can see.
    pub(crate) visible: bool,
    /// How many instructions it executed.
    pub(crate) steps: u32,
    /// What its operations cost beyond that, in instructions: a step inside a built-in operation counts as one.
    pub(crate) work: u64,
    /// It has to wait before it can do anything (then nothing was done).
    pub(crate) waits: Option<Wait>,
}

/// Whether the next step of a thread is seen by others, as far as that is clear without taking it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foresight {
    Local,
    Visible,
    Unclear,
}

/// The limit that such a loop reaches.
pub(crate) const LOOP: &str = "loop";

/// Instructions without a decision after which a loop is suspected, and given up.
const SUSPECT: u64 = 2_000;
const GIVE_UP: u64 = 3_000_000;

/// The same for all instructions: between two places where a thread may be interrupted there are several.
const INSTRUCTIONS: u64 = 5 * GIVE_UP;

/// What may be spent on finding that a loop repeats, in values to look at for each instruction of it. A loop with
/// a list that grows makes every look more costly than the last.
const LOOK: u64 = 32;

/// Values that can be looked at while the memory of an object is waited for, about.
const WAIT: u64 = 8;

/// Values whose copies take as long as one instruction, about.
const VALUES_OF_A_STEP: u64 = 32;

/// Where a thread stands: depth of calls, instruction, height of the stack.
type Place = Option<(usize, u32, u32)>;

/// The state that a loop is compared with.
#[derive(Debug, Default)]
struct Mark {
    state: Option<(Place, Fingerprint)>,
    /// What may still be spent on comparisons with it.
    budget: u64,
}

/// Takes states from decision to decision.
#[derive(Debug)]
pub(crate) struct Stepper {
    pub(crate) machine: Machine,
    pub(crate) walker: Walker,
    /// What the states are made of.
    pub(super) heaps: Parts<Heap>,
    pub(super) globals: Parts<Kept<Vec<Value>>>,
    pub(super) threads: Parts<Kept<Thread>>,
    pub(super) recall: Recall,
    /// Run steps that nobody can see at once.
    pub(crate) reduce: bool,
    /// Sort threads that do the same.
    pub(crate) symmetric: bool,
    /// Every instruction, for a replay.
    pub(crate) log: Option<Vec<ReplayStep>>,
    /// Instructions executed.
    pub(crate) steps: u64,
    pub(crate) limit: u64,
    /// How many more may be executed when the first decision is reached.
    pub(crate) after_root: u64,
    /// A generator may be left alone inside `try` or `with`.
    pub(super) guarded_yields: bool,
}

impl Stepper {
    pub(crate) fn new(machine: Machine, reduce: bool, symmetric: bool, limit: u64) -> Stepper {
        Stepper {
            guarded_yields: has_guarded_yield(&machine.linked.program),
            machine,
            walker: Walker::default(),
            heaps: Parts::default(),
            globals: Parts::default(),
            threads: Parts::default(),
            recall: Recall::default(),
            reduce,
            symmetric,
            log: None,
            steps: 0,
            limit,
            after_root: u64::MAX,
        }
    }

    fn every(&self) -> bool {
        self.machine.rules.switches_everywhere()
    }

    /// Lets a thread run until the next point where another may be chosen.
    pub(crate) fn quantum(
        &mut self,
        s: &mut State,
        t: usize,
        time_out: bool,
    ) -> Result<Quantum, Stop> {
        let mut quantum = Quantum {
            visible: false,
            steps: 0,
            work: 0,
            waits: None,
        };
        let every = self.every();
        self.machine.time_out = time_out;
        let mut first = true;
        loop {
            let offset = match &self.log {
                Some(_) => self
                    .machine
                    .peek(s, t)
                    .map(|instr| (instr.offset, instr.op)),
                None => None,
            };
            let unseen = self.log.is_some()
                && (self.machine.before_resume(s, t) || self.machine.in_guard_of_closed(s, t));
            match self.machine.step(s, t)? {
                Step::Ended => return Ok(quantum),
                Step::Waits(wait) => {
                    if first {
                        quantum.waits = Some(wait);
                    } else if !every {
                        // It asked for the lock and has to wait: when it gets the lock it has to get the GIL,
                        // too, and others may run between.
                        s.threads[t].change().waited = true;
                    }
                    return Ok(quantum);
                }
                Step::Ran(ran) => {
                    first = false;
                    self.note(s, t, offset, ran.traced && !unseen);
                    quantum.visible |= ran.visible;
                    quantum.steps += u32::from(ran.traced);
                    let work = self.machine.work.steps();
                    self.steps += 1 + work;
                    quantum.work += work + u64::from(!ran.traced);
                    if self.steps > self.limit {
                        return Err(Stop::Limit("steps"));
                    }
                    if ran.switch || s.threads[t].status == Status::Done {
                        return Ok(quantum);
                    }
                    if u64::from(quantum.steps) + quantum.work > GIVE_UP {
                        return Err(Stop::Limit(LOOP));
                    }
                }
            }
        }
    }

    /// Writes an instruction into the log.
    fn note(&mut self, s: &State, t: usize, at: Option<(u32, Op)>, traced: bool) {
        let inside = matches!(
            s.threads[t].frames.last().map(|frame| frame.running),
            Some(Running::Native(_))
        );
        let Some(log) = &mut self.log else {
            return;
        };
        let thread = t as u16;
        match at {
            Some((_, Op::Resume)) => {}
            Some((offset, _)) if traced => log.push(ReplayStep {
                kind: if inside { Kind::Sleep } else { Kind::Run },
                thread,
                offset,
            }),
            Some(_) => {}
            None if !inside => log.push(ReplayStep {
                kind: Kind::Wake,
                thread,
                offset: 0,
            }),
            None => {}
        }
    }

    fn foresee(&self, s: &State, t: usize) -> Foresight {
        if s.threads[t].detached == Detached::Returns {
            return Foresight::Visible;
        }
        let Some(instr) = self.machine.peek(s, t) else {
            return Foresight::Unclear;
        };
        match instr.op {
            Op::LoadFast
            | Op::LoadFastBorrow
            | Op::LoadConst
            | Op::LoadSmallInt
            | Op::StoreFast
            | Op::PopTop
            | Op::Resume
            | Op::Nop
            | Op::NotTaken
            | Op::RotTwo
            | Op::RotThree
            | Op::DupTop
            | Op::DupTopTwo
            | Op::Copy
            | Op::Swap
            | Op::PushNull
            | Op::JumpForward
            | Op::JumpAbsolute
            | Op::JumpBackward
            | Op::BuildTuple
            | Op::BuildList
            | Op::SetupFinally
            | Op::PopBlock
            | Op::Precall => Foresight::Local,
            Op::LoadGlobal | Op::StoreGlobal => match self.machine.global_slot(s, t, instr.arg) {
                Some(slot) if self.machine.shared.changes(Change::Global(slot)) => {
                    Foresight::Visible
                }
                Some(_) => Foresight::Local,
                None => Foresight::Unclear,
            },
            Op::BinaryAdd
            | Op::InplaceAdd
            | Op::BinaryOp
            | Op::CompareOp
            | Op::InplaceSubtract
            | Op::BinarySubtract => match s.threads[t].values.as_slice() {
                [.., Value::Int(_), Value::Int(_)] => Foresight::Local,
                _ => Foresight::Unclear,
            },
            _ => Foresight::Unclear,
        }
    }

    /// Runs everything that needs no decision. Afterwards each thread stands before a visible step, waits, or has
    /// ended; without reduction this holds for the main thread only.
    /// A thread that is found in a loop of its own that never ends is marked and left there.
    pub(crate) fn close(&mut self, s: &mut State) -> Result<(), Stop> {
        loop {
            let before = (s.threads.len(), s.live());
            let mut t = 0;
            while t < s.threads.len() {
                let skip = (t > 0 && !self.reduce)
                    || s.threads[t].parked
                    || s.threads[t].status == Status::Done
                    || s.threads[t]
                        .joining
                        .is_some_and(|other| s.threads[usize::from(other)].status == Status::Live);
                if !skip {
                    self.close_thread(s, t)?;
                }
                t += 1;
            }
            // The end of a thread may let another go on that waits for it.
            if before == (s.threads.len(), s.live()) {
                return self.refuse_abandoned(s);
            }
        }
    }

    fn close_thread(&mut self, s: &mut State, t: usize) -> Result<(), Stop> {
        if s.threads[t].joins_all {
            if s.several_live() {
                return Ok(());
            }
            s.threads[t].change().joins_all = false;
        }
        let mut turns = 0u64;
        let mut mark = Mark::default();
        let mut spent = 0u64;
        let mut executed = 0u64;
        loop {
            if s.threads[t].status == Status::Done || self.finished(s) {
                return Ok(());
            }
            let alone = !s.several_live();
            let foresight = if alone {
                Foresight::Local
            } else {
                self.foresee(s, t)
            };
            if foresight == Foresight::Visible {
                s.threads[t].change().parked = true;
                return Ok(());
            }
            let certain = foresight == Foresight::Local && (alone || self.every());
            let threads = s.threads.len();
            if certain {
                let quantum = self.quantum(s, t, false)?;
                if quantum.waits.is_some() {
                    return Ok(());
                }
                spent += quantum.work;
                executed += u64::from(quantum.steps);
            } else {
                let mut next = self.copy(s, t);
                let logged = self.log.as_ref().map_or(0, Vec::len);
                let quantum = self.quantum(&mut next, t, false)?;
                if (quantum.waits.is_some() || quantum.visible)
                    && let Some(log) = &mut self.log
                {
                    log.truncate(logged);
                }
                if let Some(wait) = quantum.waits {
                    if !wait.is_passive() {
                        s.threads[t].change().parked = true;
                    } else {
                        let all = t == 0 && self.joins_all(s)?;
                        let thread = s.threads[t].change();
                        thread.joins_all = all;
                        thread.joining = (!all).then_some(wait.thread);
                    }
                    return Ok(());
                }
                if quantum.visible {
                    s.threads[t].change().parked = true;
                    return Ok(());
                }
                spent += quantum.work;
                executed += u64::from(quantum.steps);
                *s = next;
            }
            if self.machine.shared.surprised() {
                return Err(Stop::Surprise);
            }
            turns += 1;
            // Only when there is as much garbage as there was use: each time costs a walk over everything.
            if s.heap.len() > 4096.max(2 * self.walker.reached()) {
                self.refuse_abandoned(s)?;
                compact(s, &mut self.walker);
            }
            if turns > SUSPECT && threads == s.threads.len() && self.repeats(s, t, turns, &mut mark)
            {
                s.threads[t].change().spins = true;
                return Ok(());
            }
            if turns + spent > GIVE_UP || executed > INSTRUCTIONS {
                return Err(Stop::Limit(LOOP));
            }
        }
    }

    /// A copy of a state in which a thread goes on. What has to be copied then counts as work: a thread that is
    /// in a deep recursion, and the references to many threads.
    pub(super) fn copy(&mut self, s: &State, t: usize) -> State {
        self.steps += (s.threads.len() as u64 + s.threads[t].weight()) / VALUES_OF_A_STEP;
        s.clone()
    }

    /// True if the state is the same as one before. Brent's cycle detection: the state to compare with is
    /// renewed at growing distances. Until the next renewal a share of the instructions may be spent on
    /// comparisons, those right after the renewal: a cycle is found as soon as the share is enough for one round.
    fn repeats(&mut self, s: &State, t: usize, turns: u64, mark: &mut Mark) -> bool {
        let place = s.threads[t]
            .frames
            .last()
            .map(|frame| (s.threads[t].frames.len(), frame.pc, frame.base));
        let renew = turns.is_power_of_two() || mark.state.is_none();
        if renew {
            mark.budget = LOOK * turns;
        } else if mark.budget == 0 || mark.state.is_some_and(|state| state.0 != place) {
            return false;
        }
        // A walk from object to object waits for memory at each of them.
        let objects = WAIT * s.heap.len() as u64;
        let cost = objects + s.heap.weight() + s.globals.weight() + s.threads[t].weight();
        mark.budget = mark.budget.saturating_sub(cost);
        let now = self.walker.fingerprint(s, false);
        let same = mark.state.is_some_and(|state| state.1 == now);
        if renew {
            mark.state = Some((place, now));
        }
        same
    }

    /// True if the program has ended: nothing but daemons is left.
    pub(crate) fn finished(&self, s: &State) -> bool {
        s.threads
            .iter()
            .all(|thread| thread.daemon || thread.status == Status::Done)
    }

    /// Whether the main thread will wait for every other thread before it does anything that others can
    /// see. Then it makes no difference in which order it waits.
    fn joins_all(&mut self, s: &State) -> Result<bool, Stop> {
        let mut probe = s.clone();
        for _ in 0..100_000 {
            if probe.live() == 1 {
                return Ok(true);
            }
            match self.machine.step(&mut probe, 0)? {
                Step::Waits(wait) if wait.kind == WaitKind::Join && !wait.timeout => {
                    let thread = probe.threads[usize::from(wait.thread)].change();
                    thread.status = Status::Done;
                    thread.frames.clear();
                    thread.values.clear();
                    thread.blocks.clear();
                }
                Step::Ran(ran) if !ran.visible && probe.threads.len() == s.threads.len() => {}
                _ => return Ok(false),
            }
        }
        Ok(false)
    }

    /// The fingerprint of a state; most of its garbage is removed first if there is much.
    pub(crate) fn fingerprint(&mut self, s: &mut State) -> Fingerprint {
        self.fingerprint_of(s, 0)
    }

    /// As [`Stepper::fingerprint`], of a state that has parts already that cost as much.
    pub(super) fn fingerprint_of(&mut self, s: &mut State, cost: u64) -> Fingerprint {
        let mut cost = cost + self.unify(s);
        let mut fingerprint = self.walker.fingerprint(s, self.symmetric);
        let live = self.walker.reached();
        if s.heap.len() > 32 && s.heap.len() > 2 * live {
            compact(s, &mut self.walker);
            // Garbage does not stay, so it costs nothing.
            cost = self.unify(s);
            // The order of threads belongs to the state as it is now.
            fingerprint = self.walker.fingerprint(s, self.symmetric);
        }
        self.steps += cost;
        fingerprint
    }

    /// Lets the state share its parts with other states. What they cost as work.
    pub(super) fn unify(&mut self, s: &mut State) -> u64 {
        let mut cost = self.heaps.unify(&mut s.heap) + self.globals.unify(&mut s.globals);
        for thread in s.threads.iter_mut() {
            cost += self.threads.unify(thread);
        }
        cost
    }

    /// The threads of the program, found by running it once in the simplest order.
    pub(crate) fn thread_infos(&mut self) -> Vec<crate::report::ThreadInfo> {
        let Ok(mut state) = self.root() else {
            return Vec::new();
        };
        for _ in 0..10_000 {
            let Ok(Some(next)) = self.any_choice(&state) else {
                break;
            };
            state = next;
        }
        (0..state.threads.len())
            .map(|index| crate::report::ThreadInfo {
                name: crate::report::thread_name(index),
                function: self.machine.thread_function_name(&state, index),
            })
            .collect()
    }

    fn any_choice(&mut self, s: &State) -> Result<Option<State>, Stop> {
        for t in 0..s.threads.len() {
            if s.threads[t].status == Status::Done || s.threads[t].joins_all || s.threads[t].spins {
                continue;
            }
            let mut next = s.clone();
            let quantum = self.quantum(&mut next, t, false)?;
            if quantum.waits.is_none() {
                self.close(&mut next)?;
                return Ok(Some(next));
            }
        }
        Ok(None)
    }
}
