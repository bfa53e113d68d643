//! The feature flags on plain std: `cargo run -p ex04-corpus --example plain_std`.

// ANCHOR: program
use std::collections::HashMap;
use std::sync::Mutex;
use std::thread;

#[derive(Default)]
struct FlagTable {
    flags: Mutex<HashMap<String, i64>>,
}

impl FlagTable {
    fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        let mut flags = self.flags.lock().unwrap();
        *flags.entry(k.to_string()).or_insert(v)
    }

    fn take(&self, k: &str) -> Option<i64> {
        self.flags.lock().unwrap().remove(k)
    }
}

fn main() {
    let table = FlagTable::default();
    let run = |work: &(dyn Fn(i64) -> Option<i64> + Sync)| {
        thread::scope(|scope| {
            let threads = [1, 2, 3].map(|number| scope.spawn(move || work(number)));
            threads.map(|thread| thread.join().unwrap())
        })
    };
    let told = run(&|number| Some(table.get_or_insert("dark", number)));
    println!(
        "all were told the same: {}",
        told[0] == told[1] && told[1] == told[2]
    );
    let taken = run(&|_| table.take("dark"));
    println!("taken {} time", taken.iter().flatten().count());
}
// ANCHOR_END: program
