//! Two threads use one session at the same time.

use std::thread;

use ex18_messages::SessionPool;

fn main() {
    let pool = SessionPool::new(1);
    let lease = pool.checkout();
    let session = &*lease;
    on_another_thread(|| {
        let shared = session;
        shared.scan()
    });
    session.scan();
}

/// Starts a thread and waits for it. `Send` is what every way to start one asks for; std's own would
/// add lines of its source to the message where that is installed.
fn on_another_thread<T: Send>(work: impl FnOnce() -> T + Send) {
    thread::scope(|office| office.spawn(work).join().map(drop).unwrap());
}
