//! Two opposite transfers on plain std: `cargo run -p ex10-corpus --example plain_std`.

// ANCHOR: program
use std::sync::Mutex;
use std::thread;

fn transfer(accounts: &[Mutex<i64>], from: usize, to: usize, amount: i64) -> bool {
    if from == to {
        return *accounts[from].lock().unwrap() >= amount;
    }
    let (low, high) = if from < to { (from, to) } else { (to, from) };
    let mut first = accounts[low].lock().unwrap();
    let mut second = accounts[high].lock().unwrap();
    let (source, target) = if from == low {
        (&mut *first, &mut *second)
    } else {
        (&mut *second, &mut *first)
    };
    let enough = *source >= amount;
    if enough {
        *source -= amount;
        *target += amount;
    }
    enough
}

fn main() {
    let accounts = [Mutex::new(500), Mutex::new(500)];
    let clerk = |from, to| {
        for _ in 0..100_000 {
            transfer(&accounts, from, to, 1);
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| clerk(0, 1));
        scope.spawn(|| clerk(1, 0));
    });
    let sum: i64 = accounts
        .iter()
        .map(|account| *account.lock().unwrap())
        .sum();
    println!("both clerks are done, the branch holds {sum}");
}
// ANCHOR_END: program
