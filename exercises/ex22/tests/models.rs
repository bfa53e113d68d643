//! What ex22 promises, as small programs: two lists at once without a deadlock, strangers side by
//! side, and a sort that calls back while no lock is held.
//!
//! A callback that works on two lists is a step of its own (`probe`), so that others may run
//! meanwhile.

use super::solution::{Modified, Obj, extend, sort_by_key, with1, with2};
use lab::sync::Arc;
use lab_check::{Model, Rendezvous, Rules, assert_unlocked, end, probe, promise, start_with, vary};

/// Lists of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
///
/// `opposite` stands before three models with one thread, because the ring of two is the lesson.
///
/// The bounds: threads that try a lock and let go can make each other start again for ever, if the
/// schedule is unkind for ever. Three surprises are enough to close every ring of two and to break
/// every promise below.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("one_thread", one_thread)
            .without_threads()
            .promises("one call after the other: every call does to the lists what it says")
            .question("With one thread only: which call leaves a wrong list?"),
        Model::new("same_object", same_object)
            .without_threads()
            .promises("two arguments that are one object are locked once and told as `None`")
            .question("How many locks are there when both arguments are the same list?"),
        Model::new("opposite", opposite)
            .up_to(3)
            .promises("`extend(a, b)` and `extend(b, a)` both end, as if one had come first")
            .question("Which list does each of the two calls lock first?"),
        Model::new("born_together", born_together)
            .promises("two objects made at the same time are two different objects")
            .question("How does your code know that two arguments are one object?"),
        Model::new("old_source", old_source)
            .up_to(3)
            .promises("what `extend` appends is in the source at the moment it is appended")
            .question("How old are the items that you append?"),
        Model::new("moved_item", moved_item)
            .up_to(3)
            .promises("an item that moves inside `with2` is always in exactly one of the lists")
            .question("Where is the item while it moves, and who may look?"),
        Model::new("strangers", strangers)
            .up_to(3)
            .promises("two threads can be in `with1` with different lists at the same time")
            .question("Which lock do two lists share that have nothing in common?"),
        Model::new("two_pairs", two_pairs)
            .up_to(3)
            .promises("two threads can be in `with2` with different pairs at the same time")
            .question("Which lock do two pairs share that have no list in common?"),
        Model::new("key_looks", key_looks)
            .without_threads()
            .promises("`key` may look at the list that is being sorted: it is empty")
            .question("Which locks does your thread hold when it calls `key`?"),
        Model::new("key_appends", key_appends)
            .without_threads()
            .promises("an append during the sort ends in `Modified`, and the old items are sorted")
            .question("What is in the list when you put the sorted items back?"),
        Model::new("look_during_sort", look_during_sort)
            .up_to(3)
            .promises("others see the list before the sort, empty, or sorted")
            .question("In how many steps do the sorted items come back?"),
        Model::new("append_during_sort", append_during_sort)
            .up_to(3)
            .promises("an append comes before the sort, after it, or is told as `Modified`")
            .question("What may happen between your look at the list and your last write to it?"),
        Model::new("two_sorts", two_sorts)
            .up_to(3)
            .promises("two sorts of one list lose nothing")
            .question("The second sort finds an empty list. What does it do at its end?"),
        // Two forced switches close any ring of three: the third thread stops by itself.
        Model::new("ring_of_three", ring_of_three)
            .up_to(2)
            .promises("three calls of `extend` round a ring of three lists all end")
            .question("Is there a list that everybody locks last?"),
    ]
}

/// The lists of a program; they lie side by side and are never moved.
type Lists<const N: usize> = Arc<[Obj; N]>;

fn lists<const N: usize>(items: [&[i64]; N]) -> Lists<N> {
    Arc::new(items.map(|items| Obj::new(items.to_vec())))
}

fn items(o: &Obj) -> Vec<i64> {
    with1(o, |items| items.clone())
}

/// A key that orders items by themselves. It needs no step of its own: others may run between the
/// step that takes the items out and the one that puts them back.
fn plain(item: i64) -> i64 {
    assert_unlocked();
    item
}

fn one_thread() {
    let n: i64 = vary(&[4, 7]);
    let lists = lists([&[n, 1], &[5]]);
    let [a, b] = &*lists;

    let answer = with1(a, |items| {
        items.push(9);
        items.len()
    });
    let seen = items(a);
    promise!(
        WrongResult,
        answer == 3 && seen == [n, 1, 9],
        "9 was pushed onto [{n}, 1]: `with1` gave {answer}, the list is {seen:?}"
    );
    for (first, second) in [(a, b), (b, a)] {
        let (in_first, in_second) = (items(first), items(second));
        let got = with2(first, second, |x, y| (x.clone(), y.map(|y| y.clone())));
        promise!(
            WrongResult,
            got == (in_first.clone(), Some(in_second.clone())),
            "`with2` was called with {in_first:?} and {in_second:?}, `f` got {got:?}"
        );
    }
    extend(a, b);
    let seen = (items(a), items(b));
    promise!(
        WrongResult,
        seen == (vec![n, 1, 9, 5], vec![5]),
        "[5] was appended to [{n}, 1, 9]; now they are {seen:?}"
    );
    let answer = sort_by_key(a, |item| item);
    let mut sorted = vec![n, 1, 9, 5];
    sorted.sort_unstable();
    let seen = items(a);
    promise!(
        WrongResult,
        answer == Ok(()) && seen == sorted,
        "[{n}, 1, 9, 5] was sorted: {answer:?}, and the list is {seen:?}"
    );

    // In order by themselves, and not by their keys; and one number is there twice.
    let numbers = Obj::new(vec![n, n, n + 1]);
    let answer = sort_by_key(&numbers, |item| -item);
    let seen = items(&numbers);
    promise!(
        WrongResult,
        answer == Ok(()) && seen == [n + 1, n, n],
        "[{n}, {n}, {}] was sorted by `-item`: {answer:?}, and the list is {seen:?}",
        n + 1
    );

    // Fifty items with two keys, because short lists are sorted by a stable algorithm either way.
    let many: Vec<i64> = (0..50).map(|item| item * 7 % 50).collect();
    let (even, odd) = many.iter().partition::<Vec<i64>, _>(|item| *item % 2 == 0);
    let long = Obj::new(many);
    let answer = sort_by_key(&long, |item| -(item % 2));
    let seen = items(&long);
    promise!(
        WrongResult,
        answer == Ok(()) && seen == [odd, even].concat(),
        "items with the same key did not keep their order: {seen:?}"
    );
    let answer = sort_by_key(&Obj::new(Vec::new()), |item| item);
    promise!(
        WrongResult,
        answer == Ok(()),
        "an empty list was sorted, and the answer is {answer:?}"
    );
}

fn same_object() {
    let n: i64 = vary(&[4, 7]);
    let a = Obj::new(vec![n, 2]);
    let got = with2(&a, &a, |x, y| {
        x.push(3);
        (x.clone(), y.map(|y| y.clone()))
    });
    promise!(
        WrongResult,
        got == (vec![n, 2, 3], None),
        "`with2(a, a, …)` gave the two lists {got:?}"
    );
    extend(&a, &a);
    let seen = items(&a);
    promise!(
        WrongResult,
        seen == [n, 2, 3, n, 2, 3],
        "`extend(a, a)` made {seen:?} out of [{n}, 2, 3]"
    );
    // Equal items do not make two lists one.
    let (b, c) = (Obj::new(vec![n]), Obj::new(vec![n]));
    let two = with2(&b, &c, |_, second| second.is_some());
    promise!(
        WrongResult,
        two,
        "two lists with equal items were taken for one object"
    );
}

/// A list with a place of its own, so that the low bits of all their addresses are the same.
#[repr(align(256))]
struct Apart(Obj);

fn opposite() {
    // Two lists with the same items are still two: no item can say which one comes first.
    let (left, right): ([i64; 2], [i64; 2]) = vary(&[([1, 2], [3, 4]), ([5, 6], [5, 6])]);
    let lists = Arc::new([left, right].map(|items| Apart(Obj::new(items.to_vec()))));
    let a_first = start_with("a.extend(b)", &lists, |[Apart(a), Apart(b)]| extend(a, b));
    let b_first = start_with("b.extend(a)", &lists, |[Apart(a), Apart(b)]| extend(b, a));
    end(a_first);
    end(b_first);
    let [Apart(a), Apart(b)] = &*lists;
    let seen = (items(a), items(b));
    let joined = |parts: &[[i64; 2]]| parts.concat();
    let first = (joined(&[left, right]), joined(&[right, left, right]));
    let second = (joined(&[left, right, left]), joined(&[right, left]));
    promise!(
        CheckThenAct,
        seen == first || seen == second,
        "a is {:?} and b is {:?}; no order of the two calls ends like this",
        seen.0,
        seen.1
    );
}

fn born_together() {
    let cradle = lists([]);
    let born =
        ["thread A", "thread B"].map(|name| start_with(name, &cradle, |[]| Obj::new(vec![1])));
    let [a, b] = born.map(|thread| end(thread));
    let two = with2(&a, &b, |_, second| second.is_some());
    promise!(
        LostUpdate,
        two,
        "two objects were made, and `with2` takes them for one"
    );
    extend(&a, &b);
    extend(&b, &a);
}

fn old_source() {
    let n: i64 = vary(&[3, 8]);
    let lists = lists([&[1], &[n]]);
    let extends = start_with("a.extend(b)", &lists, |[a, b]| extend(a, b));
    let writes = start_with("b[0] = 9", &lists, |[a, b]| {
        with1(b, |b| b[0] = 9);
        with1(a, |a| a.clone())
    });
    end(extends);
    let seen = end(writes);
    let ended = items(&lists[0]);
    promise!(
        CheckThenAct,
        ended == [1, 9] || ended == [1, n],
        "[{n}] was appended to [1] while its item became 9, and the list is {ended:?}"
    );
    promise!(
        CheckThenAct,
        seen != [1] || ended == [1, 9],
        "the item was 9 before anything had been appended; in the end the list is {ended:?}"
    );
}

fn moved_item() {
    let n: i64 = vary(&[3, 8]);
    let lists = lists([&[n], &[]]);
    let moves = start_with("mover", &lists, |[a, b]| {
        with2(a, b, |a, b| {
            let item = a.pop();
            probe();
            b.expect("two objects").extend(item);
        });
    });
    let counts = start_with("counter", &lists, |[a, b]| {
        with2(b, a, |b, a| {
            let before = b.len();
            probe();
            before + a.expect("two objects").len()
        })
    });
    let seen = end(counts);
    end(moves);
    promise!(
        TornRead,
        seen == 1,
        "one item moves from list to list, and somebody counted {seen}"
    );
    let ended = (items(&lists[0]), items(&lists[1]));
    promise!(
        LostUpdate,
        ended == (vec![], vec![n]),
        "the item was moved, and the lists are {ended:?}"
    );
}

fn strangers() {
    let lists = lists([&[1], &[2]]);
    let both_inside = Arc::new(Rendezvous::new(2));
    let threads = [0, 1].map(|own| {
        let both_inside = Arc::clone(&both_inside);
        start_with(["thread A", "thread B"][own], &lists, move |lists| {
            with1(&lists[own], |items| {
                both_inside.meet();
                items.push(9);
            });
        })
    });
    for thread in threads {
        end(thread);
    }
    let seen = (items(&lists[0]), items(&lists[1]));
    promise!(
        LostUpdate,
        seen == (vec![1, 9], vec![2, 9]),
        "9 was pushed onto [1] and onto [2]; now they are {seen:?}"
    );
}

fn two_pairs() {
    let lists = lists([&[1], &[2], &[3], &[4]]);
    let both_inside = Arc::new(Rendezvous::new(2));
    let threads = [(0, 2), (3, 1)].map(|(first, second)| {
        let both_inside = Arc::clone(&both_inside);
        let name = if first == 0 { "thread A" } else { "thread B" };
        start_with(name, &lists, move |lists| {
            with2(&lists[first], &lists[second], |_, _| both_inside.meet());
        })
    });
    for thread in threads {
        end(thread);
    }
}

fn key_looks() {
    let n: i64 = vary(&[4, 7]);
    let lists = lists([&[n, 1, 2], &[5]]);
    let [a, b] = &*lists;
    let mut seen = Vec::new();
    let answer = sort_by_key(a, |item| {
        assert_unlocked();
        seen.push(with1(a, |items| items.clone()));
        extend(b, a);
        item
    });
    promise!(
        WrongResult,
        !seen.is_empty() && seen.iter().all(Vec::is_empty),
        "`key` looked at the list that is being sorted and saw {seen:?}"
    );
    let ended = (items(a), items(b));
    promise!(
        WrongResult,
        answer == Ok(()) && ended == (vec![1, 2, n], vec![5]),
        "`key` only looked, and the answer is {answer:?}; the lists are {ended:?}"
    );
}

fn key_appends() {
    let n: i64 = vary(&[4, 7]);
    let a = Obj::new(vec![n, 1, 2]);
    let answer = sort_by_key(&a, |item| {
        assert_unlocked();
        with1(&a, |items| items.push(9));
        item
    });
    let ended = items(&a);
    promise!(
        WrongResult,
        answer == Err(Modified) && ended == [1, 2, n],
        "`key` appended to the list that is being sorted: {answer:?}, and the list is {ended:?}"
    );
}

fn look_during_sort() {
    let n: i64 = vary(&[4, 7]);
    let lists = lists([&[n, 1], &[]]);
    let sorts = start_with("sorter", &lists, |[a, _]| sort_by_key(a, plain));
    let looks = start_with("b.extend(a)", &lists, |[a, b]| extend(b, a));
    end(looks);
    let answer = end(sorts);
    let [sorted, seen] = [0, 1].map(|list| items(&lists[list]));
    promise!(
        WrongResult,
        answer == Ok(()) && sorted == [1, n],
        "[{n}, 1] was sorted while somebody looked: {answer:?}, and the list is {sorted:?}"
    );
    promise!(
        TornRead,
        seen.is_empty() || seen == [n, 1] || seen == [1, n],
        "[{n}, 1] was being sorted, and somebody saw {seen:?}"
    );
}

fn append_during_sort() {
    let n: i64 = vary(&[4, 7]);
    let lists = lists([&[n, 1]]);
    let sorts = start_with("sorter", &lists, |[a]| sort_by_key(a, plain));
    let appends = start_with("appender", &lists, |[a]| {
        with1(a, |items| {
            let before = items.len();
            items.push(3);
            before
        })
    });
    let (answer, before) = (end(sorts), end(appends));
    let ended = items(&lists[0]);
    promise!(
        WrongResult,
        before == 0 || before == 2,
        "a list of two items was sorted, and somebody saw {before}"
    );
    let mut all = vec![n, 1, 3];
    all.sort_unstable();
    let right = match before {
        // The list was empty, so the append came while it was being sorted.
        0 => answer == Err(Modified) && ended == [1, n],
        _ => answer == Ok(()) && (ended == all || ended == [1, n, 3]),
    };
    promise!(
        LostUpdate,
        right,
        "3 was appended to a list of {before}; the sort said {answer:?}, the list is {ended:?}"
    );
}

fn two_sorts() {
    let n: i64 = vary(&[4, 7]);
    let lists = lists([&[n, 1]]);
    let sorts =
        ["sorter A", "sorter B"].map(|name| start_with(name, &lists, |[a]| sort_by_key(a, plain)));
    let answers = sorts.map(|thread| end(thread));
    let ended = items(&lists[0]);
    promise!(
        LostUpdate,
        answers == [Ok(()), Ok(())] && ended == [1, n],
        "[{n}, 1] was sorted twice: {answers:?}, and the list is {ended:?}"
    );
}

fn ring_of_three() {
    let lists = lists([&[1], &[2], &[3]]);
    let b_extends = start_with("b.extend(c)", &lists, |[_, b, c]| extend(b, c));
    let c_extends = start_with("c.extend(a)", &lists, |[a, _, c]| extend(c, a));
    extend(&lists[0], &lists[1]);
    end(b_extends);
    end(c_extends);
    let lengths = [0, 1, 2].map(|list| items(&lists[list]).len());
    // The last of the three finds a list that has grown, unless all three took place at once.
    promise!(
        CheckThenAct,
        lengths.iter().sum::<usize>() >= 7,
        "three lists of one item were extended round a ring; now they have {lengths:?} items"
    );
}
