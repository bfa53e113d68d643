//! What ex02 promises, as small programs: no visit gets lost, and no reader sees the count fall.
//!
//! Two visits are enough to lose one. Each model runs with two pairs of weights, so that a counter of
//! calls, or a number written into the code, cannot pass.

use super::solution::Visits;
use lab::sync::Arc;
use lab_check::{Model, Rules, end, promise, start, vary};

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
        Model::new("busy_page", busy_page)
            .promises("a visitor who is overtaken again and again is counted, too")
            .question("What does `hit` do when its second attempt is overtaken as well?"),
        Model::new("count_never_falls", count_never_falls)
            .promises("a thread that asks twice never sees the count go down")
            .question("What does a reader see in the middle of a visit?"),
        Model::new("two_readers", two_readers)
            .promises("two readers at the same time both get the exact counts")
            .question("What does a reader change, and what does another one see meanwhile?"),
    ]
}

/// Sends two visitors at the same time, each with a page and a weight.
fn both(visits: &Arc<Visits>, a: (usize, u64), b: (usize, u64)) {
    let visitors = [("visitor A", a), ("visitor B", b)].map(|(name, (page, weight))| {
        let visits = Arc::clone(visits);
        start(name, move || visits.hit(page, weight))
    });
    for visitor in visitors {
        end(visitor);
    }
}

fn one_visitor() {
    let (first, second) = (vary(&[1, 4]), vary(&[3, BILLIONS]));
    let visits = Visits::new(2);
    let nothing = (visits.get(0), visits.total());
    promise!(
        WrongResult,
        nothing == (0, 0),
        "nothing was visited yet, the count and the total say {nothing:?}"
    );
    visits.hit(0, first);
    visits.hit(1, second);
    visits.hit(0, second);
    visits.hit(1, second);
    let counts = [visits.get(0), visits.get(1)];
    let wanted = [first + second, 2 * second];
    promise!(
        WrongResult,
        counts == wanted,
        "the pages should count {wanted:?}, they count {counts:?}"
    );
    let (total, sum) = (visits.total(), first + 3 * second);
    promise!(
        WrongResult,
        total == sum,
        "all weights together are {sum}, the total says {total}"
    );
}

/// The visits of some years, in one number that 32 bits can hold, and whose double they cannot.
const BILLIONS: u64 = 3_000_000_000;

fn same_page() {
    let (first, second) = (vary(&[1, 4]), vary(&[1, 7]));
    let visits = Arc::new(Visits::new(1));
    both(&visits, (0, first), (0, second));
    let count = visits.get(0);
    promise!(
        LostUpdate,
        count == first + second,
        "the page was visited with the weights {first} and {second}, its count says {count}"
    );
}

fn two_pages() {
    let (first, second) = (vary(&[1, 4]), vary(&[1, 7]));
    let visits = Arc::new(Visits::new(2));
    both(&visits, (0, first), (1, second));
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

fn busy_page() {
    let (slow, quick) = (vary(&[5, 9]), vary(&[1, 3]));
    let visits = Arc::new(Visits::new(1));
    let visitor = {
        let visits = Arc::clone(&visits);
        start("slow visitor", move || visits.hit(0, slow))
    };
    for _ in 0..3 {
        visits.hit(0, quick);
    }
    end(visitor);
    let (count, sum) = (visits.get(0), slow + 3 * quick);
    promise!(
        LostUpdate,
        count == sum,
        "the page was visited with the weight {slow} and three times with {quick}, \
         its count says {count}"
    );
}

fn count_never_falls() {
    let (first, second) = (vary(&[1, BILLIONS]), vary(&[2, BILLIONS]));
    let visits = Arc::new(Visits::new(1));
    visits.hit(0, first);
    let visitor = {
        let visits = Arc::clone(&visits);
        start("visitor", move || visits.hit(0, second))
    };
    let earlier = visits.get(0);
    let later = visits.get(0);
    end(visitor);
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

fn two_readers() {
    let (first, second) = (vary(&[1, 4]), vary(&[2, 7]));
    let visits = Arc::new(Visits::new(2));
    visits.hit(0, first);
    visits.hit(1, second);
    let reader = {
        let visits = Arc::clone(&visits);
        start("reader", move || visits.get(1))
    };
    let total = visits.total();
    let count = end(reader);
    promise!(
        TornRead,
        (count, total) == (second, first + second),
        "all visits were over, with the weights {first} and {second}; \
         one reader saw the count {count}, the other one the total {total}"
    );
}
