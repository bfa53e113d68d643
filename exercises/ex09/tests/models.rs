//! What ex09 promises, as small programs: money is neither lost nor made, no account is ever below
//! zero, and whoever looks sees a total and a journal that agree with the balances.

use super::solution::{Bank, Db, Statement};
use lab::sync::Arc;
use lab_check::{Model, Rules, end, promise, start_with, vary};

/// A bank of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
pub fn all() -> Vec<Model> {
    vec![
        // One caller needs no search. A bank with a thread of its own would make it a long one.
        Model::new("one_teller", one_teller)
            .without_threads()
            .up_to(1)
            .promises("one call after the other: balances, journals and the total are right")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("both_fit", both_fit)
            .promises("two withdrawals for which there is enough money are both made")
            .question("Which row does the second one save, and what does that row not know?"),
        Model::new("one_fits", one_fits)
            .promises("money for one withdrawal is paid out once")
            .question("Until when is it true that there is enough money?"),
        Model::new("statement_meanwhile", statement_meanwhile)
            .promises("a statement during a transfer has a journal that sums up to its balance")
            .question("Which of the two does a reader see first, and which later?"),
        Model::new("total_meanwhile", total_meanwhile)
            .promises("the total during a transfer is the total")
            .question("Where is the money while the auditor adds up?"),
        // Three calls in a row: two surprises bring the transfer between any two of their steps.
        Model::new("refused_meanwhile", refused_meanwhile)
            .up_to(2)
            .promises("a transfer that is refused is seen by nobody")
            .question("What do others see of a change that you take back later?"),
        Model::new("transfer_and_withdraw", transfer_and_withdraw)
            .promises("a transfer and a withdrawal at the same time are both made")
            .question("Do `transfer` and `withdraw` keep each other out of the same row?"),
        // Every deadlock of two transfers takes one forced switch, every lost update two.
        Model::new("two_transfers", two_transfers)
            .up_to(2)
            .promises("two transfers at the same time are both made, and both end")
            .question("Draw what each of the two transfers holds, and what it wants next."),
        // Somebody who holds one account makes the transfers wait in the middle of what they take.
        Model::new("three_at_once", three_at_once)
            .up_to(2)
            .promises("two transfers and a withdrawal at the same time are all made, and all end")
            .question("Which of the three waits for an account while it keeps another one?"),
    ]
}

fn bank_with(balances: &[i64]) -> Arc<Bank> {
    Arc::new(Bank::new(Db::new(balances)))
}

/// Number `seed` of a fixed list: an amount that a solution cannot know in advance.
fn money(seed: u64) -> i64 {
    i64::try_from(vary(seed)).expect("the numbers of the list are small")
}

/// The balance of an account, whose journal must agree.
fn balance(bank: &Bank, id: u32) -> i64 {
    agreeing(&bank.statement(id))
}

/// The balance of a statement, whose journal must agree.
#[track_caller]
fn agreeing(statement: &Statement) -> i64 {
    let (balance, journal) = (statement.balance, &statement.journal);
    let sum: i64 = journal.iter().sum();
    promise!(
        TornRead,
        balance == sum,
        "the balance is {balance}, and the journal {journal:?} sums up to {sum}"
    );
    balance
}

fn one_teller() {
    let (a, b, c) = (money(0), money(1), money(2));
    let (first, second) = (a + b + c, money(3));
    let bank = bank_with(&[first, second, 0]);
    promise!(
        WrongResult,
        bank.total() == first + second,
        "the accounts have {first}, {second} and 0, `total` says {}",
        bank.total()
    );
    let left = bank.withdraw(0, a).ok();
    promise!(
        WrongResult,
        left == Some(b + c),
        "{a} of {first} were paid out, `withdraw` answered {left:?}"
    );
    let moved = bank.transfer(0, 2, b).is_ok();
    promise!(
        WrongResult,
        moved,
        "{b} of {} were to be moved, `transfer` refused",
        b + c
    );
    let refused = bank.withdraw(0, c + 1).is_err();
    promise!(
        WrongResult,
        refused,
        "account 0 has {c}, and {} were paid out",
        c + 1
    );
    let refused = bank.transfer(0, 1, c + 1).is_err();
    promise!(
        WrongResult,
        refused,
        "account 0 has {c}, and {} were moved",
        c + 1
    );
    let all = bank.withdraw(0, c).ok();
    promise!(
        WrongResult,
        all == Some(0),
        "{c} of {c} were paid out, `withdraw` answered {all:?}"
    );
    let end = [0, 1, 2].map(|id| balance(&bank, id));
    promise!(
        WrongResult,
        end == [0, second, b],
        "the accounts must have 0, {second} and {b}, the statements say {end:?}"
    );
    let total = bank.total();
    promise!(
        WrongResult,
        total == second + b,
        "the accounts have 0, {second} and {b}, `total` says {total}"
    );
}

/// Two withdrawals from account 0 at the same time: what they answered, as `Some` of the new balance.
fn two_withdrawals(bank: &Arc<Bank>, amounts: [i64; 2]) -> [Option<i64>; 2] {
    let first = start_with("counter", bank, move |bank| {
        bank.withdraw(0, amounts[0]).ok()
    });
    let second = start_with("machine", bank, move |bank| {
        bank.withdraw(0, amounts[1]).ok()
    });
    [first, second].map(|thread| end(thread))
}

fn both_fit() {
    let (opening, a, b) = (100, vary(&[30, 10]), vary(&[60, 90]));
    let bank = bank_with(&[opening]);
    let left = two_withdrawals(&bank, [a, b]);
    let (end, right) = (balance(&bank, 0), opening - a - b);
    promise!(
        WrongResult,
        left.iter().all(Option::is_some),
        "{opening} are enough for {a} and {b}, the two withdrawals answered {left:?}"
    );
    promise!(
        LostUpdate,
        end == right,
        "{a} and {b} of {opening} were paid out, and {end} are left"
    );
    promise!(
        LostUpdate,
        left == [Some(opening - a), Some(right)] || left == [Some(right), Some(opening - b)],
        "{a} and {b} of {opening} were paid out, the new balances were said to be {left:?}"
    );
}

fn one_fits() {
    let (opening, amount) = vary(&[(100, 60), (7, 7)]);
    let bank = bank_with(&[opening]);
    let left = two_withdrawals(&bank, [amount, amount]);
    let paid = left.iter().flatten().count();
    promise!(
        CheckThenAct,
        paid < 2,
        "{opening} are enough for {amount} once, and it was paid out twice"
    );
    promise!(
        WrongResult,
        paid == 1,
        "{opening} are enough for {amount} once, and nothing was paid out"
    );
    let end = balance(&bank, 0);
    promise!(
        LostUpdate,
        end == opening - amount,
        "{amount} of {opening} were paid out, and {end} are left"
    );
}

fn statement_meanwhile() {
    let (opening, amount, id) = (200, money(4), vary(&[0, 1]));
    let bank = bank_with(&[opening, 0]);
    let transfer = start_with("transfer", &bank, move |bank| {
        bank.transfer(0, 1, amount).is_ok()
    });
    let customer = start_with("customer", &bank, move |bank| bank.statement(id));
    let statement = end(customer);
    let moved = end(transfer);
    let seen = agreeing(&statement);
    let (before, after) = if id == 0 {
        (opening, opening - amount)
    } else {
        (0, amount)
    };
    promise!(
        WrongResult,
        moved && (seen == before || seen == after),
        "account {id} had {before} and then {after}, a statement said {seen}"
    );
}

fn total_meanwhile() {
    let (opening, amount) = ([200, 20], money(5));
    let (from, to) = vary(&[(0, 1), (1, 0)]);
    let (amount, sum) = (amount.min(opening[from as usize]), opening[0] + opening[1]);
    let bank = bank_with(&opening);
    let transfer = start_with("transfer", &bank, move |bank| {
        bank.transfer(from, to, amount).is_ok()
    });
    let auditor = start_with("auditor", &bank, |bank| bank.total());
    let seen = end(auditor);
    let moved = end(transfer);
    promise!(
        TornRead,
        seen == sum,
        "{amount} were moved from one account to another, and the auditor saw {seen} instead of {sum}"
    );
    let total = bank.total();
    promise!(
        LostUpdate,
        moved && total == sum && balance(&bank, from) == opening[from as usize] - amount,
        "{amount} were moved, the total was {sum} before and is {total} now"
    );
}

fn refused_meanwhile() {
    let opening = [money(6), money(7)];
    let sum = opening[0] + opening[1];
    let bank = bank_with(&opening);
    let transfer = start_with("transfer", &bank, move |bank| {
        bank.transfer(0, 1, opening[0] + 1).is_ok()
    });
    let reader = start_with("reader", &bank, |bank| {
        (bank.statement(0), bank.statement(1), bank.total())
    });
    let (first, second, total) = end(reader);
    let moved = end(transfer);
    let seen = [agreeing(&first), agreeing(&second)];
    promise!(
        WrongResult,
        !moved,
        "account 0 had {}, and {} were moved",
        opening[0],
        opening[0] + 1
    );
    promise!(
        TornRead,
        seen == opening && total == sum,
        "the transfer was refused, the balances were {opening:?} all the time, \
         and a reader saw {seen:?} and a total of {total}"
    );
}

fn transfer_and_withdraw() {
    let (opening, amount, taken) = (100, 50, 30);
    let id = vary(&[0, 1]);
    let bank = bank_with(&[opening, opening]);
    let transfer = start_with("transfer", &bank, move |bank| {
        bank.transfer(0, 1, amount).is_ok()
    });
    let machine = start_with("machine", &bank, move |bank| bank.withdraw(id, taken).ok());
    let moved = end(transfer);
    let left = end(machine);
    let mut right = [opening - amount, opening + amount];
    right[id as usize] -= taken;
    let end = [balance(&bank, 0), balance(&bank, 1)];
    promise!(
        LostUpdate,
        moved && left.is_some() && end == right,
        "{amount} were moved from account 0 to account 1, and {taken} were paid out from account {id}: \
         that makes {right:?}, the balances are {end:?}"
    );
    // The withdrawal came first, or it came second.
    let possible = [opening - taken, right[id as usize]];
    promise!(
        LostUpdate,
        left.is_some_and(|left| possible.contains(&left)),
        "the new balance of account {id} was one of {possible:?}, `withdraw` answered {left:?}"
    );
}

fn two_transfers() {
    let (opening, a, b) = (100, 30, 20);
    // In opposite directions, in the same one, and with one account in common.
    let (first, second) = vary(&[((0, 1), (1, 0)), ((0, 1), (0, 1)), ((0, 1), (1, 2))]);
    let bank = bank_with(&[opening; 3]);
    let transfer = |name: &str, (from, to): (u32, u32), amount: i64| {
        start_with(name, &bank, move |bank| {
            bank.transfer(from, to, amount).is_ok()
        })
    };
    let moved =
        [transfer("there", first, a), transfer("back", second, b)].map(|thread| end(thread));
    let mut right = [opening; 3];
    for ((from, to), amount) in [(first, a), (second, b)] {
        right[from as usize] -= amount;
        right[to as usize] += amount;
    }
    let end = [0, 1, 2].map(|id| balance(&bank, id));
    promise!(
        LostUpdate,
        moved == [true, true] && end == right,
        "{a} were moved from account {} to {}, and {b} from {} to {}: \
         that makes {right:?}, the balances are {end:?}",
        first.0,
        first.1,
        second.0,
        second.1
    );
}

fn three_at_once() {
    let (opening, amounts) = (100, [30, 20, 7]);
    let bank = bank_with(&[opening; 2]);
    let machine = start_with("machine", &bank, move |bank| {
        bank.withdraw(1, amounts[2]).is_ok()
    });
    let there = start_with("there", &bank, move |bank| {
        bank.transfer(0, 1, amounts[0]).is_ok()
    });
    let back = start_with("back", &bank, move |bank| {
        bank.transfer(1, 0, amounts[1]).is_ok()
    });
    let made = [there, back, machine].map(|thread| end(thread));
    let [there, back, taken] = amounts;
    let right = [opening - there + back, opening + there - back - taken];
    let end = [0, 1].map(|id| balance(&bank, id));
    promise!(
        LostUpdate,
        made == [true; 3] && end == right,
        "{there} were moved from account 0 to 1, {back} from 1 to 0, and {taken} were paid out from \
         account 1: that makes {right:?}, the balances are {end:?}"
    );
}
