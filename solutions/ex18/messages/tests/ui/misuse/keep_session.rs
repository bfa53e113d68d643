//! The lease is over, and somebody still uses the session.

use ex18_messages::SessionPool;

fn main() {
    let pool = SessionPool::new(1);
    let session = {
        let lease = pool.checkout();
        &*lease
    };
    session.scan();
}
