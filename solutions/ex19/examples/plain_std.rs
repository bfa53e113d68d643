//! The ticket counter on plain std: `cargo run -p ex19-corpus --example plain_std`.

// ANCHOR: program
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

/// Sells a ticket if fewer than `cap` are sold.
fn try_take(sold: &AtomicI64, cap: i64) -> bool {
    let one_more = |sold| (sold < cap).then_some(sold + 1);
    sold.fetch_update(Relaxed, Relaxed, one_more).is_ok()
}

fn main() {
    let sold = AtomicI64::new(0);
    let with_ticket = thread::scope(|scope| {
        let buyers: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| (0..50).filter(|_| try_take(&sold, 100)).count()))
            .collect();
        let told = buyers.into_iter().map(|buyer| buyer.join().unwrap());
        told.sum::<usize>()
    });
    println!("{with_ticket} of 400 tries got a ticket");
    assert_eq!((with_ticket, sold.into_inner()), (100, 100));
}
// ANCHOR_END: program
