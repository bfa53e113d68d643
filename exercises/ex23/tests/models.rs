//! What ex23 promises, as small programs: a count that is exact, shards that share nothing, a sum
//! that misses nothing that is finished, and a plan that fits the work.
//!
//! No clock decides here. That two slots share nothing is seen in two ways. The shards lie in
//! different cache lines. And a sum that runs while two other threads add, one after the other, is
//! able to miss the first of the two and see the second: it is no snapshot. Whoever keeps
//! everything in one place, or behind one lock, cannot produce such a sum in any interleaving.
//!
//! The types of the checker are larger than those of std, so an address is compared with the 64
//! bytes of a line only; how far apart two shards are is nobody's business.
//!
//! Two ways to share stay unseen, because no result depends on them: one more count that every `add`
//! raises with `Relaxed`, and an `add` that goes to another slot's shard while its own is locked.
//! Both break the contract, and what they cost is a matter of a benchmark.

use super::solution::{Plan, Profile, Runtime, Sharded, plan};
use lab::sync::Arc;
use lab::sync::atomic::{AtomicBool, Ordering};
use lab_check::{Model, Rules, Witness, end, promise, start_with, vary};

/// A count of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
///
/// The bounds: a count behind locks takes a few hundred interleavings, and all are tried.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("one_thread", one_thread)
            .without_threads()
            .promises("one call after the other: the sum is what was added, whatever the slots")
            .question("Which slots are there, and which shards?"),
        Model::new("same_slot", same_slot)
            .promises("two threads add to one slot, and both are counted")
            .question("In how many steps does your code add?"),
        Model::new("finished_and_started", finished_and_started)
            .promises("a sum has all that is finished, and nothing that has not started")
            .question("Which shards has the sum read, and when?"),
        Model::new("two_sums", two_sums)
            .promises("two sums at the same time both find all that is finished")
            .question("Does your sum change anything?"),
        Model::new("own_lines", own_lines)
            .without_threads()
            .promises("no two shards lie in one cache line")
            .question("Which threads touch the same 64 bytes?"),
        APART.iter().fold(
            Model::new("own_shards", own_shards)
                .promises("two slots share nothing, and a sum stops nobody")
                .question("Two threads add to two slots. What do both of them touch?"),
            |model, apart| {
                model.expects(
                    &apart.seen,
                    lab_check::Kind::LostParallelism,
                    "two slots are never apart: in every interleaving the sum sees them together, \
                     so they share a shard or a lock, or the sum keeps all of them out",
                )
            },
        ),
        Model::new("no_common_lock", no_common_lock)
            .promises("two adds to two slots share no lock")
            .question("Two threads add to two slots. For what does one of them wait that the other one has?")
            .expects(
                &UNORDERED,
                lab_check::Kind::LostParallelism,
                "an add to slot 1 always comes before or behind an add to slot 0: something that \
                 both of them take puts them in order, such as a lock",
            ),
        Model::new("a_plan", a_plan)
            .without_threads()
            .promises("the plan fits the work, the runtime and the number of cores")
            .question("Does this work wait or compute, and who holds the GIL meanwhile?"),
    ]
}

/// Two slots with different remainders modulo the number of shards.
struct Apart {
    shards: usize,
    slots: [usize; 2],
    /// A sum has missed what was added first and seen what was added second.
    seen: Witness,
}

impl Apart {
    const fn new(shards: usize, slots: [usize; 2]) -> Apart {
        let seen = Witness::new();
        Apart {
            shards,
            slots,
            seen,
        }
    }
}

static APART: [Apart; 6] = [
    Apart::new(2, [0, 1]),
    Apart::new(2, [4, 7]),
    Apart::new(3, [0, 1]),
    Apart::new(5, [0, 1]),
    Apart::new(5, [2, 8]),
    Apart::new(5, [4, 11]),
];

/// More than 32 bits hold.
const LARGE: u64 = 5_000_000_001;

fn one_thread() {
    let shards: usize = vary(&[1, 2, 5]);
    let hits = Sharded::new(shards);
    let sum = hits.sum();
    promise!(WrongResult, sum == 0, "a new count has the sum {sum}");
    let mut added = 0;
    for (slot, n) in [0, 1, shards, 4711, usize::MAX, 1].into_iter().zip(1..) {
        let n = n * LARGE;
        hits.add(slot, n);
        added += n;
        let sums = (hits.sum(), hits.sum());
        promise!(
            WrongResult,
            sums == (added, added),
            "with {shards} shards {n} was added to slot {slot}, {added} in all; two sums gave {sums:?}"
        );
    }
    hits.add(0, 0);
    let sum = hits.sum();
    promise!(
        WrongResult,
        sum == added,
        "0 was added to {added}, and the sum is {sum}"
    );
}

fn same_slot() {
    let slot: usize = vary(&[0, 7]);
    let hits = Arc::new(Sharded::new(2));
    let threads = [("thread A", 1), ("thread B", 10)]
        .map(|(name, n)| start_with(name, &hits, move |hits| hits.add(slot, n)));
    for thread in threads {
        end(thread);
    }
    let sum = hits.sum();
    promise!(
        LostUpdate,
        sum == 11,
        "1 and 10 were added to slot {slot}, and the sum is {sum}"
    );
}

fn finished_and_started() {
    let (old, new): (usize, usize) = vary(&[(0, 1), (1, 0), (0, 0)]);
    let hits = Arc::new(Sharded::new(2));
    end(start_with("finished", &hits, move |hits| hits.add(old, 1)));
    let adds = start_with("adds", &hits, move |hits| hits.add(new, 10));
    let sum = hits.sum();
    end(adds);
    promise!(
        StaleRead,
        sum == 1 || sum == 11,
        "1 was there and 10 were being added, and the sum is {sum}"
    );
    let sum = hits.sum();
    promise!(
        LostUpdate,
        sum == 11,
        "1 and 10 were added, and the sum is {sum}"
    );
}

fn two_sums() {
    let hits = Arc::new(Sharded::new(2));
    hits.add(0, 1);
    hits.add(1, 10);
    let other = start_with("sum B", &hits, Sharded::sum);
    let own = hits.sum();
    let other = end(other);
    promise!(
        WrongResult,
        own == 11 && other == 11,
        "1 and 10 were added, and two sums at the same time gave {own} and {other}"
    );
}

fn own_lines() {
    let shards: usize = vary(&[2, 5]);
    let hits = Sharded::new(shards);
    let others = Sharded::new(shards);
    let addresses = |hits: &Sharded| (0..shards).map(|i| hits.shard_addr(i)).collect();
    let (own, again): (Vec<usize>, Vec<usize>) = (addresses(&hits), addresses(&hits));
    promise!(
        WrongResult,
        own == again,
        "the shards of one count were asked twice for their addresses, and they differ"
    );
    let mut all = own;
    all.extend(addresses(&others));
    for (i, address) in all.iter().enumerate() {
        for (j, other) in all[..i].iter().enumerate() {
            promise!(
                LostParallelism,
                address.abs_diff(*other) >= 64,
                "shard {} and shard {} of {} share 64 bytes: what one thread adds takes the line \
                 away from the other",
                j % shards,
                i % shards,
                if i / shards == j / shards {
                    "one count"
                } else {
                    "two counts"
                }
            );
        }
    }
}

fn own_shards() {
    let apart = &APART[vary(&[0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5])];
    // A sum reads its shards in some order, and the second add must be to one that it reads last.
    let turned: bool = vary(&[false, true]);
    let [first, second] = match (apart.slots, turned) {
        (slots, false) => slots,
        ([a, b], true) => [b, a],
    };
    let hits = Arc::new(Sharded::new(apart.shards));
    let sums = start_with("sum", &hits, Sharded::sum);
    end(start_with("first", &hits, move |hits| hits.add(first, 1)));
    hits.add(second, 10);
    let sum = end(sums);
    promise!(
        WrongResult,
        [0, 1, 10, 11].contains(&sum),
        "1 and 10 were being added, and the sum is {sum}"
    );
    apart.seen.saw(sum == 10);
}

/// What one thread has done before an add to one slot is news to another thread that adds to
/// another slot afterwards, unless the two adds share something that orders them.
static UNORDERED: Witness = Witness::new();

fn no_common_lock() {
    let hits = Arc::new((
        Sharded::new(2),
        AtomicBool::new(false),
        AtomicBool::new(false),
    ));
    let other = start_with("thread A", &hits, |(hits, began, finished)| {
        began.store(true, Ordering::Relaxed);
        hits.add(0, 1);
        finished.store(true, Ordering::Relaxed);
    });
    let (count, began, finished) = &*hits;
    let finished = finished.load(Ordering::Relaxed);
    count.add(1, 10);
    let began = began.load(Ordering::Relaxed);
    UNORDERED.saw(finished && !began);
    end(other);
}

/// Work that computes in Python, work that computes in native code, and work that waits.
const COMPUTES: Profile = Profile {
    tasks: 100,
    task_us: 20_000,
    io_percent: 5,
    releases_gil: false,
};
const NATIVE: Profile = Profile {
    releases_gil: true,
    ..COMPUTES
};
const WAITS: Profile = Profile {
    io_percent: 95,
    ..COMPUTES
};

fn a_plan() {
    let gil = |cores| Runtime { gil: true, cores };
    let free = |cores| Runtime { gil: false, cores };
    let tasks = |tasks, work| Profile { tasks, ..work };
    let long = |task_us, work| Profile { task_us, ..work };
    let half = |io_percent| Profile {
        io_percent,
        ..COMPUTES
    };
    let rows = [
        (COMPUTES, gil(4), Plan::Processes(4)),
        (COMPUTES, free(4), Plan::Threads(4)),
        (NATIVE, gil(4), Plan::Threads(4)),
        (NATIVE, free(8), Plan::Threads(8)),
        (WAITS, gil(4), Plan::Threads(64)),
        (WAITS, free(1), Plan::Threads(64)),
        // One core computes one thing at a time.
        (COMPUTES, gil(1), Plan::Sequential),
        (NATIVE, gil(1), Plan::Sequential),
        (COMPUTES, free(1), Plan::Sequential),
        // Handing such a task to another process costs more than doing it.
        (long(50, COMPUTES), gil(4), Plan::Sequential),
        (long(50, COMPUTES), free(4), Plan::Threads(4)),
        (long(50, NATIVE), gil(4), Plan::Threads(4)),
        // Never more workers than tasks, and never ten thousand of them.
        (tasks(3, COMPUTES), gil(8), Plan::Processes(3)),
        (tasks(3, NATIVE), gil(8), Plan::Threads(3)),
        (tasks(10, WAITS), gil(2), Plan::Threads(10)),
        (tasks(10_000, WAITS), gil(4), Plan::Threads(64)),
        (tasks(10_000, NATIVE), free(16), Plan::Threads(16)),
        // Nothing to share out.
        (tasks(1, WAITS), gil(4), Plan::Sequential),
        (tasks(0, COMPUTES), free(4), Plan::Sequential),
        (long(2, NATIVE), free(4), Plan::Sequential),
        (tasks(4, long(100, WAITS)), gil(4), Plan::Sequential),
        (long(u64::MAX, COMPUTES), free(4), Plan::Threads(4)),
        (tasks(2, long(1 << 63, COMPUTES)), free(4), Plan::Threads(2)),
        // Each limit from both sides.
        (half(50), gil(4), Plan::Threads(64)),
        (half(49), gil(4), Plan::Processes(4)),
        (long(5_000, COMPUTES), gil(4), Plan::Processes(4)),
        (long(4_999, COMPUTES), gil(4), Plan::Sequential),
        (tasks(10, long(100, WAITS)), gil(4), Plan::Threads(10)),
        (tasks(9, long(111, WAITS)), gil(4), Plan::Sequential),
        (tasks(10, long(200, COMPUTES)), free(4), Plan::Threads(4)),
    ];
    for (work, runtime, right) in rows {
        let planned = plan(&work, runtime);
        promise!(
            WrongResult,
            planned == right,
            "for {work:?} on {runtime:?} the plan is {planned:?}, and it should be {right:?}"
        );
    }
}
