//! What ex24 promises, as small programs: one load per key, a time to live, the least recently used
//! value goes, nothing that was invalidated comes back, and nobody waits for ever.
//!
//! A load counts its calls, and the count is a step of the checker: others may run before it and
//! after it. Where time plays no part it stands still and takes no step.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::solution::{Cache, CacheError, Clock, LoadError};
use lab::sync::Arc;
use lab::sync::atomic::{AtomicU64, Ordering};
use lab::sync::mpsc;
use lab_check::{Model, Rendezvous, Rules, assert_unlocked, end, probe, promise, start_with, vary};

/// A cache of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first; only three stand before them, because they are the lesson.
///
/// The bounds: two threads in a cache take more interleavings than a learner wants to wait for. Two
/// surprises put any two steps of one thread around a whole call of the other.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("same_key", same_key)
            .up_to(3)
            .promises("two callers of one key share one load and get the same value")
            .question("Between which two of your lines may another caller find nothing?"),
        Model::new("two_keys", two_keys)
            .up_to(2)
            .promises("two keys can be loaded at the same time, and both are stored")
            .question("Which lock do the loads of two different keys share?"),
        Model::new("load_uses_the_cache", load_uses_the_cache)
            .without_threads()
            .promises("`load` runs without a lock, and may use the cache for other keys")
            .question("Which locks does your thread hold when it calls `load`?"),
        Model::new("one_caller", one_caller)
            .without_threads()
            .promises("one call after the other: what is stored is found and counted")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("expires", expires)
            .without_threads()
            .promises("a value lives for `ttl` ticks from its load on, however often it is used")
            .question("When do you look at the clock, and whose life does the answer decide?"),
        Model::new("least_recently_used", least_recently_used)
            .without_threads()
            .promises("a full cache drops the value that was used longest ago")
            .question("Which calls count as a use, and where do you write them down?"),
        Model::new("loaded_anew", loaded_anew)
            .without_threads()
            .promises("a value that is loaded anew takes its own place, and no other one goes")
            .question("When do you count the values, and is the one that you store among them?"),
        Model::new("load_fails", load_fails)
            .without_threads()
            .promises("a load that fails or panics stores nothing and blocks nobody")
            .question("In how many ways can `load` end, and what is left behind in each?"),
        Model::new("sweeps", sweeps)
            .without_threads()
            .promises("`sweep` drops what has expired, and `on_evict` may use the cache")
            .question("Which locks does your thread hold when it calls `on_evict`?"),
        Model::new("closed", closed)
            .without_threads()
            .promises("a closed cache answers `Closed` and loads nothing")
            .question("Where do you ask whether the cache is closed?"),
        Model::new("two_hits", two_hits)
            .up_to(3)
            .promises("two hits at the same time are both counted")
            .question("In how many steps is a call counted?"),
        Model::new("one_place", one_place)
            .up_to(2)
            .promises("two loads into a cache for one value leave one value")
            .question("What may happen between your count of the values and your insert?"),
        Model::new("full_cache", full_cache)
            .up_to(3)
            .promises("a hit and a load that makes room end as if one had come first")
            .question("What do you do between finding a value and marking it as used?"),
        Model::new("hits_during_load", hits_during_load)
            .up_to(2)
            .promises("what was stored last is the youngest, however long its load took")
            .question("From which moment on is a loaded value used?"),
        Model::new("tick_and_get", tick_and_get)
            .up_to(2)
            .promises("who asks after a value has expired gets a new one, loaded once")
            .question("What may the clock do between your look at it and your look at the value?"),
        Model::new("sweep_and_load", sweep_and_load)
            .up_to(3)
            .promises("a sweep never drops a value that was loaded anew")
            .question("How old is your list of expired keys when you act on it?"),
        Model::new("two_sweeps", two_sweeps)
            .up_to(3)
            .promises("of two sweeps, one drops a value and tells so")
            .question("Who has dropped the value: the one who saw it, or the one who took it out?"),
        Model::new("invalidate_during_load", invalidate_during_load)
            .up_to(2)
            .promises("what was being loaded when it was invalidated does not come back")
            .question("Your load is over. How do you know that its value is still wanted?"),
        Model::new("load_fails_for_two", || load_ends_badly(false))
            .up_to(2)
            .promises("whoever waits for a load that fails gets the error or starts over")
            .question("The load has failed. Who tells those who wait for it?"),
        Model::new("load_panics_for_two", || load_ends_badly(true))
            .up_to(2)
            .promises("whoever waits for a load that panics gets an error or starts over")
            .question("The load has panicked. Which of your lines still run?"),
        Model::new("close_wakes", close_wakes)
            .up_to(2)
            .promises("`close` wakes all who wait, even while the load goes on")
            .question("Who waits, for what, and who tells them that it will not come?"),
        Model::new("three_callers", three_callers)
            .up_to(2)
            .promises("three callers of one key share one load, nobody waits for ever, and all calls are counted")
            .question("If two callers wait for the third one: who wakes each of them?"),
    ]
}

/// A clock that stands still, or one that a model moves.
struct Ticks(Option<Arc<AtomicU64>>);

impl Clock for Ticks {
    fn now(&self) -> u64 {
        // All threads agree on the order of its readings.
        self.0.as_ref().map_or(0, |now| now.load(Ordering::SeqCst))
    }
}

/// A cache, and how often it loaded something.
struct World {
    cache: Cache<u64, Ticks>,
    loads: AtomicU64,
}

/// The ticks that a value lives in every model.
const TTL: u64 = 10;

type Found = Result<Arc<u64>, CacheError>;

impl World {
    /// A cache in front of a clock that stands still.
    fn new(capacity: usize) -> Arc<World> {
        World::with(capacity, Ticks(None))
    }

    fn with(capacity: usize, clock: Ticks) -> Arc<World> {
        Arc::new(World {
            cache: Cache::new(capacity, TTL, clock),
            loads: AtomicU64::new(0),
        })
    }

    /// A cache and the hand of its clock.
    fn with_clock(capacity: usize) -> (Arc<World>, Arc<AtomicU64>) {
        let hand = Arc::new(AtomicU64::new(0));
        let clock = Ticks(Some(Arc::clone(&hand)));
        (World::with(capacity, clock), hand)
    }

    /// Asks for `k`; `value` is what a load would bring.
    fn get(&self, k: u32, value: u64) -> Found {
        self.cache.get_or_load(k, |asked| {
            assert_unlocked();
            self.loads.fetch_add(1, Ordering::Relaxed);
            promise!(
                WrongResult,
                asked == k,
                "key {k} was asked for, and `load` was called for {asked}"
            );
            Ok(value)
        })
    }

    /// Asks for `k` with a load that does not mind locks, and must get a value.
    fn shared(&self, k: u32, value: u64) -> Arc<u64> {
        got(self.cache.get_or_load(k, |_| {
            self.loads.fetch_add(1, Ordering::Relaxed);
            Ok(value)
        }))
    }

    /// Asks for `k` and must get a value.
    fn value(&self, k: u32, value: u64) -> u64 {
        *got(self.get(k, value))
    }

    fn loads(&self) -> u64 {
        self.loads.load(Ordering::Relaxed)
    }

    fn peek(&self, k: u32) -> Option<u64> {
        self.cache.peek(k).map(|value| *value)
    }

    /// Hits and misses.
    fn counts(&self) -> (u64, u64) {
        let stats = self.cache.stats();
        (stats.hits, stats.misses)
    }
}

fn got(found: Found) -> Arc<u64> {
    match found {
        Ok(value) => value,
        Err(error) => lab_check::broken_promise(
            Some(lab_check::Kind::WrongResult),
            format!("a value could be loaded, and the answer was {error:?}"),
        ),
    }
}

/// A key and the value of it; another pair in the second search of a model.
fn pair() -> (u32, u64) {
    vary(&[(5, 50), (12, 77)])
}

fn same_key() {
    let (k, value) = pair();
    let world = World::new(2);
    let callers = ["caller A", "caller B"]
        .map(|name| start_with(name, &world, move |world| world.shared(k, value)));
    let [a, b] = callers.map(|thread| end(thread));
    let loads = world.loads();
    promise!(
        CheckThenAct,
        loads == 1,
        "two callers asked for key {k}, and it was loaded {loads} times"
    );
    promise!(
        WrongResult,
        *a == value && Arc::ptr_eq(&a, &b),
        "`load` gave {value}, and the two callers got {a:?} and {b:?}, not one value in one `Arc`"
    );
}

fn one_caller() {
    let (k, value) = pair();
    let world = World::new(2);
    let nothing = (world.peek(k), world.cache.invalidate(k), world.counts());
    promise!(
        WrongResult,
        nothing == (None, false, (0, 0)),
        "a new cache gave {nothing:?} for a look, an `invalidate` and the counts"
    );
    let first = got(world.get(k, value));
    let second = got(world.get(k, 0));
    let seen = (*first, world.peek(k), world.loads());
    promise!(
        WrongResult,
        seen == (value, Some(value), 1) && Arc::ptr_eq(&first, &second),
        "{value} was loaded; value, look and number of loads are {seen:?}, the second call got {second:?}"
    );
    let counts = world.counts();
    promise!(
        WrongResult,
        counts == (1, 1),
        "a load and a hit were counted as {counts:?}, hits first"
    );
    let forgotten = (
        world.cache.invalidate(k),
        world.peek(k),
        world.cache.invalidate(k),
    );
    promise!(
        WrongResult,
        forgotten == (true, None, false),
        "a stored value was invalidated, looked for, and invalidated again: {forgotten:?}"
    );
    let again = world.value(k, value + 1);
    promise!(
        WrongResult,
        again == value + 1,
        "the value was invalidated, and {again} came back"
    );
}

fn expires() {
    let (k, value) = pair();
    let (world, hand) = World::with_clock(2);
    // Nothing may depend on a clock that starts at 0.
    hand.store(3, Ordering::SeqCst);
    world.value(k, value);
    for age in [TTL / 2, TTL - 1] {
        hand.store(3 + age, Ordering::SeqCst);
        let seen = (world.peek(k), world.value(k, 0));
        promise!(
            WrongResult,
            seen == (Some(value), value),
            "a value lives for {TTL} ticks; after {age} a look and a call gave {seen:?}"
        );
    }
    hand.store(3 + TTL, Ordering::SeqCst);
    let seen = (world.peek(k), world.value(k, value + 1), world.peek(k));
    promise!(
        WrongResult,
        seen == (None, value + 1, Some(value + 1)),
        "a value lives for {TTL} ticks; after {TTL} a look, a call and a look gave {seen:?}"
    );
    hand.store(3 + TTL + TTL - 1, Ordering::SeqCst);
    let seen = world.peek(k);
    promise!(
        WrongResult,
        seen == Some(value + 1),
        "the second value was loaded {} ticks ago, and a look gave {seen:?}",
        TTL - 1
    );
}

fn loaded_anew() {
    let (k, value) = pair();
    let (world, hand) = World::with_clock(2);
    world.value(k, value);
    hand.store(TTL - 1, Ordering::SeqCst);
    world.value(k + 1, value);
    // `k` is used last, and it is the first that expires.
    world.value(k, value);
    hand.store(TTL, Ordering::SeqCst);
    let seen = (world.value(k, value + 1), world.peek(k), world.peek(k + 1));
    promise!(
        WrongResult,
        seen == (value + 1, Some(value + 1), Some(value)),
        "one of two keys has expired and was loaded anew, so nobody had to go; its value and what \
         is stored of the two are {seen:?}"
    );
}

/// A fixed sequence of calls against the specification in its shortest form: a list, oldest first.
fn least_recently_used() {
    let capacity: usize = vary(&[2, 3]);
    let world = World::new(capacity);
    let mut order: Vec<u32> = Vec::new();
    let mut random = 7u32;
    for step in 0..60 {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (k, action) = ((random >> 24) % 5, (random >> 16) % 8);
        match action {
            0 => {
                world.cache.invalidate(k);
                order.retain(|other| *other != k);
            }
            1 => {
                world.peek(k);
            }
            _ => {
                world.value(k, u64::from(k));
                order.retain(|other| *other != k);
                order.push(k);
                if order.len() > capacity {
                    order.remove(0);
                }
            }
        }
        let stored: Vec<u32> = (0..5).filter(|k| world.peek(*k).is_some()).collect();
        let mut right = order.clone();
        right.sort_unstable();
        promise!(
            WrongResult,
            stored == right,
            "after {} calls a cache for {capacity} values has the keys {stored:?}; \
             used last, oldest first, are {order:?}",
            step + 1
        );
    }
}

fn load_uses_the_cache() {
    let (k, value) = pair();
    let world = World::new(2);
    let sum = world.cache.get_or_load(k, |_| {
        assert_unlocked();
        let part = world.value(k + 1, value);
        world.cache.invalidate(k + 2);
        Ok(part + 1)
    });
    let seen = (*got(sum), world.peek(k), world.peek(k + 1));
    promise!(
        WrongResult,
        seen == (value + 1, Some(value + 1), Some(value)),
        "a load asked for another key and invalidated a third one; its value and what is stored \
         of the two are {seen:?}"
    );
}

fn load_fails() {
    let (k, value) = pair();
    let world = World::new(2);
    let down = LoadError("down".to_owned());
    let answer = world.cache.get_or_load(k, |_| Err(down.clone()));
    let answer = answer.map(|value| *value);
    promise!(
        WrongResult,
        answer == Err(CacheError::Load(down)),
        "the load failed, and its caller got {answer:?}"
    );
    let counts = world.counts();
    promise!(
        WrongResult,
        counts == (0, 1),
        "a call whose load failed was counted as {counts:?}, hits first"
    );
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let _ = world.cache.get_or_load(k, |_| panic!("the load panicked"));
    }));
    promise!(
        WrongResult,
        outcome.is_err(),
        "the load panicked, and its caller was not told"
    );
    let seen = (world.peek(k), world.value(k, value));
    promise!(
        WrongResult,
        seen == (None, value),
        "after two loads that failed a look and a call gave {seen:?}"
    );
}

fn sweeps() {
    let (k, value) = pair();
    let (world, hand) = World::with_clock(4);
    world.value(k, value);
    world.value(k + 1, value);
    hand.store(TTL - 1, Ordering::SeqCst);
    world.value(k + 2, value);
    let early = world.cache.sweep(|_| ());
    hand.store(TTL, Ordering::SeqCst);
    let mut told = Vec::new();
    let count = world.cache.sweep(|key| {
        assert_unlocked();
        world.value(k + 3, value);
        told.push((key, world.peek(key)));
    });
    told.sort_unstable();
    promise!(
        WrongResult,
        early == 0 && count == 2 && told == [(k, None), (k + 1, None)],
        "two of three values have expired: first {early}, then {count} were dropped; \
         `on_evict` was told {told:?}"
    );
    let left = [k, k + 1, k + 2, k + 3].map(|key| world.peek(key));
    promise!(
        WrongResult,
        left == [None, None, Some(value), Some(value)],
        "two values have expired, one has not, one was loaded by `on_evict`: {left:?}"
    );
}

fn closed() {
    let (k, value) = pair();
    let world = World::new(2);
    world.value(k, value);
    world.cache.close();
    let seen = [k, k + 1].map(|key| world.get(key, value).map(|value| *value));
    let loads = world.loads();
    promise!(
        WrongResult,
        seen == [Err(CacheError::Closed), Err(CacheError::Closed)] && loads == 1,
        "the cache is closed; a stored key and a new one gave {seen:?}, and {loads} loads were made"
    );
}

fn two_hits() {
    let (k, value) = pair();
    let world = World::new(2);
    world.value(k, value);
    world.value(k + 1, value);
    let callers = [("caller A", k), ("caller B", k + 1)]
        .map(|(name, key)| start_with(name, &world, move |world| world.value(key, 0)));
    let seen = callers.map(|thread| end(thread));
    let counts = world.counts();
    promise!(
        LostUpdate,
        seen == [value, value] && counts == (2, 2),
        "after two loads there were two hits: {seen:?}; hits and misses are {counts:?}"
    );
}

fn two_keys() {
    let (k, value) = pair();
    let world = World::new(2);
    let both_load = Arc::new(Rendezvous::new(2));
    let callers = [("caller A", k), ("caller B", k + 1)].map(|(name, key)| {
        let both_load = Arc::clone(&both_load);
        start_with(name, &world, move |world| {
            let found = world.cache.get_or_load(key, |_| {
                both_load.meet();
                Ok(value)
            });
            *got(found)
        })
    });
    let seen = callers.map(|thread| end(thread));
    let stored = [k, k + 1].map(|key| world.peek(key));
    promise!(
        LostUpdate,
        seen == [value, value] && stored == [Some(value), Some(value)],
        "two keys were loaded: {seen:?}, stored are {stored:?}"
    );
}

fn one_place() {
    let (k, value) = pair();
    let world = World::new(1);
    let callers = [("caller A", k), ("caller B", k + 1)]
        .map(|(name, key)| start_with(name, &world, move |world| world.value(key, value)));
    let seen = callers.map(|thread| end(thread));
    let stored = [k, k + 1].map(|key| world.peek(key));
    promise!(
        CheckThenAct,
        seen == [value, value] && stored.iter().flatten().count() == 1,
        "two keys were loaded into a cache for one value: {seen:?}, stored are {stored:?}"
    );
}

fn full_cache() {
    let (k, value) = pair();
    let world = World::new(2);
    world.value(k, value);
    world.value(k + 1, value);
    let hit = start_with("hit", &world, move |world| world.value(k, value));
    let load = start_with("load", &world, move |world| world.value(k + 2, value));
    let seen = [end(hit), end(load)];
    // Whichever came first, both keys that were asked for are younger than the third one.
    let stored = [k, k + 1, k + 2].map(|key| world.peek(key));
    promise!(
        CheckThenAct,
        seen == [value, value] && stored == [Some(value), None, Some(value)],
        "the keys {k} and {} were used last, and stored are {stored:?}, for {k} to {}",
        k + 2,
        k + 2
    );
}

fn hits_during_load() {
    let (k, value) = pair();
    let world = World::new(2);
    world.value(k, value);
    world.value(k + 1, value);
    let load = start_with("load", &world, move |world| world.value(k + 2, value));
    let seen = [world.value(k, value), world.value(k + 1, value), end(load)];
    promise!(
        WrongResult,
        seen == [value; 3],
        "every key has the value {value}, and three calls gave {seen:?}"
    );
    // Without a second load of the first two, both were hits before anything was dropped.
    let stored = [k, k + 1, k + 2].map(|key| world.peek(key));
    promise!(
        WrongResult,
        world.loads() > 3 || stored == [None, Some(value), Some(value)],
        "keys {k} and {} were used, then {} was stored; stored are {stored:?}, for {k} to {}",
        k + 1,
        k + 2,
        k + 2
    );
}

fn tick_and_get() {
    let (k, value) = pair();
    let (world, hand) = World::with_clock(2);
    world.value(k, value);
    let caller = start_with("caller", &world, move |world| world.value(k, value + 1));
    let later = start_with("later caller", &world, move |world| {
        hand.store(TTL, Ordering::SeqCst);
        world.value(k, value + 1)
    });
    let after = end(later);
    let meanwhile = end(caller);
    promise!(
        StaleRead,
        after == value + 1,
        "{value} had expired before the call began, and the call returned it"
    );
    promise!(
        WrongResult,
        meanwhile == value || meanwhile == value + 1,
        "only {value} and {} were ever loaded, and a caller got {meanwhile}",
        value + 1
    );
    let loads = world.loads();
    promise!(
        CheckThenAct,
        loads == 2,
        "one value expired, and after {loads} loads all callers are served"
    );
}

fn sweep_and_load() {
    let (k, value) = pair();
    let (world, hand) = World::with_clock(2);
    world.value(k, value);
    hand.store(TTL, Ordering::SeqCst);
    let caller = start_with("caller", &world, move |world| world.value(k, value + 1));
    let sweeper = start_with("sweeper", &world, |world| {
        let mut told = Vec::new();
        let count = world.cache.sweep(|key| told.push(key));
        (told, count)
    });
    let seen = end(caller);
    let (told, count) = end(sweeper);
    let stored = world.peek(k);
    promise!(
        CheckThenAct,
        seen == value + 1 && stored == Some(value + 1),
        "a new value was loaded for key {k} while a sweep ran: the caller got {seen}, and stored \
         is {stored:?}"
    );
    promise!(
        WrongResult,
        told.len() == count && (told.is_empty() || told == [k]),
        "one value had expired, `sweep` counted {count} and told {told:?}"
    );
}

fn two_sweeps() {
    let (k, value) = pair();
    let (world, hand) = World::with_clock(2);
    world.value(k, value);
    world.value(k + 1, value);
    hand.store(TTL, Ordering::SeqCst);
    let sweepers = ["sweeper A", "sweeper B"].map(|name| {
        start_with(name, &world, |world| {
            let mut told = Vec::new();
            let count = world.cache.sweep(|key| {
                probe();
                told.push(key);
            });
            (told, count)
        })
    });
    let [(a, in_a), (b, in_b)] = sweepers.map(|thread| end(thread));
    let mut all = [a.clone(), b.clone()].concat();
    all.sort_unstable();
    promise!(
        CheckThenAct,
        all == [k, k + 1] && (in_a, in_b) == (a.len(), b.len()),
        "two values had expired; one sweep counted {in_a} and told {a:?}, the other {in_b} and {b:?}"
    );
}

fn invalidate_during_load() {
    let k: u32 = vary(&[5, 12]);
    let world = World::new(2);
    // Where `load` reads from: 1 at first, 2 later.
    let source = Arc::new(AtomicU64::new(1));
    let early = {
        let source = Arc::clone(&source);
        start_with("early caller", &world, move |world| {
            let found = world
                .cache
                .get_or_load(k, |_| Ok(source.load(Ordering::SeqCst)));
            *got(found)
        })
    };
    let late = start_with("late caller", &world, move |world| {
        source.store(2, Ordering::SeqCst);
        world.cache.invalidate(k);
        let found = world
            .cache
            .get_or_load(k, |_| Ok(source.load(Ordering::SeqCst)));
        *got(found)
    });
    let late = end(late);
    end(early);
    let stored = world.peek(k);
    promise!(
        CheckThenAct,
        late == 2,
        "key {k} was invalidated because its source says 2 now, and the next call got {late}"
    );
    promise!(
        CheckThenAct,
        stored == Some(2),
        "key {k} was invalidated because its source says 2 now, and in the end it is {stored:?}"
    );
}

fn load_ends_badly(panics: bool) {
    let (k, value) = pair();
    let (world, hand) = World::with_clock(2);
    // There is an old value, and its life is over: it is no answer for anybody.
    world.value(k, value + 1);
    hand.store(TTL, Ordering::SeqCst);
    let down = || LoadError("down".to_owned());
    let bad = start_with("bad load", &world, move |world| {
        let call = || {
            world.cache.get_or_load(k, |_| {
                world.loads.fetch_add(1, Ordering::Relaxed);
                assert!(!panics, "the load panicked");
                Err(down())
            })
        };
        catch_unwind(AssertUnwindSafe(call)).ok()
    });
    let good = start_with("good load", &world, move |world| world.get(k, value));
    let bad = end(bad);
    let good = end(good).map(|value| *value);
    let bad_is_right = match &bad {
        None => panics,
        Some(Ok(found)) => **found == value,
        Some(Err(error)) => !panics && *error == CacheError::Load(down()),
    };
    promise!(
        WrongResult,
        bad_is_right,
        "the caller of the load that ended badly got {bad:?}"
    );
    let good_is_right = match &good {
        Ok(found) => *found == value,
        Err(CacheError::Load(error)) => panics || *error == down(),
        Err(CacheError::Closed) => false,
    };
    promise!(
        WrongResult,
        good_is_right,
        "one load ended badly, and the caller of the other one got {good:?}"
    );
    let stored = world.peek(k);
    let right = good.ok();
    promise!(
        WrongResult,
        stored == right,
        "the good load brought {right:?}, and stored is {stored:?}"
    );
    let last = world.value(k, value);
    promise!(
        WrongResult,
        last == value,
        "after a load that ended badly key {k} is {last}"
    );
}

fn close_wakes() {
    let (k, value) = pair();
    let world = World::new(2);
    let (loading, is_loading) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel();
    let loader = start_with("loader", &world, move |world| {
        let found = world.cache.get_or_load(k, |_| {
            loading.send(()).expect("the model waits for it");
            may_go_on.recv().expect("the model sends it");
            Ok(value)
        });
        found.map(|value| *value)
    });
    is_loading.recv().expect("the loader sends it");
    let waiters = ["waiter A", "waiter B"].map(|name| {
        start_with(name, &world, move |world| {
            world.get(k, value).map(|value| *value)
        })
    });
    world.cache.close();
    let waited = waiters.map(|waiter| end(waiter));
    go_on.send(()).expect("the loader waits for it");
    let loaded = end(loader);
    promise!(
        WrongResult,
        waited.iter().all(|found| *found == Err(CacheError::Closed)),
        "the cache was closed during a load, and the two who waited for it got {waited:?}"
    );
    promise!(
        WrongResult,
        loaded == Ok(value) || loaded == Err(CacheError::Closed),
        "the cache was closed during a load, and the loader got {loaded:?}"
    );
}

fn three_callers() {
    let (k, value) = (8, 80);
    let world = World::new(2);
    let callers = ["caller A", "caller B"]
        .map(|name| start_with(name, &world, move |world| world.value(k, value)));
    let own = world.value(k, value);
    let [a, b] = callers.map(|thread| end(thread));
    let loads = world.loads();
    promise!(
        CheckThenAct,
        loads == 1 && [own, a, b] == [value; 3],
        "three callers asked for key {k}: {loads} loads, and they got {:?}",
        [own, a, b]
    );
    let (hits, misses) = world.counts();
    promise!(
        LostUpdate,
        hits + misses == 3,
        "three calls are finished, and {hits} hits and {misses} misses were counted"
    );
}
