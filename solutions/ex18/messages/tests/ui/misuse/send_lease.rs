//! One thread asks for a session, another one uses it and gives it back.

use std::thread;

use ex18_messages::SessionPool;

fn main() {
    let pool = SessionPool::new(1);
    let lease = pool.checkout();
    thread::scope(|office| {
        office.spawn(move || {
            let mine = lease;
            mine.scan()
        });
    });
}
