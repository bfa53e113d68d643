//! The Rust of the page "Rust for this course": every example there is a part of this file, so
//! each of them compiles and does what the page says.

#![expect(
    clippy::unwrap_used,
    clippy::useless_vec,
    reason = "the page explains `unwrap` and shows lists as a learner writes them"
)]

use std::collections::{HashMap, VecDeque};

use lab::sync::atomic::{AtomicU64, Ordering};
use lab::sync::{Arc, Condvar, Mutex};
use lab::thread;

// ANCHOR: shape
/// How many seats are left. (Three slashes: documentation. Two slashes: a comment.)
struct Show {
    title: String,
    left: u32,
}

impl Show {
    /// A new show. `Self` is the type that the `impl` is for.
    fn new(title: &str, left: u32) -> Self {
        Show {
            title: title.to_owned(),
            left,
        }
    }

    /// Looks, and changes nothing: `&self`.
    fn is_full(&self) -> bool {
        self.left == 0
    }

    /// Changes: `&mut self`. The value of the last line without `;` is what is returned.
    fn sell(&mut self) -> bool {
        if self.is_full() {
            return false;
        }
        self.left -= 1;
        true
    }
}
// ANCHOR_END: shape

#[test]
fn a_struct_has_fields_and_methods() {
    let mut show = Show::new("Faust", 1);
    assert!(show.sell());
    assert!(!show.sell());
    assert_eq!(show.title, "Faust");
}

#[test]
fn a_value_has_one_owner() {
    // ANCHOR: owner
    let jobs = vec!["print", "scan"];
    let moved = jobs; // `jobs` is given away: it cannot be used any more
    let copied = moved.clone(); // a second list, with an owner of its own
    // ANCHOR_END: owner
    assert_eq!(moved, copied);
}

#[test]
fn a_value_is_lent_to_many_readers_or_to_one_writer() {
    // ANCHOR: borrow
    let mut jobs = vec!["print"];
    let first = &jobs; // lent for reading; any number of readers at once
    let second = &jobs;
    assert_eq!(first.len() + second.len(), 2);
    let writer = &mut jobs; // lent for writing: the readers must be done, and there is one writer
    writer.push("scan");
    // ANCHOR_END: borrow
    assert_eq!(jobs.len(), 2);
}

// ANCHOR: option
fn price(prices: &HashMap<u32, u64>, item: u32) -> Option<u64> {
    let net = prices.get(&item)?; // nothing there: return `None` at once
    Some(net + 5)
}

fn label(prices: &HashMap<u32, u64>, item: u32) -> String {
    match price(prices, item) {
        Some(price) => format!("{price} cents"),
        None => "not for sale".to_owned(),
    }
}
// ANCHOR_END: option

#[test]
fn what_may_be_missing_is_an_option() {
    let prices = HashMap::from([(7, 100)]);
    assert_eq!(label(&prices, 7), "105 cents");
    assert_eq!(label(&prices, 8), "not for sale");
    // ANCHOR: if_let
    if let Some(price) = price(&prices, 7) {
        assert_eq!(price, 105);
    }
    let Some(price) = price(&prices, 7) else {
        panic!("it is for sale");
    };
    // ANCHOR_END: if_let
    assert_eq!(price, 105);
}

#[test]
fn closures_take_what_they_use() {
    // ANCHOR: closure
    let limit = 10;
    let fits = |pages: u32| pages <= limit; // looks at `limit`
    assert!(fits(3));

    let name = String::from("front page");
    let shout = move || name.to_uppercase(); // `move`: `name` belongs to the closure now
    assert_eq!(shout(), "FRONT PAGE");
    // ANCHOR_END: closure
}

// ANCHOR: generic
/// Works for every type `T`. `make` is something that can be called once and gives back a `T`.
fn or_made<T>(found: Option<T>, make: impl FnOnce() -> T) -> T {
    match found {
        Some(value) => value,
        None => make(),
    }
}
// ANCHOR_END: generic

#[test]
fn generic_functions_work_for_every_type() {
    assert_eq!(or_made(None, || 3), 3);
    assert_eq!(or_made(Some("a"), || "b"), "a");
}

#[test]
fn collections_and_iterators() {
    // ANCHOR: collections
    let mut jobs = VecDeque::new(); // Python: collections.deque
    jobs.push_back("letter");
    assert_eq!(jobs.pop_front(), Some("letter"));
    assert_eq!(jobs.pop_front(), None); // empty is a value, not an exception

    let mut visits: HashMap<&str, u64> = HashMap::new(); // Python: dict
    *visits.entry("front").or_insert(0) += 1; // Python: visits.setdefault("front", 0), then += 1

    let squares: Vec<u64> = (1..=3).map(|n| n * n).collect(); // Python: [n * n for n in range(1, 4)]
    let sum: u64 = squares.iter().sum();
    // ANCHOR_END: collections
    assert_eq!(sum, 14);
    assert_eq!(visits["front"], 1);
}

// ANCHOR: mutex
/// Shared by threads, so every method has `&self`: nobody has it alone.
struct Till {
    coins: Mutex<Vec<u64>>,
}

impl Till {
    fn pay(&self, coin: u64) -> usize {
        let mut coins = self.coins.lock().unwrap(); // waits, then hands out the guard
        coins.push(coin); // the guard is the way to the data
        coins.len()
    } // the guard ends here, and with it the lock

    fn audit(&self) -> u64 {
        let coins = self.coins.lock().unwrap();
        let sum = coins.iter().sum();
        drop(coins); // or earlier, by hand
        sum
    }
}
// ANCHOR_END: mutex

#[test]
fn a_mutex_owns_its_data_and_lends_it_by_a_guard() {
    let till = Till {
        coins: Mutex::new(Vec::new()),
    };
    assert_eq!(till.pay(5), 1);
    assert_eq!(till.audit(), 5);
}

#[test]
fn threads_share_by_arc() {
    // ANCHOR: threads
    let total = Arc::new(Mutex::new(0)); // `Arc`: a value with several owners
    let mut threads = Vec::new();
    for coin in [1, 2, 5] {
        let total = Arc::clone(&total); // one more owner, for the new thread
        threads.push(thread::spawn(move || {
            *total.lock().unwrap() += coin; // `*`: the value behind the guard
        }));
    }
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(*total.lock().unwrap(), 8);
    // ANCHOR_END: threads
}

#[test]
fn scoped_threads_may_borrow() {
    // ANCHOR: scope
    let prices = vec![3, 4];
    let sums = Mutex::new(Vec::new());
    thread::scope(|s| {
        s.spawn(|| sums.lock().unwrap().push(prices[0]));
        s.spawn(|| sums.lock().unwrap().push(prices[1]));
    }); // both have ended here, so they could borrow from above
    // ANCHOR_END: scope
    let mut sums = sums.into_inner().unwrap();
    sums.sort_unstable();
    assert_eq!(sums, [3, 4]);
}

#[test]
fn waiting_gives_the_lock_back() {
    // ANCHOR: condvar
    let door = (Mutex::new(false), Condvar::new());
    thread::scope(|s| {
        s.spawn(|| {
            *door.0.lock().unwrap() = true;
            door.1.notify_all();
        });
        let mut open = door.0.lock().unwrap();
        while !*open {
            open = door.1.wait(open).unwrap(); // gives the guard away and gets one back
        }
    });
    // ANCHOR_END: condvar
}

#[test]
fn an_atomic_changes_through_a_shared_reference() {
    // ANCHOR: atomic
    let tickets = AtomicU64::new(0);
    let mine = tickets.fetch_add(1, Ordering::SeqCst); // one step; gives back the old number
    // ANCHOR_END: atomic
    assert_eq!((mine, tickets.load(Ordering::SeqCst)), (0, 1));
}

// ANCHOR: drop
struct Ticket<'a>(&'a AtomicU64); // `'a`: the counter lives at least as long as the ticket

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst); // runs on every way out, also after a panic
    }
}
// ANCHOR_END: drop

#[test]
fn what_is_dropped_cleans_up() {
    let taken = AtomicU64::new(1);
    {
        let _ticket = Ticket(&taken);
    }
    assert_eq!(taken.load(Ordering::SeqCst), 0);
}

// ANCHOR: enum
/// One of these, and nothing else. `derive` writes the usual methods: `==`, a copy, `{:?}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Accepted,
    Refused { missing: u64 },
}

fn withdraw(balance: u64, amount: u64) -> Answer {
    if amount > balance {
        return Answer::Refused {
            missing: amount - balance,
        };
    }
    Answer::Accepted
}
// ANCHOR_END: enum

#[test]
fn an_enum_is_one_of_its_variants() {
    assert_eq!(withdraw(10, 10), Answer::Accepted);
    assert_eq!(withdraw(10, 12), Answer::Refused { missing: 2 });
}

// ANCHOR: trait
/// What a type must be able to do. Python would say: a protocol.
trait Clock {
    fn now(&self) -> u64;
}

struct Stopped(u64);

impl Clock for Stopped {
    fn now(&self) -> u64 {
        self.0
    }
}

fn is_over(clock: &impl Clock, end: u64) -> bool {
    clock.now() >= end
}
// ANCHOR_END: trait

#[test]
fn a_trait_says_what_a_type_can_do() {
    assert!(is_over(&Stopped(9), 9));
    assert!(!is_over(&Stopped(9), 10));
}

#[test]
fn a_channel_has_two_ends() {
    // ANCHOR: channel
    let (sender, receiver) = lab::channel::unbounded();
    thread::scope(|s| {
        s.spawn(move || {
            sender.send(4).unwrap();
            sender.send(2).unwrap();
        }); // the sender is dropped here: nothing more will come
        let numbers: Vec<u32> = receiver.iter().collect(); // ends when the last sender is gone
        assert_eq!(numbers, [4, 2]);
    });
    // ANCHOR_END: channel
}
