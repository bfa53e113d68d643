//! Thread-local sums on plain std: `cargo run -p ex17-corpus --example plain_std`.

// ANCHOR: program
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

type Sums = BTreeMap<&'static str, u64>;

thread_local! {
    static BUFFER: RefCell<Sums> = const { RefCell::new(BTreeMap::new()) };
}

static TOTALS: Mutex<Sums> = Mutex::new(BTreeMap::new());

/// Merges the buffer of this thread when it is dropped.
struct FlushAtEnd;

impl Drop for FlushAtEnd {
    fn drop(&mut self) {
        let buffer = BUFFER.take();
        let mut totals = TOTALS.lock().unwrap();
        for (name, v) in buffer {
            *totals.entry(name).or_default() += v;
        }
    }
}

fn worker(values: &[i64]) -> Result<(), String> {
    let _merge = FlushAtEnd;
    for v in values {
        let v = u64::try_from(*v).map_err(|_| format!("{v} is damaged"))?;
        BUFFER.with_borrow_mut(|sums| *sums.entry("home").or_default() += v);
    }
    Ok(())
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| worker(&[1, 2, 3]));
        scope.spawn(|| worker(&[10, -1, 100]));
    });
    println!("{:?}", TOTALS.lock().unwrap());
    assert_eq!(*TOTALS.lock().unwrap(), BTreeMap::from([("home", 16)]));
}
// ANCHOR_END: program
