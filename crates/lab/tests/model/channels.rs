//! Channels with many receivers, and `select!`.

use std::time::Duration;

use interleaving::Kind;
use lab::channel::{
    RecvError, Select, SendTimeoutError, bounded, never, select, select_biased, unbounded,
};
use lab::thread;

use crate::{fails, holds, outcomes, refused};

const LONG: Duration = Duration::from_secs(3600);

#[test]
fn each_message_goes_to_one_receiver() {
    let sums = || {
        let (jobs, inbox) = unbounded();
        let other = inbox.clone();
        let worker = thread::spawn(move || other.iter().sum::<u8>());
        jobs.send(1).unwrap();
        jobs.send(2).unwrap();
        drop(jobs);
        let mine: u8 = inbox.iter().sum();
        (mine, worker.join().unwrap())
    };
    assert_eq!(outcomes(sums), [(0, 3), (1, 2), (2, 1), (3, 0)]);
}

#[test]
fn a_bounded_channel_is_never_longer_than_its_capacity() {
    let lengths = || {
        let (jobs, inbox) = bounded(1);
        let watcher = inbox.clone();
        let sender = thread::spawn(move || {
            jobs.send(1).unwrap();
            jobs.send(2).unwrap();
        });
        let seen = (watcher.len(), watcher.is_full());
        assert_eq!(inbox.iter().sum::<u8>(), 3);
        sender.join().unwrap();
        assert!(inbox.is_empty());
        seen
    };
    assert_eq!(outcomes(lengths), [(0, false), (0, true), (1, true)]);
}

#[test]
fn send_with_a_time_out() {
    let results = || {
        let (jobs, inbox) = bounded(0);
        let worker = thread::spawn(move || inbox.recv_timeout(LONG).is_ok());
        let sent = match jobs.send_timeout(1, LONG) {
            Ok(()) => "sent",
            Err(SendTimeoutError::Timeout(_)) => "time over",
            Err(SendTimeoutError::Disconnected(_)) => "closed",
        };
        drop(jobs);
        (sent, worker.join().unwrap())
    };
    assert_eq!(
        outcomes(results),
        [("closed", false), ("sent", true), ("time over", false)]
    );
}

#[test]
fn a_rendezvous_needs_both() {
    holds(|| {
        let (jobs, inbox) = bounded(0);
        let worker = thread::spawn(move || inbox.recv());
        jobs.send(7).unwrap();
        assert_eq!(worker.join().unwrap(), Ok(7));
    });
    fails("deadlock", Kind::WaitCycle, || {
        let (jobs, inbox) = bounded(0);
        let worker = thread::spawn(move || {
            inbox.recv().unwrap();
            inbox.recv().unwrap();
        });
        jobs.send(7).unwrap();
        worker.join().unwrap();
    });
}

#[test]
fn select_takes_any_ready_operation() {
    let results = || {
        let (hot, soup) = bounded(1);
        let (cold, salad) = bounded(1);
        hot.send(1).unwrap();
        cold.send(2).unwrap();
        select! {
            recv(soup) -> dish => dish.unwrap(),
            recv(salad) -> dish => dish.unwrap() * 10,
        }
    };
    assert_eq!(outcomes(results), [1, 20]);
}

#[test]
fn select_biased_takes_the_first_ready_operation() {
    let results = || {
        let (hot, soup) = bounded(1);
        let (cold, salad) = bounded(1);
        let cook = thread::spawn(move || {
            hot.send(1).unwrap();
            hot
        });
        cold.send(2).unwrap();
        let got = select_biased! {
            recv(soup) -> dish => dish.unwrap(),
            recv(salad) -> dish => dish.unwrap() * 10,
        };
        drop(cook.join());
        got
    };
    assert_eq!(outcomes(results), [1, 20]);
    let always_first = || {
        let (hot, soup) = bounded(1);
        let (cold, salad) = bounded(1);
        hot.send(1).unwrap();
        cold.send(2).unwrap();
        select_biased! {
            recv(soup) -> dish => dish.unwrap(),
            recv(salad) -> dish => dish.unwrap() * 10,
        }
    };
    assert_eq!(outcomes(always_first), [1]);
}

#[test]
fn select_waits_and_has_a_default() {
    let results = || {
        let (hot, soup) = bounded(1);
        let cook = thread::spawn(move || hot.send(1).unwrap());
        let early = select! {
            recv(soup) -> dish => Some(dish),
            default => None,
        };
        let late = select! {
            recv(soup) -> dish => dish,
            recv(never::<u8>()) -> _ => unreachable!(),
        };
        cook.join().unwrap();
        (early, late)
    };
    assert_eq!(
        outcomes(move || format!("{:?}", results())),
        ["(None, Ok(1))", "(Some(Ok(1)), Err(RecvError))"]
    );
}

#[test]
fn select_with_a_time_out() {
    let results = || {
        let (hot, soup) = bounded(1);
        let cook = thread::spawn(move || {
            let _ = hot.send(1);
        });
        let got = select! {
            recv(soup) -> dish => dish.ok(),
            default(LONG) => None,
        };
        drop(soup);
        cook.join().unwrap();
        got
    };
    assert_eq!(outcomes(results), [None, Some(1)]);
}

#[test]
fn select_sends_when_there_is_room() {
    let results = || {
        let (hot, soup) = bounded(0);
        let (stop, stopped) = bounded::<()>(1);
        let guest = thread::spawn(move || {
            let dish = soup.recv_timeout(LONG).ok();
            stop.send(()).unwrap();
            dish
        });
        let sent = select! {
            send(hot, 5) -> sent => sent.is_ok(),
            recv(stopped) -> _ => false,
        };
        (sent, guest.join().unwrap())
    };
    assert_eq!(outcomes(results), [(false, None), (true, Some(5))]);
}

#[test]
fn a_closed_channel_is_ready() {
    holds(|| {
        let (hot, soup) = bounded::<u8>(1);
        drop(hot);
        let (cold, salad) = bounded::<u8>(1);
        drop(salad);
        select! {
            recv(soup) -> dish => assert_eq!(dish, Err(RecvError)),
            send(cold, 1) -> sent => assert_eq!(sent.unwrap_err().0, 1),
        }
    });
}

#[test]
fn two_selects_can_hand_over_to_each_other() {
    holds(|| {
        let (there, hall) = bounded(0);
        let (back, desk) = bounded::<u8>(0);
        let other = thread::spawn(move || {
            select! {
                recv(hall) -> message => message.unwrap(),
                recv(never::<u8>()) -> _ => 0,
            }
        });
        select! {
            send(there, 3) -> sent => sent.unwrap(),
            recv(desk) -> _ => unreachable!("nobody sends here"),
        }
        assert_eq!(other.join().unwrap(), 3);
        drop(back);
    });
}

#[test]
fn a_list_of_operations_is_selected_from() {
    let results = || {
        let channels = [unbounded(), unbounded()];
        channels[0].0.send('a').unwrap();
        channels[1].0.send('b').unwrap();
        let mut select = Select::new();
        for (_, receiver) in &channels {
            select.recv(receiver);
        }
        let first = select.select();
        let index = first.index();
        let first = first.recv(&channels[index].1).unwrap();
        select.remove(index);
        let second = select.select().recv(&channels[1 - index].1).unwrap();
        (first, second)
    };
    assert_eq!(outcomes(results), [('a', 'b'), ('b', 'a')]);
}

#[test]
fn nothing_to_receive_is_a_deadlock() {
    fails("deadlock", Kind::WaitCycle, || {
        let _ = never::<u8>().recv();
    });
}

#[test]
fn what_depends_on_the_clock_is_refused() {
    let after = refused(|| drop(lab::channel::after(LONG)));
    assert!(
        after.starts_with("`channel::after` depends on the clock"),
        "{after}"
    );
    let tick = refused(|| drop(lab::channel::tick(LONG)));
    assert!(
        tick.starts_with("`channel::tick` depends on the clock"),
        "{tick}"
    );
    let ready = refused(|| {
        let _ = Select::new().try_ready();
    });
    assert!(
        ready.starts_with("`Select::try_ready` cannot be checked"),
        "{ready}"
    );
}
