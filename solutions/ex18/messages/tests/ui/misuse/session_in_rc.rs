//! A session may move, but an `Rc` around it may not: its count is not made for two threads.

use std::rc::Rc;
use std::thread;

use ex18_messages::Session;

fn hand_over(session: Rc<Session>) {
    thread::spawn(move || {
        let mine = session;
        mine.scan()
    });
}

fn main() {
    let _ = hand_over;
}
