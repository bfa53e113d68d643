//! The oracle: an interpreter that tries every schedule, written for being obviously right.
//!
//! The whole state is copied for every step. States that were visited are remembered, which
//! changes nothing but the time: the outcomes that can be reached from a state depend on the state
//! alone, and the logs are part of it.

use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::program::{Program, Seen, Step, word};

/// Everything a program can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// What executions that end show.
    pub seen: BTreeSet<Seen>,
    /// Whether some execution ends with threads that wait for ever.
    pub deadlock: bool,
    /// Whether some execution ends with a panic of the main thread.
    pub main_panics: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Wait {
    Nothing,
    /// Asleep; woken by a notification, or by nobody.
    Asleep {
        condvar: usize,
        mutex: usize,
    },
    /// Has to take the mutex again.
    Relock {
        mutex: usize,
    },
    Barrier {
        barrier: usize,
        generation: u32,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Thread {
    at: usize,
    wait: Wait,
    token: bool,
    spurious_left: u8,
    done: bool,
    panicked: bool,
    log: Vec<i64>,
    /// The locks it holds, so that a panic can release and poison them.
    mutexes: Vec<usize>,
    reads: Vec<usize>,
    writes: Vec<usize>,
    senders: Vec<usize>,
    receivers: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
struct Mutex {
    holder: Option<usize>,
    value: u64,
    poisoned: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
struct RwLock {
    writer: Option<usize>,
    readers: Vec<usize>,
    value: u64,
    poisoned: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Channel {
    capacity: Option<usize>,
    queue: VecDeque<u64>,
    senders: usize,
    receivers: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    threads: Vec<Thread>,
    atomics: Vec<u64>,
    racy: Vec<u64>,
    mutexes: Vec<Mutex>,
    rwlocks: Vec<RwLock>,
    waiters: Vec<Vec<usize>>,
    barriers: Vec<(usize, u32)>,
    onces: Vec<bool>,
    channels: Vec<Channel>,
    /// How many threads the main thread has joined.
    joined: usize,
}

/// The thread has parked, and may go on without a token.
fn may_return_from_park(program: &Program, state: &State, thread: usize) -> bool {
    let of = &state.threads[thread];
    let step = program.threads[thread].get(of.at);
    step == Some(&Step::Park)
        && of.wait == Wait::Nothing
        && !of.token
        && of.spurious_left > 0
        && !of.done
        && !of.panicked
}

/// Everything the program can do, or `None` when there are more than `limit` states.
#[must_use]
pub fn outcomes(program: &Program, limit: usize) -> Option<Outcomes> {
    let mut outcomes = Outcomes::default();
    let mut visited = HashSet::new();
    let mut todo = vec![start(program)];
    while let Some(state) = todo.pop() {
        if !visited.insert(state.clone()) {
            continue;
        }
        if visited.len() > limit {
            return None;
        }
        // A scope waits for its threads, also when it unwinds.
        let main = &state.threads[0];
        if main.panicked && (main.done || !program.scoped) {
            outcomes.main_panics = true;
            continue;
        }
        let mut next = Vec::new();
        for thread in 0..state.threads.len() {
            next.extend(steps_of(program, &state, thread));
        }
        if next.is_empty() {
            if state.threads.iter().all(|thread| thread.done) {
                outcomes.seen.insert(seen(&state));
            } else {
                outcomes.deadlock = true;
            }
        }
        // A spurious wake-up may come at any time, but std does not promise one: a state in which
        // only that could help is a deadlock all the same.
        for thread in 0..state.threads.len() {
            let sleeper = &state.threads[thread];
            if let Wait::Asleep { condvar, mutex } = sleeper.wait
                && sleeper.spurious_left > 0
            {
                let mut woken = state.clone();
                woken.waiters[condvar].retain(|waiter| *waiter != thread);
                woken.threads[thread].spurious_left -= 1;
                woken.threads[thread].wait = Wait::Relock { mutex };
                next.push(woken);
            }
            if may_return_from_park(program, &state, thread) {
                let mut woken = state.clone();
                woken.threads[thread].spurious_left -= 1;
                next.extend(done(woken, thread, None));
            }
        }
        todo.extend(next);
    }
    Some(outcomes)
}

fn start(program: &Program) -> State {
    let ends = |thread: usize, sends: bool| {
        program
            .channels
            .iter()
            .enumerate()
            .filter(|(_, channel)| {
                let ends = if sends {
                    &channel.senders
                } else {
                    &channel.receivers
                };
                ends.contains(&thread)
            })
            .map(|(number, _)| number)
            .collect()
    };
    let threads = (0..program.threads.len())
        .map(|thread| Thread {
            at: 0,
            wait: Wait::Nothing,
            token: false,
            spurious_left: 1,
            done: false,
            panicked: false,
            log: vec![],
            mutexes: vec![],
            reads: vec![],
            writes: vec![],
            senders: ends(thread, true),
            receivers: ends(thread, false),
        })
        .collect();
    State {
        threads,
        atomics: vec![0; program.sizes.atomics],
        racy: vec![0; program.sizes.racy],
        mutexes: vec![Mutex::default(); program.sizes.mutexes],
        rwlocks: vec![RwLock::default(); program.sizes.rwlocks],
        waiters: vec![vec![]; program.sizes.condvars],
        barriers: vec![(0, 0); program.sizes.barriers],
        onces: vec![false; program.sizes.onces],
        channels: program
            .channels
            .iter()
            .map(|channel| Channel {
                capacity: channel.capacity,
                queue: VecDeque::new(),
                senders: channel.senders.len(),
                receivers: channel.receivers.len(),
            })
            .collect(),
        joined: 0,
    }
}

fn seen(state: &State) -> Seen {
    Seen {
        logs: state
            .threads
            .iter()
            .map(|thread| thread.log.clone())
            .collect(),
        panicked: state.threads.iter().map(|thread| thread.panicked).collect(),
        atomics: state.atomics.clone(),
    }
}

/// All states after one step of this thread; none when it has to wait.
fn steps_of(program: &Program, state: &State, me: usize) -> Vec<State> {
    let thread = &state.threads[me];
    if thread.done {
        return vec![];
    }
    let mut next = state.clone();
    match thread.wait {
        Wait::Asleep { .. } => return vec![],
        Wait::Relock { mutex } => {
            if state.mutexes[mutex].holder.is_some() {
                return vec![];
            }
            next.mutexes[mutex].holder = Some(me);
            next.threads[me].mutexes.push(mutex);
            next.threads[me].wait = Wait::Nothing;
            // The step that waited is looked at again: see `Wait` and `WaitUntil`.
            return vec![after_waking(program, next, me, mutex)];
        }
        Wait::Barrier {
            barrier,
            generation,
        } => {
            if state.barriers[barrier].1 == generation {
                return vec![];
            }
            next.threads[me].wait = Wait::Nothing;
            next.threads[me].log.push(word::NO);
            next.threads[me].at += 1;
            return vec![next];
        }
        Wait::Nothing => {}
    }
    let Some(step) = program.threads[me].get(thread.at) else {
        return end(program, next, me);
    };
    act(program, next, me, step)
}

/// Guards are dropped, then the ends of channels are given up, one by one, senders first; then the main thread joins the
/// others in order, and another thread ends.
fn end(program: &Program, mut next: State, me: usize) -> Vec<State> {
    let thread = &mut next.threads[me];
    let panicked = thread.panicked;
    if !thread.mutexes.is_empty() {
        let mutex = thread.mutexes.remove(0);
        next.mutexes[mutex].holder = None;
        next.mutexes[mutex].poisoned |= panicked;
        return vec![next];
    }
    if !thread.reads.is_empty() {
        let lock = thread.reads.remove(0);
        next.rwlocks[lock].readers.retain(|reader| *reader != me);
        return vec![next];
    }
    if !thread.writes.is_empty() {
        let lock = thread.writes.remove(0);
        next.rwlocks[lock].writer = None;
        next.rwlocks[lock].poisoned |= panicked;
        return vec![next];
    }
    if !thread.senders.is_empty() {
        let channel = thread.senders.remove(0);
        next.channels[channel].senders -= 1;
        return vec![next];
    }
    if !thread.receivers.is_empty() {
        let channel = thread.receivers.remove(0);
        next.channels[channel].receivers -= 1;
        return vec![next];
    }
    if me == 0 && next.joined + 1 < program.threads.len() {
        if !next.threads[next.joined + 1].done {
            return vec![];
        }
        next.joined += 1;
        return vec![next];
    }
    next.threads[me].done = true;
    vec![next]
}

fn done(mut next: State, me: usize, log: Option<i64>) -> Vec<State> {
    next.threads[me].log.extend(log);
    next.threads[me].at += 1;
    vec![next]
}

/// A thread that waited on a condition variable holds the mutex again.
fn after_waking(program: &Program, mut next: State, me: usize, mutex: usize) -> State {
    let value = next.mutexes[mutex].value;
    match program.threads[me][next.threads[me].at] {
        Step::WaitUntil(condvar, _, least) if value < least => {
            // Sleeps again at once: nobody else can see the moment between.
            next.mutexes[mutex].holder = None;
            next.threads[me].mutexes.retain(|held| *held != mutex);
            next.waiters[condvar].push(me);
            next.threads[me].wait = Wait::Asleep { condvar, mutex };
            next
        }
        _ => {
            if next.mutexes[mutex].poisoned {
                next.threads[me].log.push(word::POISONED);
            }
            next.threads[me].log.push(value as i64);
            next.threads[me].at += 1;
            next
        }
    }
}

/// The thread unwinds: it takes no more steps of its own, and what it holds is given back by `end`.
fn panic(mut next: State, me: usize) -> Vec<State> {
    next.threads[me].panicked = true;
    next.threads[me].at = usize::MAX;
    vec![next]
}

fn act(program: &Program, mut next: State, me: usize, step: &Step) -> Vec<State> {
    match *step {
        Step::Load(a) => {
            let value = next.atomics[a] as i64;
            done(next, me, Some(value))
        }
        Step::Store(a, value) => {
            next.atomics[a] = value;
            done(next, me, None)
        }
        Step::Add(a, value) => {
            let old = next.atomics[a];
            next.atomics[a] = old.wrapping_add(value);
            done(next, me, Some(old as i64))
        }
        Step::Exchange(a, from, to) => {
            let old = next.atomics[a];
            if old == from {
                next.atomics[a] = to;
            }
            done(next, me, Some(old as i64))
        }
        Step::RacyLoad(r) => {
            let value = next.racy[r] as i64;
            done(next, me, Some(value))
        }
        Step::RacyStore(r, value) => {
            next.racy[r] = value;
            done(next, me, None)
        }
        Step::Lock(m) => {
            if next.mutexes[m].holder.is_some() {
                return vec![];
            }
            next.mutexes[m].holder = Some(me);
            next.threads[me].mutexes.push(m);
            if next.mutexes[m].poisoned {
                next.threads[me].log.push(word::POISONED);
            }
            let value = next.mutexes[m].value as i64;
            done(next, me, Some(value))
        }
        Step::TryLock(m) => {
            if next.mutexes[m].holder.is_some() {
                return done(next, me, Some(word::NO));
            }
            if next.mutexes[m].poisoned {
                return done(next, me, Some(word::POISONED));
            }
            // Taken here; the next step of the thread adds and releases.
            next.mutexes[m].holder = Some(me);
            next.threads[me].mutexes.push(m);
            next.threads[me].log.push(word::YES);
            next.mutexes[m].value += 1;
            done(next, me, None)
        }
        Step::Bump(m, value) => {
            next.mutexes[m].value += value;
            done(next, me, None)
        }
        Step::Unlock(m) => {
            if next.threads[me].mutexes.contains(&m) {
                next.mutexes[m].holder = None;
                next.threads[me].mutexes.retain(|held| *held != m);
            }
            done(next, me, None)
        }
        Step::Read(l) => {
            let lock = &next.rwlocks[l];
            if lock.writer.is_some() {
                return vec![];
            }
            if lock.poisoned {
                next.threads[me].log.push(word::POISONED);
            }
            next.rwlocks[l].readers.push(me);
            next.threads[me].reads.push(l);
            let value = next.rwlocks[l].value as i64;
            done(next, me, Some(value))
        }
        Step::EndRead(l) => {
            next.rwlocks[l].readers.retain(|reader| *reader != me);
            next.threads[me].reads.retain(|held| *held != l);
            done(next, me, None)
        }
        Step::Write(l, value) => {
            let lock = &next.rwlocks[l];
            if lock.writer.is_some() || !lock.readers.is_empty() {
                return vec![];
            }
            if lock.poisoned {
                next.threads[me].log.push(word::POISONED);
            }
            next.rwlocks[l].writer = Some(me);
            next.rwlocks[l].value += value;
            next.threads[me].writes.push(l);
            let value = next.rwlocks[l].value as i64;
            done(next, me, Some(value))
        }
        Step::EndWrite(l) => {
            next.rwlocks[l].writer = None;
            next.threads[me].writes.retain(|held| *held != l);
            done(next, me, None)
        }
        Step::TryRead(l) => {
            let lock = &next.rwlocks[l];
            let log = match (lock.writer.is_some(), lock.poisoned) {
                (true, _) => word::NO,
                (_, true) => word::POISONED,
                _ => lock.value as i64,
            };
            if log < 0 {
                return done(next, me, Some(log));
            }
            next.rwlocks[l].readers.push(me);
            next.threads[me].reads.push(l);
            done(next, me, Some(log))
        }
        Step::Wait(condvar, mutex) => sleep(next, me, condvar, mutex),
        Step::WaitUntil(condvar, mutex, least) => {
            let value = next.mutexes[mutex].value;
            if value < least {
                sleep(next, me, condvar, mutex)
            } else {
                done(next, me, None)
            }
        }
        Step::NotifyOne(condvar) => notify_one(next, me, condvar),
        Step::NotifyAll(condvar) => {
            for waiter in std::mem::take(&mut next.waiters[condvar]) {
                wake(&mut next, waiter);
            }
            done(next, me, None)
        }
        Step::Barrier(b) => {
            next.barriers[b].0 += 1;
            if next.barriers[b].0 >= program.barrier_width {
                next.barriers[b].0 = 0;
                next.barriers[b].1 += 1;
                return done(next, me, Some(word::YES));
            }
            let generation = next.barriers[b].1;
            next.threads[me].wait = Wait::Barrier {
                barrier: b,
                generation,
            };
            vec![next]
        }
        Step::Once(o) => {
            // The initialiser is one atomic addition, so running it is two visible steps at most;
            // whether others wait meanwhile makes no difference to what anybody sees.
            if next.onces[o] {
                return done(next, me, Some(word::NO));
            }
            next.onces[o] = true;
            next.atomics[0] = next.atomics[0].wrapping_add(1);
            done(next, me, Some(word::YES))
        }
        Step::Park => {
            if !next.threads[me].token {
                return vec![];
            }
            next.threads[me].token = false;
            done(next, me, None)
        }
        Step::Unpark(other) => {
            next.threads[other].token = true;
            done(next, me, None)
        }
        Step::Yield => done(next, me, None),
        Step::PanicIf(a, value) => {
            if next.atomics[a] == value {
                panic(next, me)
            } else {
                done(next, me, None)
            }
        }
        Step::Send(..)
        | Step::TrySend(..)
        | Step::Receive(_)
        | Step::TryReceive(_)
        | Step::CloseSender(_)
        | Step::CloseReceiver(_) => channel(next, me, step),
    }
}

fn sleep(mut next: State, me: usize, condvar: usize, mutex: usize) -> Vec<State> {
    next.mutexes[mutex].holder = None;
    next.threads[me].mutexes.retain(|held| *held != mutex);
    next.waiters[condvar].push(me);
    next.threads[me].wait = Wait::Asleep { condvar, mutex };
    vec![next]
}

fn wake(state: &mut State, waiter: usize) {
    if let Wait::Asleep { mutex, .. } = state.threads[waiter].wait {
        state.threads[waiter].wait = Wait::Relock { mutex };
    }
}

/// Any waiter may be the one that wakes up.
fn notify_one(next: State, me: usize, condvar: usize) -> Vec<State> {
    let waiters = next.waiters[condvar].clone();
    if waiters.is_empty() {
        return done(next, me, None);
    }
    waiters
        .into_iter()
        .flat_map(|waiter| {
            let mut woken = next.clone();
            woken.waiters[condvar].retain(|other| *other != waiter);
            wake(&mut woken, waiter);
            done(woken, me, None)
        })
        .collect()
}

fn channel(mut next: State, me: usize, step: &Step) -> Vec<State> {
    match *step {
        Step::Send(c, value) | Step::TrySend(c, value) => {
            let channel = &mut next.channels[c];
            if channel.receivers == 0 {
                return done(next, me, Some(word::GONE));
            }
            let full = channel
                .capacity
                .is_some_and(|capacity| channel.queue.len() >= capacity);
            if full {
                return match step {
                    Step::TrySend(..) => done(next, me, Some(word::NO)),
                    _ => vec![],
                };
            }
            channel.queue.push_back(value);
            done(next, me, Some(word::YES))
        }
        Step::Receive(c) | Step::TryReceive(c) => {
            let channel = &mut next.channels[c];
            let log = match (channel.queue.pop_front(), channel.senders) {
                (Some(value), _) => value as i64,
                (None, 0) => word::GONE,
                (None, _) if matches!(step, Step::TryReceive(_)) => word::NO,
                (None, _) => return vec![],
            };
            done(next, me, Some(log))
        }
        Step::CloseSender(c) => {
            if let Some(at) = next.threads[me].senders.iter().position(|mine| *mine == c) {
                next.threads[me].senders.remove(at);
                next.channels[c].senders -= 1;
            }
            done(next, me, None)
        }
        Step::CloseReceiver(c) => {
            if let Some(at) = next.threads[me]
                .receivers
                .iter()
                .position(|mine| *mine == c)
            {
                next.threads[me].receivers.remove(at);
                next.channels[c].receivers -= 1;
            }
            done(next, me, None)
        }
        _ => unreachable!("not a step on a channel"),
    }
}
