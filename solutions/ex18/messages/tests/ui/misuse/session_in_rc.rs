//! A session may move, but an `Rc` around it may not: its count is not made for two threads.

use std::rc::Rc;
use std::thread;

use ex18_messages::Session;

fn hand_over(session: Rc<Session>) {
    on_another_thread(move || {
        let mine = session;
        mine.scan()
    });
}

fn main() {
    let _ = hand_over;
}

/// Starts a thread and waits for it. `Send` is what every way to start one asks for; std's own would
/// add lines of its source to the message where that is installed.
fn on_another_thread<T: Send>(work: impl FnOnce() -> T + Send) {
    thread::scope(|office| office.spawn(work).join().map(drop).unwrap());
}
