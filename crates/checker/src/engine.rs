//! Model threads on OS threads: exactly one of them runs at a time.
//!
//! A model thread is a real OS thread, so panics, thread-locals and stack overflow behave as they
//! do in a program. Before each step that others can see, a thread says what it wants to do; the
//! execution picks who goes next, and the turn is handed over by parking and unparking. OS threads
//! are kept in a crew and reused, because starting one costs more than a whole execution.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use interleaving::{Action, Kind, Verdict};

use crate::clock::Tid;
use crate::crew::{Act, Body, Crew};
use crate::execution::{Execution, Failure, Loc, Phase, Settings, Stop, Thing, Want};
use crate::faults::Fault;

/// The payload with which a thread of an ended execution unwinds. Whoever catches it must resume
/// the unwinding.
#[derive(Debug)]
pub struct Abandoned;

/// The label of a step that releases something, in a destructor.
pub(crate) const RELEASE: u64 = 2;

/// Nobody's turn: the execution is over.
const NOBODY: usize = usize::MAX;

/// One search's executions, one after another.
pub(crate) struct Engine {
    state: Mutex<Execution>,
    crew: Mutex<Crew>,
    turn: AtomicUsize,
    /// Called when the main thread of an execution had to be left parked.
    main_frozen: Box<dyn Fn() + Send + Sync>,
    myself: Weak<Engine>,
}

/// The steps of all executions of this process: a watchdog can see whether any are taken.
static PROGRESS: AtomicU64 = AtomicU64::new(0);
/// Numbers the executions of this process.
static SERIAL: AtomicU64 = AtomicU64::new(1);

/// How many steps model threads have taken in this process so far.
#[must_use]
pub fn progress() -> u64 {
    PROGRESS.load(Ordering::Relaxed)
}

thread_local! {
    static SEAT: Cell<Option<(*const Engine, Tid)>> = const { Cell::new(None) };
    static AT_THREAD_END: Cell<Vec<Box<dyn FnOnce()>>> = const { Cell::new(Vec::new()) };
}

/// True on a model thread of a running execution.
pub(crate) fn in_model() -> bool {
    SEAT.try_with(|seat| seat.get().is_some()).unwrap_or(false)
}

/// Keeps something to do at the end of the current thread.
pub(crate) fn at_thread_end(act: Box<dyn FnOnce()>) {
    let _ = AT_THREAD_END.try_with(|acts| {
        let mut all = acts.take();
        all.push(act);
        acts.set(all);
    });
}

/// Calls `use_it` with the engine and the number of the model thread this code runs on; `None`
/// outside of an execution.
#[inline]
pub(crate) fn with_engine<R>(use_it: impl FnOnce(&Engine, Tid) -> R) -> Option<R> {
    let (engine, me) = SEAT.try_with(Cell::get).ok()??;
    #[expect(
        unsafe_code,
        reason = "a borrow instead of a reference count on the hottest path"
    )]
    // SAFETY: the seat is set only while the function that set it holds an `Arc` of the engine,
    // and it is emptied before that `Arc` is dropped (see `Sitting`).
    let engine = unsafe { &*engine };
    Some(use_it(engine, me))
}

/// Empties the seat at the end of a scope.
struct Sitting<'engine>(
    #[expect(dead_code, reason = "keeps the engine alive")] &'engine Arc<Engine>,
);

impl<'engine> Sitting<'engine> {
    fn new(engine: &'engine Arc<Engine>, me: Tid) -> Self {
        SEAT.set(Some((Arc::as_ptr(engine), me)));
        Sitting(engine)
    }
}

impl Drop for Sitting<'_> {
    fn drop(&mut self) {
        SEAT.set(None);
    }
}

/// A lock of our own is never poisoned by a learner's panic: engine code does not panic under it.
pub(crate) fn sound<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Engine {
    pub(crate) fn new(settings: Settings, main_frozen: Box<dyn Fn() + Send + Sync>) -> Arc<Self> {
        Arc::new_cyclic(|myself| Engine {
            state: Mutex::new(Execution::new(settings)),
            crew: Mutex::new(Crew::default()),
            turn: AtomicUsize::new(NOBODY),
            main_frozen,
            myself: myself.clone(),
        })
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Execution> {
        sound(&self.state)
    }

    /// The execution, unless a thread uses it right now.
    pub(crate) fn try_lock(&self) -> Option<MutexGuard<'_, Execution>> {
        self.state.try_lock().ok()
    }

    /// Runs `model` once, from its first to its last step. Called on the search's own thread.
    /// `announce` hears the serial number of the execution before it starts; it is returned, too.
    pub(crate) fn run_once(
        self: &Arc<Self>,
        model: &(dyn Fn() + Send + Sync),
        announce: impl FnOnce(u64),
    ) -> u64 {
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        announce(serial);
        self.lock().begin(serial);
        {
            sound(&self.crew).begin();
        }
        self.turn.store(0, Ordering::Release);
        {
            let _sitting = Sitting::new(self, 0);
            self.live(0, model);
            self.retire(0);
        }
        self.wait_for(NOBODY);
        let (at_end, frozen) = sound(&self.crew).finish();
        if frozen {
            // What a parked thread may still look at is never given back.
            std::mem::forget(at_end);
        } else {
            at_end.into_iter().for_each(|give_back| give_back());
        }
        serial
    }

    /// Runs the body of a model thread and then its destructors.
    fn live(&self, me: Tid, body: impl FnOnce()) {
        let mut result = catch_unwind(AssertUnwindSafe(body));
        if me != 0 {
            let mut execution = self.lock();
            execution.threads[me].phase = Phase::Leaving;
            execution.touches_thing(Thing::Progress(me), true);
        }
        while result.is_ok() {
            let destructors = AT_THREAD_END.take();
            if destructors.is_empty() {
                break;
            }
            result = catch_unwind(AssertUnwindSafe(|| {
                destructors.into_iter().for_each(|destructor| destructor());
            }));
        }
        drop(catch_unwind(AssertUnwindSafe(|| {
            drop(AT_THREAD_END.take())
        })));
        if let Err(payload) = result {
            self.unwound(me, &*payload);
            // A payload may be anything, and dropping it may panic.
            drop(catch_unwind(AssertUnwindSafe(|| drop(payload))));
        }
    }

    /// A body ended by unwinding.
    fn unwound(&self, me: Tid, payload: &(dyn Any + Send)) {
        if payload.is::<Abandoned>() {
            return;
        }
        let mut execution = self.lock();
        execution.threads[me].panicked = true;
        if me == 0 {
            let message = panic_to_blame(&execution, me);
            execution.current = 0;
            execution.violated(Kind::Panic, message);
        }
    }

    /// The last act of a model thread: hands the turn to the next one.
    fn retire(&self, me: Tid) {
        let mut execution = self.lock();
        execution.current = me;
        let mut ended = execution.end.is_some();
        if !ended && execution.settings.features.end_is_visible {
            drop(execution);
            ended = self
                .point(me, Want::Step, 90, None, None)
                .map(drop)
                .is_err();
            execution = self.lock();
        }
        let thread = &mut execution.threads[me];
        thread.want = Want::Done;
        thread.phase = Phase::Done;
        thread.yielded = false;
        thread.clock.tick(me);
        if ended {
            drop(execution);
            sound(&self.crew).go_home(me);
            return self.next_to_leave();
        }
        execution.note_private(91);
        execution.touches_thing(Thing::Progress(me), true);
        execution.made_progress();
        execution.end_yields(me);
        execution.event(Action::Finish, None, None);
        sound(&self.crew).go_home(me);
        match execution.pick(me) {
            Ok(Some(next)) => {
                drop(execution);
                self.give(next);
            }
            Ok(None) => {
                drop(execution);
                self.give(NOBODY);
            }
            Err(Stop) => {
                drop(execution);
                self.next_to_leave();
            }
        }
    }

    /// The execution has ended: the threads that are still alive leave one after another, the
    /// youngest first. A thread that waits for scoped threads is older than they are, so what they
    /// borrow from it lives until they have left.
    fn next_to_leave(&self) {
        let mut execution = self.lock();
        let mut dropped = Vec::new();
        let next = {
            let mut crew = sound(&self.crew);
            for (number, thread) in execution.threads.iter_mut().enumerate() {
                if thread.phase == Phase::New {
                    thread.phase = Phase::Done;
                    thread.want = Want::Done;
                    dropped.extend(crew.cancel(number));
                }
            }
            execution
                .threads
                .iter()
                .rposition(|thread| thread.want != Want::Done)
        };
        if let Some(next) = next {
            execution.current = next;
        }
        drop(execution);
        // What a body captured may be anything, and dropping it may panic.
        drop(catch_unwind(AssertUnwindSafe(|| drop(dropped))));
        self.give(next.unwrap_or(NOBODY));
    }

    /// Leaves an execution that has ended.
    pub(crate) fn leave(&self, me: Tid) -> ! {
        if !std::thread::panicking() {
            // Younger threads go first: see `next_to_leave`.
            self.next_to_leave();
            self.wait_for(me);
            resume_unwind(Box::new(Abandoned));
        }
        // The thread unwinds already, and a destructor wants to wait: it can neither go on nor
        // unwind twice, so it is left parked for good.
        sound(&self.crew).freeze();
        {
            let mut execution = self.lock();
            execution.threads[me].want = Want::Done;
            execution.threads[me].phase = Phase::Done;
        }
        self.next_to_leave();
        if me == 0 {
            self.wait_for(NOBODY);
            (self.main_frozen)();
        }
        loop {
            std::thread::park();
        }
    }

    /// Registers a new thread, started by the current one.
    pub(crate) fn seat(&self, body: Body) {
        sound(&self.crew).seat(body);
    }

    /// Keeps something to do until all threads of the execution have ended.
    pub(crate) fn at_execution_end(&self, act: Act) {
        sound(&self.crew).at_execution_end(act);
    }

    /// A step that others can see. Waits until the current thread may take it.
    ///
    /// `label` is the sort of step, for the comparison of replays.
    pub(crate) fn point(
        &self,
        me: Tid,
        want: Want,
        label: u64,
        object: Option<usize>,
        loc: Option<Loc>,
    ) -> Result<MutexGuard<'_, Execution>, Stop> {
        PROGRESS.fetch_add(1, Ordering::Relaxed);
        let mut execution = self.lock();
        // Releasing something is what others may wait for: it is not put off.
        if label != RELEASE && std::mem::take(&mut execution.threads[me].owes_yield) {
            drop(execution);
            drop(self.point(me, Want::Yield { forced: true }, 72, None, loc)?);
            execution = self.lock();
        }
        execution.step(label, object)?;
        execution.arrives(&want);
        let yields = matches!(want, Want::Yield { .. });
        let fair = !execution.fault(Fault::PollingIsUnfair);
        let thread = &mut execution.threads[me];
        thread.yielded = fair && want == Want::Yield { forced: true };
        thread.polling |= thread.yielded;
        thread.timed_out = false;
        thread.want = want;
        thread.loc = loc;
        thread.arrivals += 1;
        execution.joins_turns(me);
        let thread = &execution.threads[me];
        // Whoever chose to start this thread chose its first step: to switch here again would
        // only repeat that choice. A thread that has started others has given more to choose from.
        let first =
            me != 0 && thread.arrivals == 1 && thread.started == 0 && thread.phase == Phase::Body;
        if first {
            execution.check_scripted_start(me)?;
        }
        if first && !yields && execution.can_run(me) {
            execution.current = me;
            execution.threads[me].want = Want::Step;
            execution.end_yields(me);
            return Ok(execution);
        }
        let Some(next) = execution.pick(me)? else {
            unreachable!("internal error: the current thread has not ended")
        };
        if next != me {
            drop(execution);
            self.give(next);
            self.wait_for(me);
            execution = self.lock();
            if execution.end.is_some() {
                return Err(Stop);
            }
        }
        execution.current = me;
        let thread = &mut execution.threads[me];
        thread.want = Want::Step;
        thread.yielded = false;
        if yields {
            execution.depends_on_all();
        } else {
            if let Some((_, _, steps)) = &mut execution.threads[me].yields {
                *steps += 1;
            }
            let thread = &execution.threads[me];
            if !thread.polling && !thread.keeps_yielding() {
                execution.end_yields(me);
            }
        }
        Ok(execution)
    }

    /// Hands the turn to a thread; its OS thread is found or started when it runs first.
    fn give(&self, to: usize) {
        let os = {
            // The turn is handed over with the crew's lock held: as soon as it has another owner,
            // the next execution may begin, and its threads have the same numbers.
            let mut crew = sound(&self.crew);
            if let Some(body) = (to != NOBODY).then(|| crew.cancel(to)).flatten() {
                let engine = self.myself.upgrade().expect("the search holds the engine");
                crew.start(to, Box::new(move || engine.serve(to, body)));
            }
            self.turn.store(to, Ordering::Release);
            crew.os(if to == NOBODY { 0 } else { to })
        };
        if let Some(os) = os {
            os.unpark();
        }
    }

    /// What an OS thread does for a model thread.
    fn serve(self: Arc<Self>, me: Tid, body: Body) {
        self.wait_for(me);
        let _sitting = Sitting::new(&self, me);
        self.lock().threads[me].phase = Phase::Body;
        self.live(me, body);
        self.retire(me);
    }

    fn wait_for(&self, turn: usize) {
        while self.turn.load(Ordering::Acquire) != turn {
            std::thread::park();
        }
    }
}

/// The message to show for a panic that ended the model: that of the first thread that ended by one,
/// when this one only passes on what a joined thread said. What a thread has caught is its own affair.
fn panic_to_blame(execution: &Execution, me: Tid) -> String {
    let passes_on = |message: &String| {
        ["Any { .. }", "PoisonError", "a scoped thread panicked"]
            .iter()
            .any(|said| message.contains(said))
    };
    let own = execution.threads[me].panic_message.clone();
    let passed_on = own.as_ref().is_none_or(passes_on);
    let others = execution.threads.iter().skip(1);
    let first = others
        .filter(|thread| thread.panicked)
        .filter_map(|thread| thread.panic_message.clone())
        .find(|message| !passes_on(message));
    match (own, first) {
        (_, Some(first)) if passed_on => first,
        (Some(own), _) => own,
        (None, _) => "the model panicked".to_owned(),
    }
}

/// The failure of an execution whose threads all ended, if it has one.
pub(crate) fn unnoticed_panic(execution: &Execution) -> Option<Failure> {
    let (number, thread) = execution
        .threads
        .iter()
        .enumerate()
        .skip(1)
        .find(|(_, thread)| thread.panicked && !thread.observed)?;
    let said = thread.panic_message.clone().unwrap_or_default();
    let message = format!(
        "thread {} panicked and nobody noticed: {said}",
        execution.label(number)
    );
    Some(Failure {
        headline: message.clone(),
        verdict: Verdict::Violated {
            kind: Kind::Panic,
            message,
        },
        remarks: vec![],
    })
}
