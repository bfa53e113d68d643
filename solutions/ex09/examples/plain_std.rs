//! The bank on plain std: `cargo run -p ex09-corpus --example plain_std`.

// ANCHOR: program
use std::sync::Mutex;
use std::thread;

struct Account {
    balance: i64,
    journal: Vec<i64>,
}

impl Account {
    fn book(&mut self, amount: i64) {
        self.balance += amount;
        self.journal.push(amount);
    }
}

/// One lock for everything that has to agree: all balances and all journals.
struct Bank(Mutex<Vec<Account>>);

impl Bank {
    fn transfer(&self, from: usize, to: usize, amount: i64) -> Option<()> {
        let mut accounts = self.0.lock().unwrap();
        if accounts[from].balance < amount {
            return None;
        }
        accounts[from].book(-amount);
        accounts[to].book(amount);
        Some(())
    }

    fn total(&self) -> i64 {
        self.0
            .lock()
            .unwrap()
            .iter()
            .map(|account| account.balance)
            .sum()
    }
}

fn main() {
    let open = |balance| Account {
        balance,
        journal: vec![balance],
    };
    let bank = Bank(Mutex::new(vec![open(100), open(0)]));
    thread::scope(|scope| {
        scope.spawn(|| (0..1_000).filter_map(|_| bank.transfer(0, 1, 7)).count());
        scope.spawn(|| (0..1_000).filter_map(|_| bank.transfer(1, 0, 5)).count());
        scope.spawn(|| (0..1_000).for_each(|_| assert_eq!(bank.total(), 100)));
    });
    println!("the total is {}", bank.total());
}
// ANCHOR_END: program
