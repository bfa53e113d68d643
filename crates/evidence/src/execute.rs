//! A program as code on `lab`: one model of it is one execution.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::Racy;
use lab::channel::{Receiver, Sender, TryRecvError, TrySendError, bounded, unbounded};
use lab::sync::atomic::{AtomicU64, Ordering};
use lab::sync::{
    Arc, Barrier, Condvar, Mutex, MutexGuard, Once, PoisonError, RwLock, RwLockReadGuard,
    RwLockWriteGuard, TryLockError,
};
use lab::thread::{self, Thread};

use crate::program::{Program, Seen, Step, word};

/// The shared objects of one execution.
struct World {
    atomics: Vec<AtomicU64>,
    racy: Vec<Racy<u64>>,
    mutexes: Vec<Mutex<u64>>,
    rwlocks: Vec<RwLock<u64>>,
    condvars: Vec<Condvar>,
    barriers: Vec<Barrier>,
    onces: Vec<Once>,
    /// The threads, for unparking. Starting threads is no step that others see, so the list is
    /// complete before any of them runs; it is no part of the program, so it is std's.
    threads: std::sync::Mutex<Vec<Thread>>,
}

impl World {
    fn know(&self, thread: &Thread) {
        self.threads
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(thread.clone());
    }

    fn thread(&self, number: usize) -> Option<Thread> {
        self.threads
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(number)
            .cloned()
    }
}

/// The ends of channels that a thread has.
#[derive(Default)]
struct Ends {
    senders: Vec<Option<Sender<u64>>>,
    receivers: Vec<Option<Receiver<u64>>>,
}

/// The log of a thread, and whether it panicked.
type Ended = (Vec<i64>, bool);

/// Runs the program once, inside of a check.
#[must_use]
pub fn run(program: &Program) -> Seen {
    let sizes = program.sizes;
    let world = Arc::new(World {
        atomics: (0..sizes.atomics).map(|_| AtomicU64::new(0)).collect(),
        racy: (0..sizes.racy).map(|_| Racy::new(0)).collect(),
        mutexes: (0..sizes.mutexes).map(|_| Mutex::new(0)).collect(),
        rwlocks: (0..sizes.rwlocks).map(|_| RwLock::new(0)).collect(),
        condvars: (0..sizes.condvars).map(|_| Condvar::new()).collect(),
        barriers: (0..sizes.barriers)
            .map(|_| Barrier::new(program.barrier_width))
            .collect(),
        onces: (0..sizes.onces).map(|_| Once::new()).collect(),
        threads: std::sync::Mutex::new(vec![thread::current()]),
    });
    let mut ends = deal(program);
    let mine = ends.remove(0);
    let mut all = Vec::new();
    if program.scoped {
        thread::scope(|scope| {
            let mut handles = Vec::new();
            for (number, ends) in ends.into_iter().enumerate() {
                let world = &*world;
                let handle = scope.spawn(move || body(program, world, number + 1, ends));
                world.know(handle.thread());
                handles.push(handle);
            }
            all.push(body(program, &world, 0, mine));
            all.extend(
                handles
                    .into_iter()
                    .map(|handle| handle.join().expect("caught inside")),
            );
        });
    } else {
        let mut handles = Vec::new();
        for (number, ends) in ends.into_iter().enumerate() {
            let (world, program) = (Arc::clone(&world), program.clone());
            let known = Arc::clone(&world);
            let handle = thread::spawn(move || body(&program, &world, number + 1, ends));
            known.know(handle.thread());
            handles.push(handle);
        }
        all.push(body(program, &world, 0, mine));
        all.extend(
            handles
                .into_iter()
                .map(|handle| handle.join().expect("caught inside")),
        );
    }
    let (logs, panicked) = all.into_iter().unzip();
    let atomics = world
        .atomics
        .iter()
        .map(|atomic| atomic.load(Ordering::SeqCst))
        .collect();
    Seen {
        logs,
        panicked,
        atomics,
    }
}

fn deal(program: &Program) -> Vec<Ends> {
    let mut ends: Vec<Ends> = (0..program.threads.len())
        .map(|_| Ends::default())
        .collect();
    for channel in &program.channels {
        let (sender, receiver) = match channel.capacity {
            Some(capacity) => bounded(capacity),
            None => unbounded(),
        };
        for (thread, ends) in ends.iter_mut().enumerate() {
            ends.senders
                .push(channel.senders.contains(&thread).then(|| sender.clone()));
            ends.receivers.push(
                channel
                    .receivers
                    .contains(&thread)
                    .then(|| receiver.clone()),
            );
        }
    }
    ends
}

/// Marks a panic that belongs to the program.
struct Planned;

fn body(program: &Program, world: &World, me: usize, mut ends: Ends) -> Ended {
    let mut log = Vec::new();
    let steps = &program.threads[me];
    let result = catch_unwind(AssertUnwindSafe(|| {
        let mut hands = Hands::default();
        for step in steps {
            take(world, step, &mut hands, &mut ends, &mut log);
        }
    }));
    let panicked = match result {
        Ok(()) => false,
        // A panic of the main thread ends the model.
        Err(payload) if payload.is::<Planned>() && me != 0 => true,
        Err(payload) => std::panic::resume_unwind(payload),
    };
    for sender in &mut ends.senders {
        drop(sender.take());
    }
    for receiver in &mut ends.receivers {
        drop(receiver.take());
    }
    (log, panicked)
}

/// The guards a thread holds.
#[derive(Default)]
struct Hands<'world> {
    mutexes: Vec<(usize, MutexGuard<'world, u64>)>,
    reads: Vec<(usize, RwLockReadGuard<'world, u64>)>,
    writes: Vec<(usize, RwLockWriteGuard<'world, u64>)>,
}

fn drop_guard<G>(guards: &mut Vec<(usize, G)>, number: usize) {
    guards.retain(|(held, _)| *held != number);
}

fn take<'world>(
    world: &'world World,
    step: &Step,
    hands: &mut Hands<'world>,
    ends: &mut Ends,
    log: &mut Vec<i64>,
) {
    const ORDER: Ordering = Ordering::SeqCst;
    match *step {
        Step::Load(a) => log.push(world.atomics[a].load(ORDER) as i64),
        Step::Store(a, value) => world.atomics[a].store(value, ORDER),
        Step::Add(a, value) => log.push(world.atomics[a].fetch_add(value, ORDER) as i64),
        Step::Exchange(a, from, to) => {
            let found = world.atomics[a].compare_exchange(from, to, ORDER, ORDER);
            log.push(found.unwrap_or_else(|found| found) as i64);
        }
        Step::RacyLoad(r) => log.push(world.racy[r].load() as i64),
        Step::RacyStore(r, value) => world.racy[r].store(value),
        Step::Lock(m) => {
            let guard = world.mutexes[m].lock().unwrap_or_else(|poisoned| {
                log.push(word::POISONED);
                poisoned.into_inner()
            });
            log.push(*guard as i64);
            hands.mutexes.push((m, guard));
        }
        Step::TryLock(m) => match world.mutexes[m].try_lock() {
            Ok(mut guard) => {
                log.push(word::YES);
                *guard += 1;
                hands.mutexes.push((m, guard));
            }
            Err(TryLockError::WouldBlock) => log.push(word::NO),
            Err(TryLockError::Poisoned(_)) => log.push(word::POISONED),
        },
        Step::Bump(m, value) => {
            if let Some((_, guard)) = hands.mutexes.iter_mut().find(|(held, _)| *held == m) {
                **guard += value;
            }
        }
        Step::Unlock(m) => drop_guard(&mut hands.mutexes, m),
        Step::Read(l) => {
            let guard = world.rwlocks[l].read().unwrap_or_else(|poisoned| {
                log.push(word::POISONED);
                poisoned.into_inner()
            });
            log.push(*guard as i64);
            hands.reads.push((l, guard));
        }
        Step::EndRead(l) => drop_guard(&mut hands.reads, l),
        Step::Write(l, value) => {
            let mut guard = world.rwlocks[l].write().unwrap_or_else(|poisoned| {
                log.push(word::POISONED);
                poisoned.into_inner()
            });
            *guard += value;
            log.push(*guard as i64);
            hands.writes.push((l, guard));
        }
        Step::EndWrite(l) => drop_guard(&mut hands.writes, l),
        Step::TryRead(l) => match world.rwlocks[l].try_read() {
            Ok(guard) => {
                log.push(*guard as i64);
                hands.reads.push((l, guard));
            }
            Err(TryLockError::WouldBlock) => log.push(word::NO),
            Err(TryLockError::Poisoned(_)) => log.push(word::POISONED),
        },
        Step::Wait(c, m) => {
            let guard = held(hands, m);
            let woken = world.condvars[c].wait(guard);
            keep(hands, m, woken, log);
        }
        Step::WaitUntil(c, m, least) => {
            let mut guard = held(hands, m);
            let mut waited = None;
            while *guard < least {
                match world.condvars[c].wait(guard) {
                    Ok(woken) => (guard, waited) = (woken, Some(false)),
                    Err(poisoned) => (guard, waited) = (poisoned.into_inner(), Some(true)),
                }
            }
            if let Some(poisoned) = waited {
                log.extend(poisoned.then_some(word::POISONED));
                log.push(*guard as i64);
            }
            hands.mutexes.push((m, guard));
        }
        Step::NotifyOne(c) => world.condvars[c].notify_one(),
        Step::NotifyAll(c) => world.condvars[c].notify_all(),
        Step::Barrier(b) => {
            let last = world.barriers[b].wait().is_leader();
            log.push(if last { word::YES } else { word::NO });
        }
        Step::Once(o) => {
            let mut ran = false;
            world.onces[o].call_once(|| {
                ran = true;
                world.atomics[0].fetch_add(1, ORDER);
            });
            log.push(if ran { word::YES } else { word::NO });
        }
        Step::Park => thread::park(),
        Step::Unpark(other) => {
            if let Some(thread) = world.thread(other) {
                thread.unpark();
            }
        }
        Step::Yield => thread::yield_now(),
        Step::PanicIf(a, value) => {
            if world.atomics[a].load(ORDER) == value {
                std::panic::panic_any(Planned);
            }
        }
        _ => send_or_receive(step, ends, log),
    }
}

fn held<'world>(hands: &mut Hands<'world>, mutex: usize) -> MutexGuard<'world, u64> {
    let at = hands.mutexes.iter().position(|(held, _)| *held == mutex);
    hands
        .mutexes
        .remove(at.expect("programs wait with the mutex held"))
        .1
}

fn keep<'world>(
    hands: &mut Hands<'world>,
    mutex: usize,
    woken: Result<MutexGuard<'world, u64>, PoisonError<MutexGuard<'world, u64>>>,
    log: &mut Vec<i64>,
) {
    let guard = woken.unwrap_or_else(|poisoned| {
        log.push(word::POISONED);
        poisoned.into_inner()
    });
    log.push(*guard as i64);
    hands.mutexes.push((mutex, guard));
}

fn send_or_receive(step: &Step, ends: &mut Ends, log: &mut Vec<i64>) {
    match *step {
        Step::Send(c, value) => {
            let Some(sender) = &ends.senders[c] else {
                return;
            };
            log.push(if sender.send(value).is_ok() {
                word::YES
            } else {
                word::GONE
            });
        }
        Step::TrySend(c, value) => {
            let Some(sender) = &ends.senders[c] else {
                return;
            };
            log.push(match sender.try_send(value) {
                Ok(()) => word::YES,
                Err(TrySendError::Full(_)) => word::NO,
                Err(TrySendError::Disconnected(_)) => word::GONE,
            });
        }
        Step::Receive(c) => {
            let Some(receiver) = &ends.receivers[c] else {
                return;
            };
            log.push(receiver.recv().map_or(word::GONE, |value| value as i64));
        }
        Step::TryReceive(c) => {
            let Some(receiver) = &ends.receivers[c] else {
                return;
            };
            log.push(match receiver.try_recv() {
                Ok(value) => value as i64,
                Err(TryRecvError::Empty) => word::NO,
                Err(TryRecvError::Disconnected) => word::GONE,
            });
        }
        Step::CloseSender(c) => drop(ends.senders[c].take()),
        Step::CloseReceiver(c) => drop(ends.receivers[c].take()),
        _ => {}
    }
}
