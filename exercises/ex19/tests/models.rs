//! What is checked in ex19: calls that overlap end as if they had come one after the other, the
//! last ticket is sold once, and no call takes a lock.
//!
//! Values are compared after the threads were joined. A load that nothing orders may be old, and
//! that is allowed here: a count orders nothing but itself.

use std::cell::Cell;
use std::fmt;

use super::solution::AtomicInt;
use lab::sync::Arc;
use lab_check::{Model, Rules, counters, end, promise, start, vary};

/// Atomics need no unsafe code.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
pub fn all() -> Vec<Model> {
    vec![
        // A weak exchange may fail by itself each time, so the number of executions would double
        // with every call. One such failure shows what a method makes of it.
        Model::new("alone", alone)
            .without_threads()
            .up_to(1)
            .promises("one call after the other: each method does what it says")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("no_lock", no_lock)
            .without_threads()
            .promises("no call takes a lock or starts a thread")
            .question("Which of your steps lets another thread wait?"),
        Model::new("two_buyers", two_buyers)
            .promises("two buyers, and as many tickets sold as there are")
            .question("Between your look at the value and your change of it: who may come?"),
        Model::new("sold_out", sold_out)
            .promises("the value is never above `cap`, not even for a moment")
            .question("What does the display show while a buyer is being refused?"),
        Model::new("last_ticket", last_ticket)
            .promises("two buyers want the last ticket, and the value is never above `cap`")
            .question("Two buyers have both seen that one ticket is left. What does each of them do to the value?"),
        Model::new("two_increments", two_increments)
            .promises("two overlapping calls of `increment` return two different numbers")
            .question("Which step decides what `increment` returns?"),
        Model::new("two_calls", two_calls)
            .promises("two overlapping calls end as if one had come after the other")
            .question("Which value was your new value worked out from, and is it still there?"),
        Model::new("uses_itself", uses_itself)
            .without_threads()
            .up_to(1)
            .promises("the function that `update` calls may use the counter itself")
            .question("The value changes while `f` runs. What does your code do then?"),
        Model::new("there_and_back", there_and_back)
            .promises("`update` works with the value that it replaces, also if another one was there meanwhile")
            .question("How often do you read the value, and for which of these readings do you check that it still holds?"),
        // Two surprises overtake a buyer twice; the full search takes seconds.
        Model::new("three_buyers", three_buyers)
            .up_to(2)
            .promises("three buyers, and as many tickets sold as there are")
            .question("How often may a buyer be overtaken before it is told `false`?"),
    ]
}

/// One call of a method that changes the value.
#[derive(Clone, Copy)]
enum Call {
    Increment,
    CompareAndSet(i64, i64),
    Triple,
    TryTake(i64),
    SaturatingAdd(i64),
}

use Call::{CompareAndSet, Increment, SaturatingAdd, Triple, TryTake};

/// As it is written in the table: `compare_and_set(4, 8)`.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Increment => write!(f, "increment()"),
            CompareAndSet(expect, new) => write!(f, "compare_and_set({expect}, {new})"),
            Triple => write!(f, "update(|v| 3 * v)"),
            TryTake(cap) => write!(f, "try_take({cap})"),
            SaturatingAdd(n) => write!(f, "saturating_add({n})"),
        }
    }
}

/// What a call returns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Value(i64),
    Done(bool),
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Value(value) => write!(f, "{value}"),
            Answer::Done(done) => write!(f, "{done}"),
        }
    }
}

impl Call {
    /// Makes the call.
    fn make(self, counter: &AtomicInt) -> Answer {
        match self {
            Increment => Answer::Value(counter.increment()),
            CompareAndSet(expect, new) => Answer::Done(counter.compare_and_set(expect, new)),
            Triple => Answer::Value(counter.update(|value| 3 * value)),
            TryTake(cap) => Answer::Done(counter.try_take(cap)),
            SaturatingAdd(n) => Answer::Value(counter.saturating_add(n)),
        }
    }

    /// What the call must do when nobody else is there.
    fn specified(self, value: &mut i64) -> Answer {
        let new = match self {
            Increment => Some(*value + 1),
            CompareAndSet(expect, new) => (*value == expect).then_some(new),
            Triple => Some(3 * *value),
            TryTake(cap) => (*value < cap).then_some(*value + 1),
            SaturatingAdd(n) => Some(value.saturating_add(n)),
        };
        *value = new.unwrap_or(*value);
        match self {
            CompareAndSet(..) | TryTake(_) => Answer::Done(new.is_some()),
            Increment | Triple | SaturatingAdd(_) => Answer::Value(*value),
        }
    }
}

fn alone() {
    let start = vary(&[4, -7]);
    let other = AtomicInt::new(start + 1_000);
    let counter = AtomicInt::new(start);
    let found = counter.load();
    promise!(
        WrongResult,
        found == start,
        "a counter that starts at {start} says {found}"
    );
    let mut value = start;
    for call in [
        Increment,
        Triple,
        CompareAndSet(3 * start + 3, 40),
        CompareAndSet(3 * start + 3, 50),
        CompareAndSet(40, 40),
        TryTake(41),
        TryTake(41),
        TryTake(-1),
        SaturatingAdd(-50),
        TryTake(0),
        SaturatingAdd(0),
        SaturatingAdd(i64::MAX),
        SaturatingAdd(100),
        SaturatingAdd(-1),
        SaturatingAdd(1),
        CompareAndSet(i64::MAX, i64::MIN + 2),
        SaturatingAdd(-2),
        SaturatingAdd(-1),
        SaturatingAdd(1),
    ] {
        let before = value;
        let expected = call.specified(&mut value);
        let answer = call.make(&counter);
        promise!(
            WrongResult,
            answer == expected,
            "the value was {before}, and {call:?} answered {answer} instead of {expected}"
        );
        let found = counter.load();
        promise!(
            WrongResult,
            found == value,
            "the value was {before}, and after {call:?} it is {found} instead of {value}"
        );
    }
    let found = other.load();
    promise!(
        WrongResult,
        found == start + 1_000,
        "another counter was {}, nobody has used it, and it says {found}",
        start + 1_000
    );
}

fn no_lock() {
    let counter = AtomicInt::new(4);
    let calls = [
        Increment,
        CompareAndSet(5, 6),
        CompareAndSet(5, 7),
        Triple,
        TryTake(20),
        TryTake(20),
        TryTake(19),
        SaturatingAdd(5),
    ];
    for call in calls {
        let before = counters();
        call.make(&counter);
        counter.load();
        let after = counters();
        promise!(
            BrokenRule,
            (after.locks, after.try_failed) == (before.locks, before.try_failed),
            "{call:?} or `load` takes a lock"
        );
        promise!(
            BrokenRule,
            after.spawned == before.spawned,
            "{call:?} or `load` starts a thread"
        );
    }
}

/// Lets each of the named buyers try to take one of `cap` tickets, all at the same time.
fn sale<const N: usize>(names: [&str; N], cap: i64) {
    let sold = Arc::new(AtomicInt::new(0));
    let buyers = names.map(|name| {
        let sold = Arc::clone(&sold);
        start(name, move || sold.try_take(cap))
    });
    let told = buyers.map(|buyer| end(buyer));
    let buyers = i64::try_from(N).expect("a handful");
    let with_ticket = told.map(i64::from).iter().sum::<i64>();
    promise!(
        CheckThenAct,
        with_ticket <= cap,
        "there is room for {cap}, and {with_ticket} buyers were given a ticket"
    );
    promise!(
        WrongResult,
        with_ticket == cap.min(buyers),
        "there is room for {cap}, and only {with_ticket} of {buyers} buyers were given a ticket"
    );
    let counted = sold.load();
    promise!(
        LostUpdate,
        counted == with_ticket,
        "{with_ticket} buyers were given a ticket, the counter says {counted}"
    );
}

fn two_buyers() {
    sale(["buyer A", "buyer B"], vary(&[1, 2]));
}

fn three_buyers() {
    sale(["buyer A", "buyer B", "buyer C"], vary(&[2, 3]));
}

fn sold_out() {
    let cap = vary(&[3, 1]);
    let sold = Arc::new(AtomicInt::new(cap));
    let buyer = {
        let sold = Arc::clone(&sold);
        start("buyer", move || sold.try_take(cap))
    };
    let shown = sold.load();
    promise!(
        BrokenRule,
        shown <= cap,
        "there is room for {cap}, and the display shows {shown}"
    );
    let told = end(buyer);
    let counted = sold.load();
    promise!(
        WrongResult,
        !told && counted == cap,
        "all {cap} tickets are sold, the buyer was told {told}, and the counter says {counted}"
    );
}

fn two_increments() {
    let start_at = vary(&[0, 8]);
    let counter = Arc::new(AtomicInt::new(start_at));
    let [a, b] = ["caller A", "caller B"].map(|name| {
        let counter = Arc::clone(&counter);
        start(name, move || counter.increment())
    });
    let [a, b] = [a, b].map(|caller| end(caller));
    promise!(
        CheckThenAct,
        a != b,
        "both callers were told that they are number {a}"
    );
    let counted = counter.load();
    promise!(
        LostUpdate,
        counted == start_at + 2,
        "the value was {start_at}, it was incremented twice, and it is {counted}"
    );
    promise!(
        WrongResult,
        a.min(b) == start_at + 1 && a.max(b) == start_at + 2,
        "the value was {start_at}, and the two callers were told {a} and {b}"
    );
}

/// Buys one of `cap` tickets, and looks at the display.
fn buy_and_look(sold: &AtomicInt, cap: i64) {
    sold.try_take(cap);
    let shown = sold.load();
    promise!(
        BrokenRule,
        shown <= cap,
        "there is room for {cap}, and the display shows {shown}"
    );
}

fn last_ticket() {
    let cap = vary(&[3, 1]);
    let sold = Arc::new(AtomicInt::new(cap - 1));
    let other = {
        let sold = Arc::clone(&sold);
        start("buyer", move || buy_and_look(&sold, cap))
    };
    buy_and_look(&sold, cap);
    end(other);
}

fn there_and_back() {
    let counter = Arc::new(AtomicInt::new(4));
    let other = {
        let counter = Arc::clone(&counter);
        start("caller", move || {
            counter.saturating_add(1);
            counter.saturating_add(-1);
        })
    };
    let stored = counter.update(|value| 3 * value);
    end(other);
    let counted = counter.load();
    // Tripled before both or after both, or between them.
    promise!(
        LostUpdate,
        [(12, 12), (15, 14)].contains(&(stored, counted)),
        "the value was 4, `update(|v| 3 * v)` answered {stored}, 1 was added and taken away, and \
         the value is {counted}; no order of the calls ends like this"
    );
}

/// Every pair of methods, and what it is hard to add to.
const PAIRS: [(i64, [Call; 2]); 18] = {
    let set = CompareAndSet(4, 8);
    let other_value = CompareAndSet(9, 8);
    let take = TryTake(5);
    let add = SaturatingAdd(10);
    let nearly_full = i64::MAX - 15;
    [
        (4, [Triple, Triple]),
        (4, [Increment, Triple]),
        (4, [set, set]),
        (4, [set, Increment]),
        (4, [set, Triple]),
        (4, [take, take]),
        (4, [take, Increment]),
        (4, [take, Triple]),
        (4, [take, set]),
        (4, [add, add]),
        (4, [add, Increment]),
        (4, [add, Triple]),
        (4, [add, set]),
        (4, [add, take]),
        (4, [Increment, Increment]),
        (nearly_full, [add, add]),
        (i64::MAX - 5, [add, SaturatingAdd(-3)]),
        (4, [other_value, Increment]),
    ]
};

fn two_calls() {
    let (start_at, calls) = vary(&PAIRS);
    let counter = Arc::new(AtomicInt::new(start_at));
    let threads = [("caller A", calls[0]), ("caller B", calls[1])].map(|(name, call)| {
        let counter = Arc::clone(&counter);
        start(name, move || call.make(&counter))
    });
    let [a, b] = threads.map(|caller| end(caller));
    let counted = counter.load();

    let a_first = {
        let mut value = start_at;
        let [a, b] = calls.map(|call| call.specified(&mut value));
        (a, b, value)
    };
    let b_first = {
        let mut value = start_at;
        let b = calls[1].specified(&mut value);
        let a = calls[0].specified(&mut value);
        (a, b, value)
    };
    let seen = (a, b, counted);
    let [first, second] = calls;
    promise!(
        LostUpdate,
        seen == a_first || seen == b_first,
        "the value was {start_at}, {first:?} answered {a}, {second:?} answered {b}, and the value \
         is {counted}; no order of the two calls ends like this"
    );
}

/// Adds one, by another method for each number.
fn add_one_by_any_method(counter: &AtomicInt, number: i64) {
    let value = counter.load();
    match number % 5 {
        0 => _ = counter.compare_and_set(value, value + 1),
        1 => _ = counter.try_take(i64::MAX),
        2 => _ = counter.update(|value| value + 1),
        3 => _ = counter.saturating_add(1),
        _ => _ = counter.increment(),
    }
}

/// `f` changes the counter under the feet of `update`, more often than anybody would try by chance.
fn uses_itself() {
    const TIMES: i64 = 40;
    let counter = AtomicInt::new(20);
    let left = Cell::new(TIMES);
    let answer = counter.update(|value| {
        if left.get() > 0 {
            left.set(left.get() - 1);
            add_one_by_any_method(&counter, left.get());
        }
        value + 5
    });
    let counted = counter.load();
    promise!(
        LostUpdate,
        counted == 25 + TIMES,
        "the value was 20, 5 was added, and 1 {TIMES} times, and it is {counted}"
    );
    promise!(
        WrongResult,
        answer == counted,
        "`update` stored {counted} and returned {answer}"
    );
}
