//! What is checked in ex17: what a thread has recorded is merged once, on every way out, as one
//! step, into the right totals, and nobody waits for a lock while recording.
//!
//! The threads are scoped and not joined by hand. At the end of a scope the destructors of
//! thread-local variables may still be to come, so a merge that is left to them comes too late.

use std::collections::BTreeMap;

use super::solution::{BadEvent, Event, Metrics, Name, worker};
use lab::thread;
use lab_check::{Model, Rules, counters, end, promise, start_in, vary};

/// Thread-local buffers need no unsafe code.
pub const RULES: Rules = Rules::strict();

/// The models. All of them are small, since recording is no step that another thread could see;
/// the second one is the story of the chapter.
///
/// The bounds are for buffers that count references to their totals: each count is a step then, and
/// two threads have tens of thousands of interleavings, with three surprises some hundreds.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("two_flushes", two_flushes)
            .up_to(3)
            .promises("two threads merge at the same time, and both are in the totals")
            .question("What may another thread merge between your look and your store?"),
        Model::new("two_workers", two_workers)
            .up_to(3)
            .promises("two workers, one of which fails: what they have recorded is in the totals")
            .question("By which ways can `worker` return, and which of them merge?"),
        Model::new("alone", alone)
            .without_threads()
            .promises("one call after the other: what was recorded is merged once")
            .question("What is left in the buffer when it has been merged?"),
        Model::new("two_metrics", two_metrics)
            .without_threads()
            .promises("two `Metrics` do not mix, and each keeps its buffers when it is moved")
            .question("How does a buffer know to which `Metrics` it belongs?"),
        Model::new("made_at_once", made_at_once)
            .promises("two `Metrics` that two threads make at the same time do not mix")
            .question("Two threads call `new`. What could both of them get?"),
        Model::new("no_lock", no_lock)
            .without_threads()
            .promises("`record` takes no lock, and a worker no more for many events than for one")
            .question("Who waits for whom while you record?"),
        Model::new("look_meanwhile", look_meanwhile)
            .promises("a snapshot shows all of a flush or nothing of it")
            .question("What does a snapshot find in the middle of your flush?"),
        Model::new("one_thread_many_tasks", one_thread_many_tasks)
            .promises("a thread that works for several tasks loses nothing and adds nothing twice")
            .question("What does a task find in the buffer, and what does it leave there?"),
        Model::new("many_metrics", many_metrics)
            .without_threads()
            .promises("a new `Metrics` begins with nothing, however many others there have been")
            .question("To whom does a buffer belong whose `Metrics` is gone?"),
    ]
}

/// Promises that the totals are these.
#[track_caller]
fn totals_are(metrics: &Metrics, expected: &[(Name, u64)], when: &str) {
    let found = metrics.snapshot();
    promise!(
        WrongResult,
        found == BTreeMap::from_iter(expected.iter().copied()),
        "{when}: the totals are {} instead of {}",
        show(found),
        show(expected.iter().copied())
    );
}

/// `cart 3, home 5`, or `nothing`.
fn show(sums: impl IntoIterator<Item = (Name, u64)>) -> String {
    let texts = sums.into_iter().map(|(name, v)| format!("{name} {v}"));
    let texts = texts.collect::<Vec<_>>().join(", ");
    if texts.is_empty() {
        "nothing".to_owned()
    } else {
        texts
    }
}

/// Calls `worker` and promises what it returns.
#[track_caller]
fn work(metrics: &Metrics, events: &[Event]) {
    let expected = if events.iter().any(|(_, v)| *v < 0) {
        Err(BadEvent)
    } else {
        Ok(())
    };
    let answer = worker(metrics, events);
    promise!(
        WrongResult,
        answer == expected,
        "`worker` got {events:?} and returned {answer:?}"
    );
}

fn two_flushes() {
    let n = vary(&[6, 9]);
    let metrics = Metrics::new();
    let record_and_flush = |v| {
        metrics.record("home", v);
        metrics.flush();
    };
    thread::scope(|scope| {
        start_in(scope, "thread A", || record_and_flush(n));
    });
    totals_are(
        &metrics,
        &[("home", n)],
        "a thread has recorded and flushed",
    );
    totals_are(&metrics, &[("home", n)], "`snapshot` was called twice");
    thread::scope(|scope| {
        start_in(scope, "thread B", || record_and_flush(20));
        record_and_flush(100);
    });
    let found = metrics.snapshot();
    promise!(
        LostUpdate,
        found == BTreeMap::from([("home", n + 120)]),
        "the total was {n}, two threads have added 20 and 100, and the totals are {}",
        show(found)
    );
}

fn two_workers() {
    let n = vary(&[5, 8]);
    let metrics = Metrics::new();
    thread::scope(|scope| {
        start_in(scope, "worker B", || {
            work(
                &metrics,
                &[("home", 2), ("cart", 1), ("home", -1), ("home", 90)],
            );
        });
        work(&metrics, &[("home", n), ("home", 10)]);
    });
    let home = n.unsigned_abs() + 12;
    let expected = [("cart", 1), ("home", home)];
    totals_are(&metrics, &expected, "both workers have returned");
}

fn alone() {
    let n = vary(&[3, 7]);
    let metrics = Metrics::new();
    totals_are(&metrics, &[], "nothing was recorded");
    metrics.record("home", n);
    metrics.record("cart", 20);
    metrics.record("home", 100);
    totals_are(&metrics, &[], "nothing was flushed so far");
    metrics.flush();
    let first = [("cart", 20), ("home", n + 100)];
    totals_are(&metrics, &first, "`flush` was called");
    totals_are(&metrics, &first, "`snapshot` was called twice");
    metrics.flush();
    totals_are(&metrics, &first, "`flush` was called twice");
    metrics.record("home", 1);
    metrics.record("help", n);
    totals_are(&metrics, &first, "the rest was not flushed so far");
    metrics.flush();
    let second = [("cart", 20), ("help", n), ("home", n + 101)];
    totals_are(&metrics, &second, "the rest was flushed");
    let events = [
        ("cart", 0),
        ("cart", 4),
        ("cart", LARGE),
        ("cart", -5),
        ("cart", 6),
    ];
    work(&metrics, &events);
    let third = [
        ("cart", 24 + LARGE.unsigned_abs()),
        ("help", n),
        ("home", n + 101),
    ];
    totals_are(&metrics, &third, "the event before the last was damaged");
}

/// More than 32 bits hold.
const LARGE: i64 = 5_000_000_000;

fn two_metrics() {
    let n = vary(&[4, 9]);
    let (shop, blog) = (Metrics::new(), Metrics::new());
    shop.record("home", n);
    blog.record("home", 30);
    shop.flush();
    totals_are(&shop, &[("home", n)], "the shop was flushed");
    totals_are(&blog, &[], "the shop was flushed, the blog was not");
    blog.flush();
    totals_are(&blog, &[("home", 30)], "the blog was flushed");
    totals_are(&shop, &[("home", n)], "the blog was flushed after the shop");

    shop.record("home", 100);
    let moved = Box::new(shop);
    moved.flush();
    totals_are(
        &moved,
        &[("home", n + 100)],
        "the metrics were moved between `record` and `flush`",
    );

    let mut place = blog;
    place.record("home", 1);
    place = Metrics::new();
    place.flush();
    totals_are(
        &place,
        &[],
        "the metrics are new, and others had been in the same place before",
    );
}

/// So many that a number of one byte begins anew.
const OTHERS: usize = 256;

fn many_metrics() {
    let n = vary(&[4, 9]);
    let shop = Metrics::new();
    shop.record("home", n);
    for _ in 0..OTHERS {
        let other = Metrics::new();
        other.flush();
        totals_are(&other, &[], "the metrics are new and were flushed");
        // Never merged: it goes with its metrics.
        other.record("home", 30);
    }
    shop.flush();
    totals_are(
        &shop,
        &[("home", n)],
        "the shop was flushed after all others",
    );
}

fn made_at_once() {
    let n = vary(&[4, 9]);
    let (shop, blog) = thread::scope(|scope| {
        let shop = start_in(scope, "opener", Metrics::new);
        let blog = Metrics::new();
        (end(shop), blog)
    });
    shop.record("home", n);
    blog.record("home", 30);
    shop.flush();
    blog.flush();
    totals_are(
        &shop,
        &[("home", n)],
        "two metrics were made at the same time",
    );
    totals_are(
        &blog,
        &[("home", 30)],
        "two metrics were made at the same time",
    );
}

/// The locks that `act` takes.
fn locks(act: impl FnOnce()) -> u64 {
    let before = counters();
    act();
    let after = counters();
    after.locks + after.try_failed - before.locks - before.try_failed
}

/// More events than a small buffer holds.
const MANY: usize = 600;

fn no_lock() {
    let metrics = Metrics::new();
    for name in ["home", "cart", "home"].into_iter().cycle().take(MANY) {
        let taken = locks(|| metrics.record(name, 1));
        promise!(
            BrokenRule,
            taken == 0,
            "`record` took {taken} locks to add to {name:?}"
        );
    }
    let one = locks(|| work(&metrics, &[("home", 1)]));
    let many = locks(|| work(&metrics, &[("home", 1); MANY]));
    promise!(
        BrokenRule,
        many <= one,
        "`worker` takes {one} locks for one event, and {many} for {MANY}"
    );
}

fn look_meanwhile() {
    let metrics = Metrics::new();
    let found = thread::scope(|scope| {
        start_in(scope, "worker", || {
            work(&metrics, &[("cart", 3), ("home", 5)]);
        });
        metrics.snapshot()
    });
    let whole = BTreeMap::from([("cart", 3), ("home", 5)]);
    promise!(
        TornRead,
        found.is_empty() || found == whole,
        "a worker merges {}, and a snapshot shows {}",
        show(whole.clone()),
        show(found)
    );
}

fn one_thread_many_tasks() {
    let (shop, blog) = (Metrics::new(), Metrics::new());
    thread::scope(|scope| {
        start_in(scope, "pool thread", || {
            shop.record("home", 1);
            blog.record("home", 50);
            work(&shop, &[("cart", 2), ("cart", -1), ("cart", 90)]);
            work(&blog, &[("home", 60)]);
            work(&shop, &[("cart", 4)]);
            shop.flush();
            blog.flush();
        });
    });
    let expected = [("cart", 6), ("home", 1)];
    totals_are(&shop, &expected, "the shop's tasks are done");
    totals_are(&blog, &[("home", 110)], "the blog's tasks are done");
}
