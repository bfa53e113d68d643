//! Channels with one receiver.

use std::time::Duration;

use interleaving::Kind;
use lab::sync::mpsc::{RecvTimeoutError, TrySendError, channel, sync_channel};
use lab::thread;

use crate::{fails, holds, outcomes};

const LONG: Duration = Duration::from_secs(3600);

#[test]
fn messages_of_one_sender_keep_their_order() {
    let orders = || {
        let (orders, kitchen) = channel();
        let other = orders.clone();
        let waiter = thread::spawn(move || {
            other.send(1).unwrap();
            other.send(2).unwrap();
        });
        orders.send(9).unwrap();
        drop(orders);
        waiter.join().unwrap();
        kitchen.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(outcomes(orders), [[1, 2, 9], [1, 9, 2], [9, 1, 2]]);
}

#[test]
fn the_receiver_ends_when_all_senders_are_gone() {
    holds(|| {
        let (orders, kitchen) = channel();
        let cook = thread::spawn(move || kitchen.iter().sum::<u8>());
        for n in 1..=2 {
            orders.clone().send(n).unwrap();
        }
        drop(orders);
        assert_eq!(cook.join().unwrap(), 3);
    });
}

#[test]
fn a_sender_that_is_kept_makes_the_receiver_wait_for_ever() {
    fails("deadlock", Kind::WaitCycle, || {
        let (orders, kitchen) = channel();
        let cook = thread::spawn(move || kitchen.iter().sum::<u8>());
        orders.send(1).unwrap();
        cook.join().unwrap();
        drop(orders);
    });
}

#[test]
fn try_recv_tells_empty_from_closed() {
    let results = || {
        let (orders, kitchen) = channel();
        let waiter = thread::spawn(move || orders.send(1).unwrap());
        let got = kitchen.try_recv();
        waiter.join().unwrap();
        (got, kitchen.try_iter().count(), kitchen.try_recv())
    };
    assert_eq!(
        outcomes(move || format!("{:?}", results())),
        [
            "(Err(Empty), 1, Err(Disconnected))",
            "(Ok(1), 0, Err(Disconnected))"
        ]
    );
}

#[test]
fn a_time_out_may_fire_at_any_moment() {
    let results = || {
        let (orders, kitchen) = channel::<u8>();
        let waiter = thread::spawn(move || orders.send(1));
        let got = kitchen.recv_timeout(LONG);
        drop(kitchen);
        let _ = waiter.join().unwrap();
        match got {
            Ok(n) => format!("got {n}"),
            Err(RecvTimeoutError::Timeout) => "time over".to_owned(),
            Err(RecvTimeoutError::Disconnected) => "closed".to_owned(),
        }
    };
    assert_eq!(outcomes(results), ["got 1", "time over"]);
}

#[test]
fn sending_to_nobody_gives_the_message_back() {
    let results = || {
        let (orders, kitchen) = channel();
        let cook = thread::spawn(move || drop(kitchen));
        let sent = orders.send(7).map_err(|error| error.0);
        cook.join().unwrap();
        sent
    };
    assert_eq!(outcomes(results), [Ok(()), Err(7)]);
}

#[test]
fn a_full_channel_makes_the_sender_wait() {
    holds(|| {
        let (orders, kitchen) = sync_channel(1);
        let waiter = thread::spawn(move || {
            for n in 0..3 {
                orders.send(n).unwrap();
            }
        });
        assert_eq!(kitchen.iter().collect::<Vec<_>>(), [0, 1, 2]);
        waiter.join().unwrap();
    });
}

#[test]
fn try_send_tells_full_from_closed() {
    let results = || {
        let (orders, kitchen) = sync_channel(1);
        orders.send(1).unwrap();
        let cook = thread::spawn(move || kitchen.recv().unwrap());
        let sent = match orders.try_send(2) {
            Ok(()) => "sent",
            Err(TrySendError::Full(2)) => "full",
            Err(TrySendError::Disconnected(2)) => "closed",
            Err(_) => unreachable!(),
        };
        cook.join().unwrap();
        sent
    };
    assert_eq!(outcomes(results), ["closed", "full", "sent"]);
}

#[test]
fn a_channel_without_a_buffer_hands_over() {
    // After the hand-over the receiver has begun to receive, so its earlier writes are visible.
    holds(|| {
        let ready = lab::Racy::new(false);
        let (orders, kitchen) = sync_channel(0);
        thread::scope(|scope| {
            let ready = &ready;
            scope.spawn(move || {
                ready.store(true);
                assert_eq!(kitchen.recv(), Ok(5));
            });
            orders.send(5).unwrap();
            assert!(ready.load());
        });
    });
}

#[test]
fn handing_over_to_oneself_is_a_deadlock() {
    fails("deadlock", Kind::WaitCycle, || {
        let (orders, kitchen) = sync_channel(0);
        orders.send(1).unwrap();
        kitchen.recv().unwrap();
    });
}

#[test]
fn a_full_channel_and_a_receiver_that_waits_for_the_sender_deadlock() {
    fails("deadlock", Kind::WaitCycle, || {
        let (orders, kitchen) = sync_channel(1);
        let waiter = thread::spawn(move || {
            orders.send(1).unwrap();
            orders.send(2).unwrap();
        });
        waiter.join().unwrap();
        assert_eq!(kitchen.iter().count(), 2);
    });
}

#[test]
fn messages_that_nobody_reads_are_dropped_with_the_receiver() {
    holds(|| {
        let (orders, kitchen) = channel();
        let (answers, customer) = channel::<u8>();
        orders.send(answers).unwrap();
        drop(kitchen);
        assert!(
            customer.recv().is_err(),
            "the sender in the message is gone"
        );
    });
}
