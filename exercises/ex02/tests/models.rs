//! What ex02 promises, as small programs: no visit gets lost, and no reader sees the count fall.
//!
//! Two visits are enough to lose one. Each model runs with two pairs of weights, so that a counter of
//! calls, or a number written into the code, cannot pass.

use super::solution::Visits;
use lab::sync::Arc;
use lab::thread::{self, JoinHandle};
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

fn visitor(
    name: &str,
    visits: &Arc<Visits>,
    work: fn(&Visits, u64),
    weight: u64,
) -> JoinHandle<()> {
    let visits = Arc::clone(visits);
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || work(&visits, weight))
        .expect("a model may start threads")
}

fn one_visitor() {
    let (first, second) = (vary(&[1, 4]), vary(&[3, 7]));
    let visits = Visits::new(3);
    visits.hit(0, first);
    visits.hit(2, second);
    visits.hit(0, second);
    let counts = [visits.get(0), visits.get(1), visits.get(2)];
    let wanted = [first + second, 0, second];
    promise!(
        WrongResult,
        counts == wanted,
        "the pages should hold {wanted:?}, they hold {counts:?}"
    );
    let (total, sum) = (visits.total(), wanted.iter().sum());
    promise!(
        WrongResult,
        total == sum,
        "all weights together are {sum}, the total says {total}"
    );
    promise!(
        WrongResult,
        visits.get(0) == wanted[0],
        "asking for a count changed it"
    );
}

fn same_page() {
    let (first, second) = (vary(&[1, 4]), vary(&[1, 7]));
    let visits = Arc::new(Visits::new(1));
    let visitors = [
        visitor(
            "visitor A",
            &visits,
            |visits, weight| visits.hit(0, weight),
            first,
        ),
        visitor(
            "visitor B",
            &visits,
            |visits, weight| visits.hit(0, weight),
            second,
        ),
    ];
    for visitor in visitors {
        visitor.join().expect("the visit ends well");
    }
    let count = visits.get(0);
    promise!(
        LostUpdate,
        count == first + second,
        "the page was visited with the weights {first} and {second}, its count says {count}"
    );
    let total = visits.total();
    promise!(
        LostUpdate,
        total == count,
        "the only page counts {count}, the total says {total}"
    );
}

fn two_pages() {
    let (first, second) = (vary(&[1, 4]), vary(&[1, 7]));
    let visits = Arc::new(Visits::new(2));
    let visitors = [
        visitor(
            "visitor A",
            &visits,
            |visits, weight| visits.hit(0, weight),
            first,
        ),
        visitor(
            "visitor B",
            &visits,
            |visits, weight| visits.hit(1, weight),
            second,
        ),
    ];
    for visitor in visitors {
        visitor.join().expect("the visit ends well");
    }
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
    let visits = Arc::new(Visits::new(1));
    visits.hit(0, first);
    let visitor = visitor(
        "visitor",
        &visits,
        |visits, weight| visits.hit(0, weight),
        second,
    );
    let earlier = visits.get(0);
    let later = visits.get(0);
    visitor.join().expect("the visit ends well");
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
}
