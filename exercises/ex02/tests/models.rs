//! What ex02 promises, as small programs: no visit gets lost, and no reader sees the count fall.
//!
//! Two visits are enough to lose one. Each model runs with two pairs of weights, so that a counter of
//! calls, or a number written into the code, cannot pass.

use super::solution::Visits;
use lab::thread::{self, Scope, ScopedJoinHandle};
use lab_check::{Model, Rules, promise, vary};

/// Counting needs no unsafe code.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("one_visitor", one_visitor)
            .without_threads()
            .promises("one thread alone counts every visit with its weight")
            .question("With one thread only: what does a visit add, and to which page?"),
        Model::new("same_page", same_page)
            .promises("two visits of one page at the same time are both counted")
            .question("Which two steps of `hit` must nobody run between?"),
        Model::new("two_pages", two_pages)
            .promises("visits of two pages at the same time are both in the total")
            .question("What do the visits of two different pages share?"),
        Model::new("count_never_falls", count_never_falls)
            .promises("a thread that asks twice never sees the count go down")
            .question("What does a reader see in the middle of a visit?"),
    ]
}

/// Starts a thread with a name for the table.
fn start<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    work: impl FnOnce() -> T + Send + 'scope,
) -> ScopedJoinHandle<'scope, T> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn_scoped(scope, work)
        .expect("a model may start threads")
}

/// Runs two pieces of work at the same time, each on a thread of its own.
fn together(a: impl FnOnce() + Send, b: impl FnOnce() + Send) {
    thread::scope(|scope| {
        let visitors = [start(scope, "visitor A", a), start(scope, "visitor B", b)];
        for visitor in visitors {
            visitor.join().expect("the visit ends well");
        }
    });
}

fn one_visitor() {
    let (first, second) = (vary(&[1, 4]), vary(&[3, 7]));
    let visits = Visits::new(2);
    visits.hit(0, first);
    visits.hit(1, second);
    visits.hit(0, second);
    let counts = [visits.get(0), visits.get(1)];
    let wanted = [first + second, second];
    promise!(
        WrongResult,
        counts == wanted,
        "the pages should count {wanted:?}, they count {counts:?}"
    );
    let (total, sum) = (visits.total(), first + 2 * second);
    promise!(
        WrongResult,
        total == sum,
        "all weights together are {sum}, the total says {total}"
    );
}

fn same_page() {
    let (first, second) = (vary(&[1, 4]), vary(&[1, 7]));
    let visits = Visits::new(1);
    together(|| visits.hit(0, first), || visits.hit(0, second));
    let count = visits.get(0);
    promise!(
        LostUpdate,
        count == first + second,
        "the page was visited with the weights {first} and {second}, its count says {count}"
    );
}

fn two_pages() {
    let (first, second) = (vary(&[1, 4]), vary(&[1, 7]));
    let visits = Visits::new(2);
    together(|| visits.hit(0, first), || visits.hit(1, second));
    let counts = [visits.get(0), visits.get(1)];
    promise!(
        LostUpdate,
        counts == [first, second],
        "the pages were visited with the weights {first} and {second}, their counts say {counts:?}"
    );
    let total = visits.total();
    promise!(
        LostUpdate,
        total == first + second,
        "the visits weigh {first} and {second}, the total says {total}"
    );
}

fn count_never_falls() {
    let (first, second) = (vary(&[1, 4]), vary(&[2, 7]));
    let visits = Visits::new(1);
    visits.hit(0, first);
    thread::scope(|scope| {
        let visitor = start(scope, "visitor", || visits.hit(0, second));
        let earlier = visits.get(0);
        let later = visits.get(0);
        promise!(
            TornRead,
            earlier >= first,
            "{first} was counted before the visitor came, and a reader saw {earlier}"
        );
        promise!(
            TornRead,
            later >= earlier,
            "a reader saw the count {earlier}, and after that {later}"
        );
        visitor.join().expect("the visit ends well");
    });
}
