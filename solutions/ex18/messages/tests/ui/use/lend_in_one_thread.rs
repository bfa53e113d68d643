//! Inside one thread a session may be lent on as an ordinary reference.

use ex18_messages::{Session, SessionPool};

fn scan_both_sides(session: &Session) -> (u32, u32) {
    (session.scan(), session.scan())
}

fn main() {
    let pool = SessionPool::new(1);
    let lease = pool.checkout();
    assert_eq!(scan_both_sides(&lease), (1, 2));
}
