//! Playing the scheduler.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use pyrace::game::{Can, Game};
use pyrace::{Limits, Program, Status};

const COUNTER: &str = "import threading\nn = 0\ndef inc():\n    global n\n    n += 1\n\
    t1 = threading.Thread(target=inc)\nt2 = threading.Thread(target=inc)\n\
    t1.start(); t2.start()\nt1.join(); t2.join()\n";

const LOCKS: &str = "import threading\na = threading.Lock()\nb = threading.Lock()\n\
    def w1():\n    with a:\n        with b:\n            pass\n\
    def w2():\n    with b:\n        with a:\n            pass\n\
    t1 = threading.Thread(target=w1)\nt2 = threading.Thread(target=w2)\n\
    t1.start(); t2.start()\nt1.join(); t2.join()\n";

fn compile(source: &str) -> Program {
    Program::compile(source, "gil_every".parse().unwrap()).unwrap()
}

#[test]
fn the_counts_ahead_add_up() {
    let program = compile(COUNTER);
    let mut game = Game::new(&program, Limits::default()).unwrap();
    let ahead = game.from_here().unwrap();
    assert_eq!(
        (ahead.all.to_string(), ahead.bad.to_string()),
        ("6".into(), "4".into())
    );
    game.step(1).unwrap();
    let ahead = game.from_here().unwrap();
    assert_eq!(
        (ahead.all.to_string(), ahead.bad.to_string()),
        ("3".into(), "2".into())
    );
    game.step(1).unwrap();
    let ahead = game.from_here().unwrap();
    assert_eq!(
        (ahead.all.to_string(), ahead.bad.to_string()),
        ("1".into(), "0".into())
    );
    assert_eq!(game.hint(), None);
    assert!(game.undo());
    assert!(game.hint().is_some());
}

#[test]
fn following_the_hints_finds_the_lost_update() {
    let program = compile(COUNTER);
    let mut game = Game::new(&program, Limits::default()).unwrap();
    while game.outcome().is_none() {
        let thread = game.hint().unwrap();
        game.step(thread).unwrap();
    }
    assert!(game.is_won());
    assert_eq!(
        game.outcome().unwrap().vars,
        [("n".to_owned(), "1".to_owned())]
    );
    while game.undo() {}
    assert!(game.outcome().is_none());
}

#[test]
fn a_thread_that_waits_says_for_what() {
    let program = compile(LOCKS);
    let mut game = Game::new(&program, Limits::default()).unwrap();
    game.step(1).unwrap();
    game.step(2).unwrap();
    assert_eq!(game.outcome().unwrap().status, Status::Deadlock);
    assert!(game.is_won());
    let players = game.players();
    assert_eq!(
        players[1].can,
        Can::Wait("waits for b, held by B".to_owned())
    );
    assert_eq!(
        players[2].can,
        Can::Wait("waits for a, held by A".to_owned())
    );
    assert!(game.step(1).is_err() && game.step(9).is_err());
}
