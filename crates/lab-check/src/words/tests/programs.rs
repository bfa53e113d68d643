//! One small program per sort of failure.

use std::cell::Cell;

use lab::cell::UnsafeCell;
use lab::channel;
use lab::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use lab::sync::{Arc, Condvar, Mutex};
use lab::thread;

use crate::{Canaries, Model, Rendezvous, assert_unlocked, impls, promise, race};

pub(super) fn all() -> Vec<Model> {
    vec![
        Model::new("lost_update", lost_update)
            .promises("both hits are counted")
            .question("Which two lines must nobody run between?"),
        Model::new("check_then_act", check_then_act)
            .promises("the account is never overdrawn")
            .right_if("nobody could withdraw between the look and the change"),
        Model::new("torn_read", torn_read).promises("both halves are from one message"),
        Model::new("stale_read", stale_read).promises("who hears the bell finds the letter"),
        Model::new("lock_order", lock_order).promises("both transfers end"),
        Model::new("self_deadlock", self_deadlock).promises("the audit ends"),
        Model::new("lost_wakeup", lost_wakeup).promises("whoever waits is let in"),
        Model::new("spurious_wakeup", spurious_wakeup).promises("nobody enters a closed room"),
        Model::new("wait_cycle", wait_cycle).promises("both answers arrive"),
        Model::new("lost_parallelism", lost_parallelism).promises("two pages print side by side"),
        Model::new("data_race", data_race).promises("the slot is read after it was written"),
        Model::new("livelock", livelock).promises("the flag goes up"),
        Model::new("endless_loop", endless_loop).promises("the loop ends"),
        Model::new("panic", panics).promises("every reader finds a book"),
        Model::new("leak", leak).promises("every value is dropped"),
        Model::new("broken_rule", broken_rule).promises("callbacks are called without a lock"),
        Model::new("wrong_result", wrong_result).promises("2 and 2 are 4"),
        Model::new("wrong_trait", wrong_trait)
            .without_threads()
            .promises("a cell stays alone"),
        Model::new("no_thread", || ()).promises("two threads work at once"),
    ]
}

fn lost_update() {
    let hits = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&hits);
    race(2, move |_| {
        let seen = counter.load(Ordering::SeqCst);
        counter.store(seen + 1, Ordering::SeqCst);
    });
    let seen = hits.load(Ordering::SeqCst);
    promise!(
        LostUpdate,
        seen == 2,
        "two hits were made, the counter says {seen}"
    );
}

fn check_then_act() {
    let balance = Arc::new(Mutex::new(100));
    let till = Arc::clone(&balance);
    race(2, move |_| {
        let enough = *till.lock().unwrap() >= 80;
        if enough {
            *till.lock().unwrap() -= 80;
        }
    });
    let left = *balance.lock().unwrap();
    promise!(CheckThenAct, left >= 0, "the account is overdrawn: {left}");
}

fn torn_read() {
    let halves = Arc::new([AtomicU64::new(1), AtomicU64::new(1)]);
    let writer = Arc::clone(&halves);
    let update = thread::spawn(move || {
        for half in &*writer {
            half.store(2, Ordering::SeqCst);
        }
    });
    let seen = [
        halves[0].load(Ordering::SeqCst),
        halves[1].load(Ordering::SeqCst),
    ];
    update.join().unwrap();
    promise!(
        TornRead,
        seen[0] == seen[1],
        "one half is from message {}, one from {}",
        seen[0],
        seen[1]
    );
}

fn stale_read() {
    let letter = Arc::new((AtomicU64::new(0), AtomicBool::new(false)));
    let postman = Arc::clone(&letter);
    let delivery = thread::spawn(move || {
        postman.0.store(42, Ordering::Relaxed);
        postman.1.store(true, Ordering::Relaxed);
    });
    if letter.1.load(Ordering::Relaxed) {
        let read = letter.0.load(Ordering::Relaxed);
        promise!(
            StaleRead,
            read == 42,
            "the bell rang, and the letter says {read}"
        );
    }
    delivery.join().unwrap();
}

fn lock_order() {
    let accounts = Arc::new([Mutex::new(10), Mutex::new(20)]);
    race(2, move |i| {
        let mut from = accounts[i].lock().unwrap();
        let mut to = accounts[1 - i].lock().unwrap();
        *from -= 1;
        *to += 1;
    });
}

fn self_deadlock() {
    let ledger = Arc::new(Mutex::new(vec![1, 2]));
    race(1, move |_| {
        let rows = ledger.lock().unwrap();
        let sum: i32 = ledger.lock().unwrap().iter().sum();
        sum == rows[0]
    });
}

fn lost_wakeup() {
    let door = Arc::new((AtomicBool::new(false), Mutex::new(()), Condvar::new()));
    let keeper = Arc::clone(&door);
    let opens = thread::spawn(move || {
        keeper.0.store(true, Ordering::SeqCst);
        keeper.2.notify_one();
    });
    let mut guard = door.1.lock().unwrap();
    while !door.0.load(Ordering::SeqCst) {
        guard = door.2.wait(guard).unwrap();
    }
    drop(guard);
    opens.join().unwrap();
}

fn spurious_wakeup() {
    let room = Arc::new((Mutex::new(false), Condvar::new()));
    let keeper = Arc::clone(&room);
    let opens = thread::spawn(move || {
        *keeper.0.lock().unwrap() = true;
        keeper.1.notify_one();
    });
    let mut open = room.0.lock().unwrap();
    if !*open {
        open = room.1.wait(open).unwrap();
    }
    promise!(OrderViolation, *open, "somebody entered a closed room");
    drop(open);
    opens.join().unwrap();
}

fn wait_cycle() {
    let (ask, asked) = channel::bounded::<u8>(0);
    let (answer, answered) = channel::bounded::<u8>(0);
    let friend = thread::spawn(move || {
        answer.send(1).unwrap();
        asked.recv().unwrap()
    });
    ask.send(2).unwrap();
    answered.recv().unwrap();
    friend.join().unwrap();
}

fn lost_parallelism() {
    let (printer, together) = (Arc::new(Mutex::new(())), Arc::new(Rendezvous::new(2)));
    race(2, move |_| {
        let _printer = printer.lock().unwrap();
        together.meet();
    });
}

fn data_race() {
    let slot = Arc::new((UnsafeCell::new(0), AtomicBool::new(false)));
    let shared = Shared(Arc::clone(&slot));
    let writer = thread::spawn(move || {
        let shared = shared;
        shared.0.0.with_mut(|_| ());
        shared.0.1.store(true, Ordering::Relaxed);
    });
    if slot.1.load(Ordering::Relaxed) {
        slot.0.with(|_| ());
    }
    writer.join().unwrap();
}

/// Takes the slot to the other thread.
struct Shared(Arc<(UnsafeCell<i32>, AtomicBool)>);

#[expect(unsafe_code, reason = "the program is there to be caught")]
// SAFETY: nothing is read or written through the pointers of the cell.
unsafe impl Send for Shared {}

fn livelock() {
    let flag = Arc::new(AtomicBool::new(false));
    race(2, move |_| {
        while !flag.load(Ordering::SeqCst) {
            thread::yield_now();
        }
    });
}

fn endless_loop() {
    let hits = Arc::new(AtomicU64::new(0));
    race(1, move |_| {
        loop {
            hits.fetch_add(1, Ordering::SeqCst);
        }
    });
}

fn panics() {
    let shelf = Arc::new(Mutex::new(vec![]));
    race(2, move |i| {
        let mut shelf = shelf
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if i == 0 {
            shelf.push("a book")
        } else {
            assert_eq!(shelf.len(), 1, "the shelf is empty")
        }
    });
}

fn leak() {
    let canaries = Canaries::new();
    let nest = Arc::new(Mutex::new(Some(canaries.hatch(1))));
    race(2, move |_| std::mem::forget(nest.lock().unwrap().take()));
    canaries.assert_all_dropped();
}

fn broken_rule() {
    let log = Arc::new(Mutex::new(0));
    race(1, move |_| {
        let _log = log.lock().unwrap();
        assert_unlocked();
    });
}

fn wrong_result() {
    let sum = race(2, |_| 2).iter().sum::<i32>() + 1;
    promise!(WrongResult, sum == 4, "2 and 2 are {sum}");
}

fn wrong_trait() {
    promise!(
        WrongTrait,
        impls!(Cell<u8>: Sync),
        "two threads cannot share the cell: it is not Sync"
    );
}
