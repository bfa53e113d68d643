//! What ex04 promises, as small programs: every method is one step, so that calls that overlap end
//! as if they had come one by one.
//!
//! The first models ask for the step that each method is most often missing. The last ones put
//! every method next to every other, write down what each caller saw, and look for an order of the
//! calls that explains it.

use super::solution::FlagTable;
use lab::sync::Arc;
use lab_check::{Model, Rules, end, probe, promise, start_with, vary};
use std::collections::BTreeMap;

/// A table of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
pub fn all() -> Vec<Model> {
    vec![
        // One caller needs no search. A table with a thread of its own would make it a long one.
        Model::new("one_thread", one_thread)
            .without_threads()
            .up_to(1)
            .promises("one call after the other: every answer is right")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("take_take", take_take)
            .promises("one flag is taken by one caller only")
            .question("What do both callers know, and until when is it true?"),
        Model::new("insert_insert", insert_insert)
            .promises("two callers of `get_or_insert` get the same value")
            .question("Both callers found nothing. What does the second one do about it?"),
        Model::new("update_update", update_update)
            .promises("two updates of one flag at the same time are both made")
            .question("Which value did `f` get, and is it still there when you store the new one?"),
        Model::new("rename_and_get", rename_and_get)
            .promises("a flag that is being renamed is always found under one of its names")
            .question("Where is the value between your two changes?"),
        Model::new("rename_rename", rename_rename)
            .promises("two calls of `rename` in opposite directions both end, and no value gets lost")
            .question("Draw what each of the two calls holds, and what it wants next."),
        Model::new("pairs", || pairs(true))
            .promises("each method next to each other one: they end as if one had come first")
            .question("Which order of these calls gives these answers? If there is none: which call is two steps?"),
        Model::new("pairs_on_a_new_flag", || pairs(false))
            .promises("the same for a flag that is not there yet")
            .question("Which order of these calls gives these answers? If there is none: which call is two steps?"),
        Model::new("two_calls_each", two_calls_each)
            .promises("what a thread was told stays true for its next call")
            .question("Which call answers from something older than what its thread knew before?"),
    ]
}

/// Number `seed` of a fixed list: a value that a solution cannot know in advance.
fn value(seed: u64) -> i64 {
    i64::try_from(vary(seed)).expect("the numbers of the list are small")
}

/// Two names of flags. A table in parts keeps some of the pairs in one part and some in two.
const NAMES: [(&str, &str); 6] = [
    ("dark", "beta"),
    ("search", "chat"),
    ("a", "b"),
    ("checkout-v2", "checkout"),
    ("video", "x"),
    ("zoom", "alerts"),
];

fn table_with(flags: &[(&str, i64)]) -> Arc<FlagTable> {
    let table = FlagTable::new();
    for (name, value) in flags {
        table.set(name, *value);
    }
    Arc::new(table)
}

/// What one call does, as a step of the specification.
#[derive(Clone, Copy, Debug)]
enum Op {
    Set(&'static str, i64),
    Get(&'static str),
    Take(&'static str),
    GetOrInsert(&'static str, i64),
    /// Adds the number.
    Update(&'static str, i64),
    Rename(&'static str, &'static str),
}

/// What a call returns.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Answer {
    Done,
    Flag(Option<i64>),
    Value(i64),
    Was(bool),
}

impl Op {
    fn call(self, table: &FlagTable) -> Answer {
        match self {
            Op::Set(name, value) => {
                table.set(name, value);
                Answer::Done
            }
            Op::Get(name) => Answer::Flag(table.get(name)),
            Op::Take(name) => Answer::Flag(table.take(name)),
            Op::GetOrInsert(name, value) => Answer::Value(table.get_or_insert(name, value)),
            Op::Update(name, more) => Answer::Flag(add(table, name, more)),
            Op::Rename(from, to) => Answer::Was(table.rename(from, to)),
        }
    }

    /// The same on an ordinary map, in one step.
    fn specification(flags: &mut BTreeMap<&'static str, i64>, op: &Op) -> Answer {
        match *op {
            Op::Set(name, value) => {
                flags.insert(name, value);
                Answer::Done
            }
            Op::Get(name) => Answer::Flag(flags.get(name).copied()),
            Op::Take(name) => Answer::Flag(flags.remove(name)),
            Op::GetOrInsert(name, value) => Answer::Value(*flags.entry(name).or_insert(value)),
            Op::Update(name, more) => Answer::Flag(flags.get_mut(name).map(|value| {
                *value += more;
                *value
            })),
            Op::Rename(from, to) => Answer::Was(match flags.remove(from) {
                Some(value) => {
                    flags.insert(to, value);
                    true
                }
                None => false,
            }),
        }
    }
}

/// Adds `more` to a flag. The rule is a step of the checker: others may run before and after it.
fn add(table: &FlagTable, name: &str, more: i64) -> Option<i64> {
    table.update(name, |old| {
        probe();
        old + more
    })
}

/// One thread, all methods, compared with the specification call by call.
fn one_thread() {
    let (one, other) = vary(&NAMES);
    let (a, b, c) = (value(0), value(1), value(2));
    let calls = [
        Op::Get(one),
        Op::Take(one),
        Op::Update(one, a),
        Op::Rename(one, other),
        Op::Set(one, a),
        Op::Get(one),
        Op::GetOrInsert(one, b),
        Op::Set(one, b),
        Op::Update(one, c),
        Op::Get(other),
        Op::Rename(one, other),
        Op::Get(one),
        Op::Get(other),
        Op::GetOrInsert(one, c),
        Op::Rename(other, one),
        Op::Get(other),
        Op::Get(one),
        Op::Rename(one, one),
        Op::Rename(other, other),
        Op::Take(one),
        Op::Get(one),
        Op::GetOrInsert(one, a),
        Op::Set(other, -a),
        Op::Take(one),
        Op::Get(other),
        Op::Rename(one, other),
        Op::Get(other),
    ];
    let table = FlagTable::new();
    let mut flags = BTreeMap::new();
    for op in calls {
        let before = format!("{flags:?}");
        let (seen, right) = (op.call(&table), Op::specification(&mut flags, &op));
        promise!(
            WrongResult,
            seen == right,
            "the flags are {before}, {op:?} must answer {right:?}, it answered {seen:?}"
        );
    }
}

fn take_take() {
    let (name, _) = vary(&[NAMES[0], NAMES[1]]);
    let v = value(3);
    let table = table_with(&[(name, v)]);
    let takers =
        ["taker A", "taker B"].map(|taker| start_with(taker, &table, move |t| t.take(name)));
    let taken = takers.map(|taker| end(taker));
    promise!(
        CheckThenAct,
        taken.iter().flatten().count() < 2,
        "there was one flag, and both callers took it"
    );
    promise!(
        WrongResult,
        taken.contains(&Some(v)),
        "the flag had the value {v}, the two callers got {taken:?}"
    );
    let left = table.get(name);
    promise!(
        WrongResult,
        left.is_none(),
        "the flag was taken, and `get` says {left:?}"
    );
}

fn insert_insert() {
    let (name, _) = vary(&[NAMES[1], NAMES[2]]);
    let values = [value(4), value(5)];
    let table = table_with(&[]);
    let first = start_with("caller A", &table, move |t| {
        t.get_or_insert(name, values[0])
    });
    let second = start_with("caller B", &table, move |t| {
        t.get_or_insert(name, values[1])
    });
    let got = [first, second].map(|caller| end(caller));
    promise!(
        CheckThenAct,
        got[0] == got[1],
        "one flag, and the two callers of `get_or_insert` were told {} and {}",
        got[0],
        got[1]
    );
    let stored = table.get(name);
    promise!(
        WrongResult,
        values.contains(&got[0]) && stored == Some(got[0]),
        "the callers offered {values:?} and were told {}, `get` says {stored:?}",
        got[0]
    );
}

fn update_update() {
    let (name, _) = vary(&[NAMES[2], NAMES[3]]);
    let (v, more) = (value(6), [value(7), value(8)]);
    let table = table_with(&[(name, v)]);
    let first = start_with("thread A", &table, move |t| add(t, name, more[0]));
    let second = start_with("thread B", &table, move |t| add(t, name, more[1]));
    let got = [first, second].map(|thread| end(thread));
    let (end, sum) = (table.get(name), v + more[0] + more[1]);
    promise!(
        LostUpdate,
        end == Some(sum),
        "{v} and {} and {} are {sum}, `get` says {end:?}",
        more[0],
        more[1]
    );
    promise!(
        WrongResult,
        got == [Some(v + more[0]), Some(sum)] || got == [Some(sum), Some(v + more[1])],
        "{v} was updated by {} and by {}, the new values were said to be {got:?}",
        more[0],
        more[1]
    );
}

fn rename_and_get() {
    let (from, to) = vary(&NAMES);
    let v = value(9);
    let table = table_with(&[(from, v)]);
    let rename = start_with("rename", &table, move |t| t.rename(from, to));
    // Old name first: if the flag has left it by then, it must have arrived.
    let reader = start_with("reader", &table, move |t| (t.get(from), t.get(to)));
    let seen = end(reader);
    let renamed = end(rename);
    promise!(
        TornRead,
        seen != (None, None),
        "the flag was on its way from \"{from}\" to \"{to}\", and a reader found it under neither name"
    );
    promise!(
        WrongResult,
        renamed && [seen.0, seen.1].into_iter().flatten().all(|seen| seen == v),
        "the flag has the value {v}, a reader saw {seen:?}, `rename` answered {renamed}"
    );
    let end = (table.get(from), table.get(to));
    promise!(
        WrongResult,
        end == (None, Some(v)),
        "the flag was renamed, and the two names have {end:?}"
    );
}

fn rename_rename() {
    let (one, other) = vary(&NAMES);
    let (a, b) = (value(10), value(11));
    let table = table_with(&[(one, a), (other, b)]);
    let there = start_with("there", &table, move |t| t.rename(one, other));
    let back = start_with("back", &table, move |t| t.rename(other, one));
    let renamed = [there, back].map(|thread| end(thread));
    let end = (table.get(one), table.get(other));
    promise!(
        CheckThenAct,
        renamed == [true, true] && (end == (Some(a), None) || end == (None, Some(b))),
        "\"{one}\" had {a} and \"{other}\" had {b}, `rename` answered {renamed:?}, \
         in the end they have {end:?}; no order of the two calls ends like this"
    );
}

/// Every method next to every method, on a flag that is there or is not there.
fn pairs(there: bool) {
    use Op::{Get, GetOrInsert, Rename, Set, Take, Update};
    const ONE: &str = "dark";
    const OTHER: &str = "checkout";
    const OPS: [Op; 6] = [
        Set(ONE, 10),
        Get(ONE),
        Take(ONE),
        GetOrInsert(ONE, 20),
        Update(ONE, 3),
        Rename(ONE, OTHER),
    ];
    /// All pairs of the six methods, a method and itself included.
    const PAIRS: [(Op, Op); 21] = {
        let mut pairs = [(OPS[0], OPS[0]); 21];
        let (mut at, mut first) = (0, 0);
        while first < OPS.len() {
            let mut second = first;
            while second < OPS.len() {
                pairs[at] = (OPS[first], OPS[second]);
                at += 1;
                second += 1;
            }
            first += 1;
        }
        pairs
    };
    let (first, second) = vary(&PAIRS);
    // A second `set` or `get_or_insert` with the same value would hide which of them came last.
    let second = match second {
        Set(name, value) => Set(name, value + 1),
        GetOrInsert(name, value) => GetOrInsert(name, value + 1),
        other => other,
    };
    let flags = if there { (ONE, 100) } else { (OTHER, 200) };
    explain(flags, [ONE, OTHER], [&[first], &[second]]);
}

/// Two calls in each thread: what a thread was told once stays true for its next call.
fn two_calls_each() {
    use Op::{Get, GetOrInsert, Rename, Set, Take, Update};
    let (a, b) = vary(&[
        (
            [Set("dark", 10), Get("dark")],
            [GetOrInsert("dark", 20), Get("dark")],
        ),
        (
            [Update("dark", 3), Get("dark")],
            [Get("dark"), Take("dark")],
        ),
        (
            [Rename("dark", "beta"), Get("dark")],
            [GetOrInsert("dark", 20), Get("beta")],
        ),
    ]);
    explain(("dark", 100), ["dark", "beta"], [&a, &b]);
}

/// Lets two threads make their calls, and looks for an order of all calls, each thread's own order
/// kept, that explains what they returned and what is in the table in the end.
fn explain(flag: (&'static str, i64), names: [&'static str; 2], calls: [&[Op]; 2]) {
    let table = table_with(&[flag]);
    let made = [("thread A", calls[0]), ("thread B", calls[1])].map(|(name, ops)| {
        let ops = ops.to_vec();
        start_with(name, &table, move |table| {
            let call = |op: Op| (op, op.call(table));
            ops.into_iter().map(call).collect::<Vec<_>>()
        })
    });
    let [a, b] = made.map(|thread| end(thread));
    let end = names.map(|name| table.get(name));
    let told = |calls: &[(Op, Answer)]| {
        let told = calls
            .iter()
            .map(|(op, answer)| format!("{op:?} answered {answer:?}"));
        told.collect::<Vec<_>>().join(", then ")
    };
    promise!(
        CheckThenAct,
        has_order(&BTreeMap::from([flag]), &a, &b, &|flags| {
            end == names.map(|name| flags.get(name).copied())
        }),
        "{flag:?} was there; A: {}; B: {}; in the end {names:?} were {end:?}; \
         no order of these calls ends like this",
        told(&a),
        told(&b)
    );
}

/// Whether some order of the calls of `a` and of `b` gives their answers and ends as `ends` says.
fn has_order(
    flags: &BTreeMap<&'static str, i64>,
    a: &[(Op, Answer)],
    b: &[(Op, Answer)],
    ends: &impl Fn(&BTreeMap<&'static str, i64>) -> bool,
) -> bool {
    if a.is_empty() && b.is_empty() {
        return ends(flags);
    }
    let next = |calls: &[(Op, Answer)]| {
        let mut flags = flags.clone();
        let (op, answer) = calls.first()?;
        (Op::specification(&mut flags, op) == *answer).then_some(flags)
    };
    next(a).is_some_and(|flags| has_order(&flags, &a[1..], b, ends))
        || next(b).is_some_and(|flags| has_order(&flags, a, &b[1..], ends))
}
