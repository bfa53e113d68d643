//! What ex06 promises, as small programs: every way out of a call gives the lock back, no points
//! get lost, and the balance is the sum of the journal, also while others look and after a panic.
//!
//! The models use the ledger only, so that a solution may lock in its own way.

use super::solution::Ledger;
use lab::sync::Arc;
use lab::thread::JoinHandle;
use lab_check::{Kind, Model, Rules, broken_promise, end, probe, promise, start_with, vary};

/// A ledger of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
pub fn all() -> Vec<Model> {
    vec![
        // One caller needs no search. A ledger with a thread of its own would make it a long one.
        Model::new("one_clerk", one_clerk)
            .without_threads()
            .up_to(1)
            .promises("one change after the other: answers, balances and journals are right")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("refused_and_award", refused_and_award)
            .promises("a refused call holds up nobody")
            .question("How many ways lead out of your method, and on which of them is the lock given back?"),
        Model::new("two_changes", two_changes)
            .promises("two changes of one balance at the same time are both made")
            .question("From which line to which line is your lock held? Is it the same lock for both threads?"),
        Model::new("two_redeem", two_redeem)
            .promises("points are redeemed once")
            .question("Until when is it true that there are enough points?"),
        Model::new("statement_meanwhile", statement_meanwhile)
            .promises("a statement during a change shows a balance and a journal that agree")
            .question("What does a reader see between your two writes?"),
        Model::new("journal_meanwhile", journal_meanwhile)
            .promises("a change that was made is in the journal for everybody")
            .question("Whose lock does the reader take?"),
        // The calls come one after the other here, too.
        Model::new("rule_panics", rule_panics)
            .up_to(1)
            .promises("after a panic in a rule the ledger is as before, and answers")
            .question("Which of your lines run after the rule has panicked, and which never do?"),
        Model::new("rule_panics_meanwhile", rule_panics_meanwhile)
            .promises("a panic in a rule neither hangs nor harms another thread")
            .question("What does the other thread find when the panic has passed?"),
        // A lock that was given back twice lets a third thread in: two forced switches do it.
        Model::new("three_clerks", three_clerks)
            .up_to(2)
            .promises("with three threads no points get lost either")
            .question("Who holds the lock that you give back?"),
    ]
}

/// Number `seed` of a fixed list: an amount that a solution cannot know in advance.
fn number(seed: u64) -> i64 {
    i64::try_from(vary(seed)).expect("the numbers of the list are small")
}

/// A change that adds points to member 0, by one of the three methods.
#[derive(Clone, Copy, Debug)]
enum Change {
    Award,
    Redeem,
    Apply,
}

impl Change {
    /// Makes the change: plus `pts`, or minus `pts` by `Redeem`. The new balance, if it was made.
    fn make(self, ledger: &Ledger, pts: i64) -> Option<i64> {
        match self {
            Change::Award => ledger.award(0, pts).ok(),
            Change::Redeem => ledger.redeem(0, pts).ok(),
            Change::Apply => ledger
                .apply(0, |balance| {
                    probe();
                    balance + pts
                })
                .ok(),
        }
    }

    /// What the change does to a balance that is high enough.
    fn effect(self, pts: i64) -> i64 {
        match self {
            Change::Award | Change::Apply => pts,
            Change::Redeem => -pts,
        }
    }
}

/// A ledger with two members, of whom number 0 has `points`.
fn ledger_with(points: i64) -> Arc<Ledger> {
    let ledger = Arc::new(Ledger::new(2));
    let new = ledger.award(0, points).ok();
    promise!(
        WrongResult,
        new == Some(points),
        "the first {points} points were awarded, `award` answered {}",
        answer(new)
    );
    ledger
}

/// An answer in words; the error is the solution's own type.
fn answer(new: Option<i64>) -> String {
    match new {
        Some(new) => format!("Ok({new})"),
        None => "with an error".to_owned(),
    }
}

/// Promises that member 0 has this balance in the end; `story` says how it came about.
fn expect_balance(ledger: &Ledger, kind: Kind, expected: i64, story: &str) {
    let (balance, _) = ledger.statement(0);
    if balance != expected {
        let message = format!("{story}: that makes {expected} points, the balance is {balance}");
        broken_promise(Some(kind), message);
    }
}

/// Promises that the journal of member 0 sums up to the balance.
fn expect_agreement(ledger: &Ledger) {
    let (balance, journal) = ledger.statement(0);
    promise!(
        TornRead,
        balance == journal,
        "the balance is {balance}, and the journal sums up to {journal}"
    );
    let sum = ledger.journal_sum(0);
    promise!(
        WrongResult,
        sum == balance,
        "the balance is {balance}, `journal_sum` says {sum}"
    );
}

fn one_clerk() {
    let points = vary(&[30, 45]);
    let ledger = ledger_with(points);
    let new = ledger.redeem(0, 20).ok();
    promise!(
        WrongResult,
        new == Some(points - 20),
        "20 of {points} points were redeemed, `redeem` answered {}",
        answer(new)
    );
    let mut seen = None;
    let new = ledger.apply(0, |balance| {
        seen = Some(balance);
        2 * balance
    });
    let (new, expected) = (new.ok(), 2 * (points - 20));
    promise!(
        WrongResult,
        seen == Some(points - 20),
        "the balance is {}, the rule was called with {seen:?}",
        points - 20
    );
    promise!(
        WrongResult,
        new == Some(expected),
        "the rule makes {expected} points of it, `apply` answered {}",
        answer(new)
    );
    let story = format!("{points} awarded, 20 redeemed, the rest doubled");
    expect_agreement(&ledger);
    expect_balance(&ledger, Kind::WrongResult, expected, &story);

    let other = ledger.statement(1);
    promise!(
        WrongResult,
        other == (0, 0),
        "member 1 was never used, the statement is {other:?}"
    );
    let new = ledger.award(1, 7).ok();
    promise!(
        WrongResult,
        new == Some(7),
        "member 1 was awarded 7 points, `award` answered {}",
        answer(new)
    );
    let all = ledger.redeem(0, expected).ok();
    promise!(
        WrongResult,
        all == Some(0),
        "all points were redeemed, `redeem` answered {}",
        answer(all)
    );
    expect_agreement(&ledger);
    expect_balance(&ledger, Kind::WrongResult, 0, "all points redeemed");
}

fn refused_and_award() {
    let (points, pts) = (vary(&[10, 15]), number(3));
    let ledger = ledger_with(points);
    let refused = start_with("desk", &ledger, move |ledger| {
        ledger.redeem(0, points + pts + 1).ok()
    });
    let award = start_with("shop", &ledger, move |ledger| ledger.award(0, pts).ok());
    let refused = end(refused);
    let new = end(award);
    promise!(
        CheckThenAct,
        refused.is_none(),
        "there were never enough points, `redeem` answered {}",
        answer(refused)
    );
    promise!(
        WrongResult,
        new == Some(points + pts),
        "{points} points and {pts} more, `award` answered {}",
        answer(new)
    );
    let story = format!("{points} points, {pts} awarded, and a refused call");
    expect_agreement(&ledger);
    expect_balance(&ledger, Kind::WrongResult, points + pts, &story);
}

fn two_changes() {
    use Change::{Apply, Award, Redeem};
    let (first, second) = vary(&[
        (Award, Award),
        (Award, Redeem),
        (Award, Apply),
        (Apply, Apply),
        (Apply, Redeem),
    ]);
    let (points, a, b) = (300, number(0), number(1));
    let ledger = ledger_with(points);
    let desk = start_with("desk", &ledger, move |ledger| first.make(ledger, a));
    let shop = start_with("shop", &ledger, move |ledger| second.make(ledger, b));
    let desk = end(desk);
    let shop = end(shop);

    let (a, b) = (first.effect(a), second.effect(b));
    let end = points + a + b;
    let story = format!("{points} points, a change by {a} and a change by {b}");
    expect_balance(&ledger, Kind::LostUpdate, end, &story);
    expect_agreement(&ledger);
    let fits = [(Some(points + a), Some(end)), (Some(end), Some(points + b))];
    promise!(
        LostUpdate,
        fits.contains(&(desk, shop)),
        "{story}: the desk got the answer {}, the shop {}; no order of the two calls ends like this",
        answer(desk),
        answer(shop)
    );
}

fn two_redeem() {
    let (points, pts) = vary(&[(30, 20), (50, 50)]);
    let ledger = ledger_with(points);
    let clerks = ["desk", "shop"]
        .map(|name| start_with(name, &ledger, move |ledger| ledger.redeem(0, pts).ok()));
    let answers = clerks.map(|clerk| end(clerk));
    let granted = answers.iter().flatten().count();
    promise!(
        CheckThenAct,
        granted < 2,
        "{points} points are enough for one call that takes {pts}, and two were granted"
    );
    promise!(
        WrongResult,
        granted == 1,
        "{points} points are enough for one call that takes {pts}, and none was granted"
    );
    let story = format!("{points} points, {pts} redeemed once");
    expect_balance(&ledger, Kind::LostUpdate, points - pts, &story);
    expect_agreement(&ledger);
}

/// Which change somebody else looks at.
fn any_change() -> Change {
    vary(&[Change::Award, Change::Redeem, Change::Apply])
}

fn statement_meanwhile() {
    let change = any_change();
    let (points, pts) = (300, number(2));
    let ledger = ledger_with(points);
    let shop = start_with("shop", &ledger, move |ledger| change.make(ledger, pts));
    let reader = start_with("reader", &ledger, |ledger| ledger.statement(0));
    let (balance, journal) = end(reader);
    end(shop);
    promise!(
        TornRead,
        balance == journal,
        "the statement says {balance} points, and its journal sums up to {journal}"
    );
    let after = points + change.effect(pts);
    promise!(
        WrongResult,
        balance == points || balance == after,
        "the balance was {points} and then {after}, the statement says {balance}"
    );
    let story = format!("{points} points, then a change by {}", change.effect(pts));
    expect_balance(&ledger, Kind::LostUpdate, after, &story);
    expect_agreement(&ledger);
}

fn journal_meanwhile() {
    let change = any_change();
    let (points, pts) = (300, number(5));
    let ledger = ledger_with(points);
    let shop = start_with("shop", &ledger, move |ledger| change.make(ledger, pts));
    let reader = start_with("reader", &ledger, |ledger| {
        let (balance, _) = ledger.statement(0);
        (balance, ledger.journal_sum(0))
    });
    let (balance, sum) = end(reader);
    end(shop);
    let after = points + change.effect(pts);
    promise!(
        WrongResult,
        [points, after].contains(&balance) && [points, after].contains(&sum),
        "the balance was {points} and then {after}, a reader saw {balance}, then a sum of {sum}"
    );
    promise!(
        StaleRead,
        balance == points || sum == after,
        "the change to {after} was made, a statement said so, and then the journal summed up to {sum}"
    );
}

fn rule_panics() {
    let (points, pts) = (vary(&[40, 25]), number(6));
    let ledger = ledger_with(points);
    let answered = broken_rule(&ledger).join().unwrap_or_default();
    promise!(
        WrongResult,
        answered.is_none(),
        "the rule panicked, and `apply` answered {}",
        answer(answered)
    );
    // A panic in here is one of the ledger, and not that of the rule.
    let later = start_with("later", &ledger, move |ledger| {
        after_the_panic(ledger, points, pts);
    });
    promise!(
        Panic,
        later.join().is_ok(),
        "a rule panicked, and a later call panics, too"
    );
}

/// What the ledger says and does when a rule has panicked with a balance of `points`.
fn after_the_panic(ledger: &Ledger, points: i64, pts: i64) {
    let story = format!("{points} points, and a rule that panicked");
    expect_agreement(ledger);
    expect_balance(ledger, Kind::WrongResult, points, &story);

    let mut balance = points;
    let (mut made, mut refused) = (vec![], vec![]);
    for change in [Change::Award, Change::Redeem, Change::Apply] {
        let new = change.make(ledger, pts);
        // A ledger that refuses everything from now on is fine; one that goes below zero is not.
        let expected = balance + change.effect(pts);
        promise!(
            WrongResult,
            new.is_none_or(|new| new == expected && new >= 0),
            "after the panic {change:?} by {pts} makes {expected} points, it answered {}",
            answer(new)
        );
        match new {
            Some(_) => made.push(change),
            None => refused.push(change),
        }
        balance = new.unwrap_or(balance);
        let story = format!("a balance of {balance} after the panic");
        expect_agreement(ledger);
        expect_balance(ledger, Kind::WrongResult, balance, &story);
    }
    promise!(
        WrongResult,
        made.is_empty() || refused.is_empty(),
        "after the panic {made:?} was made and {refused:?} was not: either all are made, or all are errors"
    );
}

/// A clerk whose rule panics.
fn broken_rule(ledger: &Arc<Ledger>) -> JoinHandle<Option<i64>> {
    start_with("broken rule", ledger, |ledger| {
        let rule = |_| {
            probe();
            panic!("the rule has a bug")
        };
        ledger.apply(0, rule).ok()
    })
}

fn rule_panics_meanwhile() {
    let change = any_change();
    let (points, pts) = (300, number(7));
    let ledger = ledger_with(points);
    let broken = broken_rule(&ledger);
    let shop = start_with("shop", &ledger, move |ledger| change.make(ledger, pts));
    let broken = broken.join().unwrap_or_default();
    let new = shop.join().unwrap_or_else(|_| {
        let message = format!("a rule panicked, and {change:?} of somebody else panics, too");
        broken_promise(Some(Kind::Panic), message)
    });
    promise!(
        WrongResult,
        broken.is_none(),
        "the rule panicked, and `apply` answered {}",
        answer(broken)
    );
    let after = points + change.effect(pts);
    promise!(
        WrongResult,
        new.is_none_or(|new| new == after),
        "{points} points and a change by {}: it answered {}",
        change.effect(pts),
        answer(new)
    );
    let story = format!(
        "{points} points, a rule that panicked, and a change that {}",
        if new.is_some() {
            "was made"
        } else {
            "was refused"
        }
    );
    expect_balance(&ledger, Kind::LostUpdate, new.unwrap_or(points), &story);
    expect_agreement(&ledger);
}

fn three_clerks() {
    // The desk needs the points of one of the others: its call may end in both ways.
    let (points, redeemed) = (20, 30);
    let (a, b) = (number(8), number(9));
    let ledger = ledger_with(points);
    let desk = start_with("desk", &ledger, move |ledger| {
        ledger.redeem(0, redeemed).ok()
    });
    let shop = start_with("shop", &ledger, move |ledger| ledger.award(0, a).ok());
    let web = start_with("web", &ledger, move |ledger| ledger.award(0, b).ok());
    let desk = end(desk);
    end(shop);
    end(web);
    let taken = desk.map_or(0, |_| redeemed);
    let end = points + a + b - taken;
    let story = format!("{points} points, {a} and {b} awarded, {taken} redeemed");
    expect_balance(&ledger, Kind::LostUpdate, end, &story);
    expect_agreement(&ledger);
}
