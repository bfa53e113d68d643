//! Who may run next.

use interleaving::{Action, Switch, Wake};

use super::{About, Execution, Phase, Side, State, Stop, Thing, Want};
use crate::clock::Tid;
use crate::faults::Fault;
use crate::limits::IDLE_ROUNDS;
use crate::search::{Choice, Choosable};

impl Execution {
    /// True when the thread could take the step it wants to take.
    pub(crate) fn can_run(&self, thread: Tid) -> bool {
        let me = &self.threads[thread];
        match &me.want {
            Want::Step => true,
            Want::Done => false,
            Want::Yield { .. } => !me.yielded,
            Want::Mutex(lock) => self.lock_is_free(*lock),
            Want::Write(lock) => self.lock_is_free(*lock),
            Want::Read(lock) => self.may_read(thread, *lock),
            Want::Join(other) => self.threads[*other].phase == Phase::Done,
            Want::Bodies(others) => others
                .iter()
                .all(|other| matches!(self.threads[*other].phase, Phase::Leaving | Phase::Done)),
            Want::Asleep { woken, .. } => *woken,
            Want::Parked { .. } => me.park_token || me.timed_out,
            Want::Barrier {
                barrier,
                generation,
            } => match &self.objects[*barrier].state {
                State::Barrier {
                    generation: now, ..
                } => now != generation,
                _ => true,
            },
            Want::Once(once) => match &self.objects[*once].state {
                State::Once { running, .. } => {
                    running.is_none() || self.fault(Fault::OnceDoesNotWait)
                }
                _ => true,
            },
            Want::OnceEnded(once) => match &self.objects[*once].state {
                State::Once { done, poisoned, .. } => *done || *poisoned,
                _ => true,
            },
            Want::Send { channel, .. } => me.timed_out || self.may_send(*channel),
            Want::Receive { channel, .. } => me.timed_out || self.may_receive(*channel),
            Want::Select { operations, .. } => {
                me.timed_out
                    || operations.iter().any(|(channel, receive)| {
                        if *receive {
                            self.may_receive(*channel)
                        } else {
                            self.may_send(*channel)
                        }
                    })
            }
        }
    }

    fn lock_is_free(&self, lock: usize) -> bool {
        match &self.objects[lock].state {
            State::Lock {
                holder, readers, ..
            } => {
                let alone = readers.is_empty() || self.fault(Fault::WritersIgnoreReaders);
                holder.is_none() && alone
            }
            _ => true,
        }
    }

    /// Readers share a lock. A thread that holds a read lock already and asks for another one
    /// waits for a waiting writer: std says that this may deadlock, so it must be explored.
    fn may_read(&self, thread: Tid, lock: usize) -> bool {
        let State::Lock {
            holder, readers, ..
        } = &self.objects[lock].state
        else {
            return true;
        };
        if holder.is_some() || (self.fault(Fault::ReadersExclude) && !readers.is_empty()) {
            return false;
        }
        let again = readers.contains(&thread) && !self.fault(Fault::ReadingAgainNeverWaits);
        let writer_waits = self
            .threads
            .iter()
            .any(|other| other.want == Want::Write(lock));
        !(again && writer_waits)
    }

    /// True when a send would not wait.
    pub(crate) fn may_send(&self, channel: usize) -> bool {
        let State::Channel(channel) = &self.objects[channel].state else {
            return true;
        };
        channel.is_left(Side::Receivers)
            || self.fault(Fault::ChannelsAreUnbounded)
            || match channel.capacity {
                None => true,
                Some(0) => channel.waiting > channel.queue.len(),
                Some(capacity) => channel.queue.len() < capacity,
            }
    }

    /// True when a receive would not wait.
    pub(crate) fn may_receive(&self, channel: usize) -> bool {
        let State::Channel(channel) = &self.objects[channel].state else {
            return true;
        };
        let closed = channel.is_left(Side::Senders) && !self.fault(Fault::ClosingIsUnseen);
        closed || !channel.queue.is_empty()
    }

    /// Decides who takes the next step after `from`. `stays`: whether `from` could go on at no
    /// cost. `None`: every thread has ended.
    pub(crate) fn pick(&mut self, from: Tid) -> Result<Option<Tid>, Stop> {
        loop {
            let options = self.runnable(from);
            if !options.is_empty() {
                return self.take(from, &options).map(Some);
            }
            if self.threads.iter().all(|thread| thread.want == Want::Done) {
                return Ok(None);
            }
            // Nobody can run by itself: polling loops go round again, then time-outs fire.
            if self.threads.iter().any(|thread| thread.yielded) {
                self.idle_round()?;
                for thread in &mut self.threads {
                    thread.yielded = false;
                }
                continue;
            }
            return self.deadlock_or_spurious(from).map(Some);
        }
    }

    /// Nobody can run, which is a deadlock; std does not promise a spurious wake-up that would
    /// save it. But one may come, and what follows from it is explored, too.
    fn deadlock_or_spurious(&mut self, from: Tid) -> Result<Tid, Stop> {
        let sleepers = (0..self.threads.len()).filter(|thread| self.may_wake(*thread));
        let mut options = vec![Choosable {
            choice: Choice::Ordinary(0),
            cost: 0,
        }];
        options.extend(sleepers.map(|thread| Choosable {
            choice: Choice::Spurious(thread as u8),
            cost: 1,
        }));
        if options.len() > 1
            && let Choice::Spurious(thread) = self.choose(About::Schedule, &options)?
        {
            return Ok(self.wake_spuriously(from, Tid::from(thread)));
        }
        Err(self.deadlock())
    }

    fn may_wake(&self, thread: Tid) -> bool {
        let thread = &self.threads[thread];
        self.settings.spurious_wakeups
            && !self.fault(Fault::NoSpuriousWakeups)
            && thread.spurious_left > 0
            && match thread.want {
                Want::Asleep { woken, .. } => !woken,
                // std says of `park` that it may return without a token.
                Want::Parked { timeout: false } => !thread.park_token,
                _ => false,
            }
    }

    /// All that may happen next. The first one is the calm one.
    fn runnable(&self, from: Tid) -> Vec<Choosable> {
        let n = self.threads.len();
        let mut options = Vec::with_capacity(n + 2);
        let yields = matches!(self.threads[from].want, Want::Yield { .. });
        let stays = !yields && self.can_run(from);
        if stays {
            options.push(run(from, 0));
        }
        let price = u32::from(stays && !self.fault(Fault::PreemptionsAreFree));
        let others = !(stays && self.fault(Fault::NoPreemptions));
        for thread in (from + 1..n).chain(0..from).filter(|_| others) {
            if self.can_run(thread) {
                options.push(run(thread, price));
            }
        }
        if yields && self.can_run(from) {
            let forced = self.threads[from].want == Want::Yield { forced: true }
                && !self.fault(Fault::PollingIsUnfair);
            // To go on at once after a yield is a surprise; for a polling loop it is pointless.
            if options.is_empty() || !forced {
                options.push(run(from, u32::from(!options.is_empty())));
            }
        }
        // A polling loop waits for a step of another thread; a time-out may come at any moment.
        let busy = u32::from(!options.is_empty());
        for thread in 0..n {
            let number = thread as u8;
            if self.threads[thread].want.has_timeout()
                && !self.can_run(thread)
                && self.timeout_fires(thread, busy)
            {
                let cost = busy + u32::from(stays && thread != from) * busy;
                options.push(Choosable {
                    choice: Choice::TimeOut(number),
                    cost,
                });
            }
            // When nobody else can run, see `deadlock_or_spurious`.
            if busy == 1 && self.may_wake(thread) {
                let cost = 1 + u32::from(stays && thread != from);
                options.push(Choosable {
                    choice: Choice::Spurious(number),
                    cost,
                });
            }
        }
        options
    }

    /// Whether the time-out of this thread may fire. When nothing else can happen, time-outs take
    /// turns: clocks run for all threads alike.
    fn timeout_fires(&self, thread: Tid, busy: u32) -> bool {
        if busy == 1 {
            return self.settings.early_timeouts && !self.fault(Fault::TimeoutsAreLate);
        }
        let timed = self.threads.iter().filter(|other| other.want.has_timeout());
        let least = timed.map(|other| other.turns).min();
        least == Some(self.threads[thread].turns)
    }

    /// The thread begins to wait with a time-out, if that is what it wants: it takes turns with those who do so
    /// already, and does not catch up with them.
    pub(crate) fn joins_turns(&mut self, thread: Tid) {
        if !self.threads[thread].want.has_timeout() {
            return;
        }
        let others = self.threads.iter().enumerate();
        let timed = others.filter(|(other, of)| *other != thread && of.want.has_timeout());
        let least = timed.map(|(_, of)| of.turns).min().unwrap_or(0);
        let turns = &mut self.threads[thread].turns;
        *turns = (*turns).max(least);
    }

    fn take(&mut self, from: Tid, options: &[Choosable]) -> Result<Tid, Stop> {
        let choice = match self.scripted(options)? {
            Some(scripted) => scripted,
            None => self.choose(About::Schedule, options)?,
        };
        let next = match choice {
            Choice::Run(thread) => Tid::from(thread),
            Choice::Spurious(thread) => self.wake_spuriously(from, Tid::from(thread)),
            Choice::TimeOut(thread) => {
                let thread = Tid::from(thread);
                let nothing_else = !options
                    .iter()
                    .any(|option| matches!(option.choice, Choice::Run(_)));
                if nothing_else {
                    self.depends_on_all();
                    self.threads[thread].turns += 1;
                    self.threads[thread].fired += 1;
                    if self.threads[thread].fired > IDLE_ROUNDS {
                        return Err(self.livelock());
                    }
                }
                self.threads[thread].timed_out = true;
                self.wake(thread, Wake::TimedOut);
                thread
            }
            _ => unreachable!("internal error: a schedule is made of threads"),
        };
        if next != from {
            self.switches += 1;
            let preempted = options[0].choice == run(from, 0).choice;
            self.record_switch(from, preempted);
        } else if let Some(record) = &mut self.record
            && record.switch == Some(Switch::Yielded)
        {
            record.switch = None;
        }
        Ok(next)
    }

    fn wake_spuriously(&mut self, from: Tid, thread: Tid) -> Tid {
        self.threads[thread].spurious_left -= 1;
        if matches!(self.threads[thread].want, Want::Parked { .. }) {
            // It goes on without a token, as after a time-out.
            self.threads[thread].timed_out = true;
        }
        self.wake(thread, Wake::Spurious);
        if thread != from {
            self.record_switch(from, false);
        }
        thread
    }

    /// The choice of whoever plays the scheduler; `None` when the script is over.
    fn scripted(&mut self, options: &[Choosable]) -> Result<Option<Choice>, Stop> {
        let Some(name) = self.script.as_mut().and_then(|script| script.pop_front()) else {
            return Ok(None);
        };
        let number = (0..self.threads.len()).find(|thread| self.label(*thread) == name);
        let runs = |option: &&Choosable| {
            number.is_some_and(|number| option.choice == Choice::Run(number as u8))
        };
        if let Some(option) = options.iter().find(runs) {
            self.scripted = number;
            return Ok(Some(option.choice));
        }
        Err(self.script_fails(&name, number))
    }

    /// The script chose a thread that had not run yet, and its first step has to wait.
    pub(crate) fn check_scripted_start(&mut self, thread: Tid) -> Result<(), Stop> {
        if self.scripted.take() == Some(thread) && !self.can_run(thread) {
            let name = self.label(thread);
            return Err(self.script_fails(&name, Some(thread)));
        }
        Ok(())
    }

    fn script_fails(&mut self, name: &str, number: Option<Tid>) -> Stop {
        let why = match number {
            None => "no thread of that name has been started".to_owned(),
            Some(number) if self.threads[number].want == Want::Done => "it has ended".to_owned(),
            Some(number) => self.waiting(number).map_or_else(
                || "it lets others go first".to_owned(),
                |waiting| format!("it {}", waiting.on),
            ),
        };
        self.script_error = Some(format!("{name} cannot take the next step: {why}"));
        self.give_up()
    }

    /// Wakes a thread that nobody notified.
    fn wake(&mut self, thread: Tid, how: Wake) {
        let loc = self.threads[thread].loc;
        let before = std::mem::replace(&mut self.current, thread);
        let tag = if how == Wake::Spurious { 71 } else { 72 };
        if let Want::Asleep { condvar, woken, .. } = &mut self.threads[thread].want {
            *woken = true;
            let condvar = *condvar;
            if let State::Condvar { waiters, .. } = &mut self.objects[condvar].state {
                waiters.retain(|waiter| *waiter != thread);
            }
            self.note_change(condvar, tag);
            self.event_of(thread, Action::Woken { how }, Some(condvar), loc);
        } else {
            self.note_private(tag);
            self.touches_thing(Thing::Token(thread), true);
            self.event_of(thread, Action::Woken { how }, None, loc);
        }
        self.current = before;
    }

    /// Another thread took a step: polling loops may look again.
    pub(crate) fn end_yields(&mut self, except: Tid) {
        for (number, thread) in self.threads.iter_mut().enumerate() {
            if number != except {
                thread.yielded = false;
            }
        }
    }
}

fn run(thread: Tid, cost: u32) -> Choosable {
    Choosable {
        choice: Choice::Run(thread as u8),
        cost,
    }
}
