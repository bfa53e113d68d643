//! Random programs that reach deadlocks, lost wake-ups and panics often.

use crate::program::{ChannelShape, Program, Sizes, Step};
use crate::random::Random;

/// What a program is about: mixing everything makes programs in which nothing happens.
const THEMES: [&[Theme]; 12] = [
    &[Theme::Atomics],
    &[Theme::Atomics, Theme::Racy],
    &[Theme::Mutexes],
    &[Theme::Mutexes, Theme::Atomics],
    &[Theme::TryLock, Theme::Atomics],
    &[Theme::RwLocks],
    &[Theme::RwLocks, Theme::Mutexes],
    &[Theme::Condvars],
    &[Theme::Condvars, Theme::Atomics],
    &[Theme::Channels],
    &[Theme::Parking, Theme::Barriers],
    &[Theme::Onces, Theme::Parking, Theme::Mutexes],
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Theme {
    Atomics,
    Racy,
    Mutexes,
    TryLock,
    RwLocks,
    Condvars,
    Channels,
    Barriers,
    Onces,
    Parking,
}

/// The program of this seed. The same seed gives the same program for ever.
#[must_use]
pub fn program(seed: u64) -> Program {
    let mut random = Random::new(seed);
    let themes = THEMES[random.below(THEMES.len())];
    let threads = 2 + usize::from(random.chance(45));
    // Three threads with many steps have more schedules than a plain interpreter can count.
    let most = if threads == 2 { 5 } else { 3 };
    let channels = if themes.contains(&Theme::Channels) {
        channels(&mut random, threads)
    } else {
        vec![]
    };
    let sizes = Sizes {
        atomics: 2,
        racy: 1,
        mutexes: 2,
        rwlocks: 2,
        condvars: 1,
        barriers: 1,
        onces: 1,
    };
    let mut writer = Writer {
        random,
        channels: &channels,
        threads,
    };
    let threads: Vec<Vec<Step>> = (0..threads)
        .map(|thread| writer.thread(thread, themes, most))
        .collect();
    let scoped = writer.random.chance(30);
    let barrier_width = threads.len().min(2);
    Program {
        sizes,
        channels,
        barrier_width,
        threads,
        scoped,
    }
}

fn channels(random: &mut Random, threads: usize) -> Vec<ChannelShape> {
    let n = 1 + random.below(2);
    (0..n)
        .map(|_| {
            let capacity = match random.below(3) {
                0 => None,
                capacity => Some(capacity),
            };
            let mut some = |percent| -> Vec<usize> {
                (0..threads).filter(|_| random.chance(percent)).collect()
            };
            ChannelShape {
                capacity,
                senders: some(60),
                receivers: some(50),
            }
        })
        .collect()
}

struct Writer<'program> {
    random: Random,
    channels: &'program [ChannelShape],
    threads: usize,
}

impl Writer<'_> {
    fn thread(&mut self, thread: usize, themes: &[Theme], most: usize) -> Vec<Step> {
        let wanted = 1 + self.random.below(most);
        let mut steps = Vec::new();
        while steps.len() < wanted {
            let theme = themes[self.random.below(themes.len())];
            self.phrase(thread, theme, &mut steps);
        }
        steps
    }

    /// A few steps that belong together.
    fn phrase(&mut self, thread: usize, theme: Theme, steps: &mut Vec<Step>) {
        match theme {
            Theme::Atomics => {
                let step = self.atomic_step();
                steps.push(step);
            }
            Theme::Racy => {
                let value = self.random.number() % 3;
                steps.push(if self.random.chance(50) {
                    Step::RacyLoad(0)
                } else {
                    Step::RacyStore(0, value)
                });
            }
            Theme::Mutexes => self.critical_section(steps, 0),
            Theme::TryLock => {
                let mutex = self.random.below(2);
                if self.random.chance(50) {
                    steps.extend([Step::TryLock(mutex), Step::Unlock(mutex)]);
                } else {
                    self.critical_section(steps, 1);
                }
            }
            Theme::RwLocks => self.reading_or_writing(steps),
            Theme::Condvars => self.conversation(steps),
            Theme::Channels => self.message(thread, steps),
            Theme::Barriers => steps.push(Step::Barrier(0)),
            Theme::Onces => steps.push(Step::Once(0)),
            Theme::Parking => {
                let other = self.random.below(self.threads);
                steps.push(if self.random.chance(40) {
                    Step::Park
                } else {
                    Step::Unpark(other)
                });
            }
        }
        if self.random.chance(6) {
            steps.push(Step::Yield);
        }
        if self.random.chance(8) {
            let atomic = self.random.below(2);
            steps.push(Step::PanicIf(atomic, self.random.number() % 2));
        }
    }

    fn atomic_step(&mut self) -> Step {
        let atomic = self.random.below(2);
        let value = self.random.number() % 3;
        match self.random.below(5) {
            0 | 1 => Step::Load(atomic),
            2 => Step::Store(atomic, value),
            3 => Step::Add(atomic, 1 + value % 2),
            _ => Step::Exchange(atomic, value % 2, value),
        }
    }

    /// Locks a mutex, sometimes a second one inside, in either order.
    fn critical_section(&mut self, steps: &mut Vec<Step>, depth: usize) {
        let mutex = self.random.below(2);
        steps.push(Step::Lock(mutex));
        if depth == 0 && self.random.chance(35) {
            let other = 1 - mutex;
            steps.extend([Step::Lock(other), Step::Bump(other, 1), Step::Unlock(other)]);
        } else if self.random.chance(60) {
            steps.push(Step::Bump(mutex, 1));
        } else if self.random.chance(40) {
            let step = self.atomic_step();
            steps.push(step);
        }
        if self.random.chance(12) {
            steps.push(Step::PanicIf(self.random.below(2), 0));
        }
        steps.push(Step::Unlock(mutex));
    }

    fn reading_or_writing(&mut self, steps: &mut Vec<Step>) {
        let lock = self.random.below(2);
        match self.random.below(4) {
            0 => steps.extend([Step::Write(lock, 1), Step::EndWrite(lock)]),
            1 => steps.extend([Step::TryRead(lock), Step::EndRead(lock)]),
            2 => {
                let other = 1 - lock;
                steps.extend([
                    Step::Read(lock),
                    Step::Write(other, 1),
                    Step::EndWrite(other),
                    Step::EndRead(lock),
                ]);
            }
            _ => steps.extend([Step::Read(lock), Step::EndRead(lock)]),
        }
    }

    /// Waits with or without a loop; notifies inside of the lock, outside of it, or not at all.
    fn conversation(&mut self, steps: &mut Vec<Step>) {
        match self.random.below(6) {
            0 => steps.extend([Step::Lock(0), Step::Wait(0, 0), Step::Unlock(0)]),
            1 | 2 => steps.extend([Step::Lock(0), Step::WaitUntil(0, 0, 1), Step::Unlock(0)]),
            3 => {
                steps.extend([Step::Lock(0), Step::Bump(0, 1), Step::Unlock(0)]);
                steps.push(Step::NotifyOne(0));
            }
            4 => {
                steps.extend([Step::Lock(0), Step::Bump(0, 1), Step::NotifyAll(0)]);
                steps.push(Step::Unlock(0));
            }
            _ => steps.push(if self.random.chance(50) {
                Step::NotifyOne(0)
            } else {
                Step::NotifyAll(0)
            }),
        }
    }

    fn message(&mut self, thread: usize, steps: &mut Vec<Step>) {
        let channel = self.random.below(self.channels.len());
        let shape = &self.channels[channel];
        let value = 1 + self.random.number() % 3;
        let sends = shape.senders.contains(&thread);
        let receives = shape.receivers.contains(&thread);
        let closed = steps.iter().any(|step| match step {
            Step::CloseSender(other) | Step::CloseReceiver(other) => *other == channel,
            _ => false,
        });
        if closed {
            let step = self.atomic_step();
            steps.push(step);
        } else if sends && (!receives || self.random.chance(50)) {
            steps.push(match self.random.below(5) {
                0 => Step::TrySend(channel, value),
                1 => Step::CloseSender(channel),
                _ => Step::Send(channel, value),
            });
        } else if receives {
            steps.push(match self.random.below(6) {
                0 | 1 => Step::TryReceive(channel),
                2 => Step::CloseReceiver(channel),
                _ => Step::Receive(channel),
            });
        } else {
            let step = self.atomic_step();
            steps.push(step);
        }
    }
}
