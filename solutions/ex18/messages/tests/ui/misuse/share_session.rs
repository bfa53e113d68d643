//! Two threads use one session at the same time.

use std::thread;

use ex18_messages::SessionPool;

fn main() {
    let pool = SessionPool::new(1);
    let lease = pool.checkout();
    let session = &*lease;
    thread::scope(|office| {
        office.spawn(|| {
            let shared = session;
            shared.scan()
        });
        session.scan();
    });
}
