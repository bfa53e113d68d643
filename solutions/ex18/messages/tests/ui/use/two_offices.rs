//! Two threads share the pool, and each has its own lease.

use std::thread;

use ex18_messages::SessionPool;

fn main() {
    let pool = SessionPool::new(1);
    thread::scope(|office| {
        office.spawn(|| pool.checkout().scan());
        office.spawn(|| pool.checkout().scan());
    });
    assert_eq!(pool.checkout().scan(), 3);
}
