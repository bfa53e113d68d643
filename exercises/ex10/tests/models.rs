//! What ex10 promises, as small programs: transfers in any direction end, the sum never changes,
//! callbacks may call back, and strangers do not wait for each other.
//!
//! `approve` and `notify` are steps of their own (`probe`), so that others may run meanwhile.

use super::solution::{Branch, Receipt, TransferError};
use lab::sync::Arc;
use lab_check::{Model, Rendezvous, Rules, end, probe, promise, start_with, vary};

/// A bank of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
///
/// `opposite` stands before two models with one thread, because the ring of two is the lesson.
///
/// The bounds: clerks that try a lock and let go can make each other start again for ever, if the
/// schedule is unkind for ever. Such a search has no end, although each round takes one more
/// surprise. Three surprises are enough to close every ring of two and to break every promise
/// below.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("one_clerk", one_clerk)
            .without_threads()
            .promises("one transfer after the other: balances, answers and receipts are right")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("opposite", opposite)
            .up_to(3)
            .promises("transfers in opposite directions both end")
            .question("Draw the two locks: who holds which, and who waits for which?"),
        Model::new("same_account", same_account)
            .without_threads()
            .promises("a transfer from an account to itself ends and changes nothing")
            .question("How many locks are there when `from` and `to` are the same account?"),
        Model::new("notify_uses_the_branch", notify_uses_the_branch)
            .without_threads()
            .promises("`notify` may call the branch")
            .question("Which locks does your thread hold when it calls `notify`?"),
        Model::new("transfer_and_audit", transfer_and_audit)
            .up_to(3)
            .promises("an audit during a transfer sees the right sum")
            .question("Where is the money while the audit looks?"),
        Model::new("approval_still_true", approval_still_true)
            .up_to(3)
            .promises("the balances that `approve` saw stay as they are until the money moves")
            .question("What may have happened between the answer of `approve` and the transfer?"),
        Model::new("approval_of_the_target", approval_of_the_target)
            .up_to(3)
            .promises("the balance of the target that `approve` saw stays as it is, too")
            .question("Which of the two accounts can others use while `approve` thinks?"),
        Model::new("enough_for_one", enough_for_one)
            .up_to(3)
            .promises("money for one transfer is not enough for two")
            .question("You have looked whether there is enough. Until when is the answer true?"),
        Model::new("disjoint_pairs", disjoint_pairs)
            .up_to(3)
            .promises("two transfers without a common account can be in `approve` at the same time")
            .question("Which lock do two customers share who have no account in common?"),
        // Two forced switches close any ring of three: the third clerk stops by itself. Every
        // interleaving of the dearest right solution takes tens of thousands of executions.
        Model::new("ring_of_three", ring_of_three)
            .up_to(2)
            .promises("three transfers round a ring of three accounts all end")
            .question("Is there an account that everybody takes last?"),
    ]
}

/// An amount of money; another one in the second search of a model.
fn money() -> i64 {
    vary(&[10, 25])
}

fn yes(_: i64, _: i64) -> bool {
    probe();
    true
}

fn no_news(_: &Receipt) {
    probe();
}

/// A transfer that must succeed.
fn moved(branch: &Branch, from: usize, to: usize, amount: i64) {
    let outcome = branch.transfer(from, to, amount, yes, no_news);
    promise!(
        WrongResult,
        outcome == Ok(()),
        "{amount} should go from account {from} to account {to}, the branch says {outcome:?}"
    );
}

/// The balances of two different accounts, seen by an `approve` that says no.
fn balances(branch: &Branch, from: usize, to: usize) -> (i64, i64) {
    let mut seen = None;
    let look = |source, target| {
        seen = Some((source, target));
        false
    };
    let outcome = branch.transfer(from, to, 1, look, no_news);
    promise!(
        WrongResult,
        outcome == Err(TransferError::Refused),
        "`approve` said no to a transfer, the branch says {outcome:?}"
    );
    promise!(
        WrongResult,
        seen.is_some(),
        "the branch refused a transfer and did not ask `approve`"
    );
    seen.unwrap_or_default()
}

fn one_clerk() {
    let amount = money();
    let start = [amount + 30, 50, amount];
    let branch = Branch::new(&start);
    let (mut shown, mut receipt) = (None, None);
    let outcome = branch.transfer(
        0,
        1,
        amount,
        |source, target| {
            shown = Some((source, target));
            true
        },
        |paper| receipt = Some((paper.from, paper.to, paper.amount)),
    );
    promise!(
        WrongResult,
        outcome == Ok(()),
        "a transfer that may go on ended with {outcome:?}"
    );
    promise!(
        WrongResult,
        shown == Some((start[0], start[1])),
        "the balances were {} and {}, `approve` was shown {shown:?}",
        start[0],
        start[1]
    );
    promise!(
        WrongResult,
        receipt == Some((0, 1, amount)),
        "{amount} went from 0 to 1, `notify` was told {receipt:?}"
    );
    let after = balances(&branch, 1, 0);
    let wanted = (50 + amount, 30);
    promise!(
        WrongResult,
        after == wanted,
        "accounts 1 and 0 should hold {wanted:?}, they hold {after:?}"
    );

    let mut notified = false;
    let outcome = branch.transfer(1, 2, amount, |_, _| false, |_| notified = true);
    promise!(
        WrongResult,
        outcome == Err(TransferError::Refused),
        "`approve` said no, the branch says {outcome:?}"
    );
    promise!(
        WrongResult,
        !notified,
        "`notify` got a receipt for a transfer that was refused"
    );
    let after = balances(&branch, 1, 2);
    let wanted = (50 + amount, amount);
    promise!(
        WrongResult,
        after == wanted,
        "a transfer was refused, and accounts 1 and 2 hold {after:?} instead of {wanted:?}"
    );

    let mut asked = false;
    let too_much = branch.transfer(
        2,
        0,
        amount + 1,
        |_, _| {
            asked = true;
            true
        },
        |_| notified = true,
    );
    promise!(
        WrongResult,
        too_much == Err(TransferError::NotEnough),
        "account 2 holds {amount}, and a transfer of {} ended with {too_much:?}",
        amount + 1
    );
    promise!(
        WrongResult,
        !asked && !notified,
        "there was not enough money, and `approve` or `notify` was called"
    );

    moved(&branch, 2, 0, amount); // Down to the last coin.
    let (sum, wanted) = (branch.audit(), start.iter().sum::<i64>());
    promise!(
        WrongResult,
        sum == wanted,
        "the branch holds {wanted}, the audit says {sum}"
    );
}

fn opposite() {
    // Two pairs: an order by something else than the number, such as odd and even, may know one.
    let (amount, other) = (money(), vary(&[1, 2]));
    let branch = Arc::new(Branch::new(&[100, 100, 100]));
    let clerks = [
        ("clerk A", 0, other, amount),
        ("clerk B", other, 0, amount + 1),
    ];
    let clerks = clerks.map(|(name, from, to, amount)| {
        start_with(name, &branch, move |branch| moved(branch, from, to, amount))
    });
    for clerk in clerks {
        end(clerk);
    }
    let after = balances(&branch, 0, other);
    promise!(
        LostUpdate,
        after == (101, 99),
        "two transfers should leave 101 and 99, they left {after:?}"
    );
}

fn same_account() {
    let amount = money();
    let branch = Branch::new(&[5, 100]);
    let (mut shown, mut notified) = (None, false);
    let outcome = branch.transfer(
        1,
        1,
        amount,
        |source, target| {
            shown = Some((source, target));
            true
        },
        |_| notified = true,
    );
    promise!(
        WrongResult,
        outcome == Ok(()),
        "a transfer that may go on ended with {outcome:?}"
    );
    promise!(
        WrongResult,
        shown == Some((100, 100)),
        "account 1 holds 100, `approve` was shown {shown:?}"
    );
    promise!(
        WrongResult,
        notified,
        "a transfer succeeded, and nobody was notified"
    );
    let after = balances(&branch, 0, 1);
    promise!(
        WrongResult,
        after == (5, 100),
        "money went from account 1 to account 1, and the balances are {after:?}"
    );
    let outcome = branch.transfer(1, 1, 101, yes, no_news);
    promise!(
        WrongResult,
        outcome == Err(TransferError::NotEnough),
        "account 1 holds 100, and a transfer of 101 ended with {outcome:?}"
    );
    let outcome = branch.transfer(0, 0, 1, |_, _| false, no_news);
    promise!(
        WrongResult,
        outcome == Err(TransferError::Refused),
        "`approve` said no, the branch says {outcome:?}"
    );
}

fn notify_uses_the_branch() {
    let amount = money();
    let branch = Branch::new(&[100, 100]);
    let mut sum = None;
    let outcome = branch.transfer(0, 1, amount, yes, |receipt| {
        sum = Some(branch.audit());
        moved(&branch, receipt.to, receipt.from, receipt.amount);
    });
    promise!(
        WrongResult,
        outcome == Ok(()),
        "a transfer that may go on ended with {outcome:?}"
    );
    promise!(
        BrokenRule,
        sum == Some(200),
        "the branch holds 200, an audit from `notify` says {sum:?}"
    );
    let after = balances(&branch, 0, 1);
    promise!(
        BrokenRule,
        after == (100, 100),
        "`notify` sent the money back, and the balances are {after:?}"
    );
    let mut own_sum = None;
    let outcome = branch.transfer(1, 1, amount, yes, |_| own_sum = Some(branch.audit()));
    promise!(
        BrokenRule,
        outcome == Ok(()) && own_sum == Some(200),
        "a transfer from account 1 to itself ended with {outcome:?}, \
         and an audit from its `notify` says {own_sum:?} instead of 200"
    );
}

fn transfer_and_audit() {
    let amount = money();
    // From the first account to the last: there is one between them, where an audit may be.
    let branch = Arc::new(Branch::new(&[100, 100, 100]));
    let clerk = start_with("clerk", &branch, move |branch| moved(branch, 0, 2, amount));
    let sum = branch.audit();
    end(clerk);
    promise!(
        TornRead,
        sum == 300,
        "the branch holds 300, an audit during a transfer says {sum}"
    );
}

fn approval_still_true() {
    let amount = money();
    // The bank's rule: the account must keep half of its money. One transfer may go, not two.
    let (begins_with, keep) = (2 * amount + 1, amount);
    let branch = Arc::new(Branch::new(&[begins_with, 0, 0]));
    let rule = move |source: i64, _: i64| {
        probe();
        source - amount >= keep
    };
    let clerks = [("clerk A", 1), ("clerk B", 2)].map(|(name, to)| {
        start_with(name, &branch, move |branch| {
            branch.transfer(0, to, amount, rule, no_news)
        })
    });
    let outcomes = clerks.map(|clerk| end(clerk));
    let (left, _) = balances(&branch, 0, 1);
    promise!(
        CheckThenAct,
        left >= keep,
        "`approve` wants {keep} to stay in the account, and {left} is left of {begins_with}"
    );
    let one_refused = outcomes.contains(&Ok(())) && outcomes.contains(&Err(TransferError::Refused));
    promise!(
        WrongResult,
        one_refused,
        "one of two transfers should be refused; the branch says {outcomes:?}"
    );
}

fn approval_of_the_target() {
    let amount = money();
    // The bank's rule: an account that is too rich is taxed. One transfer may go, not two.
    let (begins_with, most) = (5, 2 * amount);
    let branch = Arc::new(Branch::new(&[100, 100, begins_with]));
    let rule = move |_: i64, target: i64| {
        probe();
        target + amount <= most
    };
    let clerks = [("clerk A", 0), ("clerk B", 1)].map(|(name, from)| {
        start_with(name, &branch, move |branch| {
            branch.transfer(from, 2, amount, rule, no_news)
        })
    });
    let outcomes = clerks.map(|clerk| end(clerk));
    let (has, _) = balances(&branch, 2, 0);
    promise!(
        CheckThenAct,
        has <= most,
        "`approve` wants at most {most} in account 2, which had {begins_with} and now has {has}"
    );
    let one_refused = outcomes.contains(&Ok(())) && outcomes.contains(&Err(TransferError::Refused));
    promise!(
        WrongResult,
        one_refused,
        "one of two transfers should be refused; the branch says {outcomes:?}"
    );
}

fn enough_for_one() {
    let amount = money();
    let branch = Arc::new(Branch::new(&[amount + 1, 0, 0]));
    let clerks = [("clerk A", 1), ("clerk B", 2)].map(|(name, to)| {
        start_with(name, &branch, move |branch| {
            branch.transfer(0, to, amount, yes, no_news)
        })
    });
    let outcomes = clerks.map(|clerk| end(clerk));
    let successes = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    promise!(
        CheckThenAct,
        successes < 2,
        "account 0 held {}, and two transfers of {amount} from it succeeded",
        amount + 1
    );
    promise!(
        WrongResult,
        successes == 1 && outcomes.contains(&Err(TransferError::NotEnough)),
        "there was enough for one of two transfers; the branch says {outcomes:?}"
    );
}

fn disjoint_pairs() {
    let amount = money();
    let branch = Arc::new(Branch::new(&[100, 100, 100, 100]));
    let together = Arc::new(Rendezvous::new(2));
    let clerks = [("clerk A", 0), ("clerk B", 2)].map(|(name, from)| {
        let together = Arc::clone(&together);
        let meet = move |_: i64, _: i64| {
            together.meet();
            true
        };
        start_with(name, &branch, move |branch| {
            branch.transfer(from, from + 1, amount, meet, no_news)
        })
    });
    let outcomes = clerks.map(|clerk| end(clerk));
    promise!(
        WrongResult,
        outcomes == [Ok(()), Ok(())],
        "two transfers that may go on ended with {outcomes:?}"
    );
}

fn ring_of_three() {
    let branch = Arc::new(Branch::new(&[100, 100, 100]));
    let ring = [("clerk A", 0, 1), ("clerk B", 1, 2), ("clerk C", 2, 0)];
    let clerks = ring.map(|(name, from, to)| {
        start_with(name, &branch, move |branch| {
            branch.transfer(from, to, 10, |_, _| true, |_| {})
        })
    });
    let outcomes = clerks.map(|clerk| end(clerk));
    promise!(
        WrongResult,
        outcomes == [Ok(()), Ok(()), Ok(())],
        "three transfers that may go on ended with {outcomes:?}"
    );
    let sum = branch.audit();
    promise!(
        WrongResult,
        sum == 300,
        "the branch holds 300, the audit says {sum}"
    );
}
