//! A session may move to another thread, as long as it is used in one place.

use std::sync::{Arc, Mutex};
use std::thread;

use ex18_messages::{Session, SessionPool};

fn may_move<T: Send>() {}

fn archive(session: Mutex<Session>) -> u32 {
    thread::spawn(move || {
        let mine = session;
        mine.lock().unwrap().scan()
    })
    .join()
    .unwrap()
}

fn main() {
    may_move::<Session>();
    let _ = archive;
    let pool = Arc::new(SessionPool::new(1));
    let moved = Arc::clone(&pool);
    thread::spawn(move || moved.checkout().scan()).join().unwrap();
    assert_eq!(pool.checkout().scan(), 2);
}
