//! Events carry the learner's line and the value.

use lab::cell::UnsafeCell;
use lab::sync::atomic::{AtomicBool, AtomicI32, Ordering, fence};
use lab::sync::{Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, mpsc};
use lab::{Racy, alloc, channel, thread};

use crate::panics;

/// The events of the failing execution of a model, one line of text each, with line numbers
/// relative to the first one.
fn events(model: impl Fn() + Send + Sync + 'static) -> Vec<String> {
    let counterexample = panics(model).counterexample.unwrap();
    let sources = counterexample
        .events
        .iter()
        .filter_map(|event| event.source.as_ref());
    let foreign = sources
        .clone()
        .find(|source| !source.file.ends_with("tests/model/lines.rs"));
    assert_eq!(foreign, None);
    let first = sources.map(|source| source.line).min().unwrap();
    let text = |event: &interleaving::Event| {
        let line = event.source.as_ref().map(|source| source.line - first);
        let action = serde_json::to_value(&event.action).unwrap();
        let fields = ["value", "before", "after"];
        let values = fields.map(|field| action[field].as_str().unwrap_or("").to_owned());
        let name = action["do"].as_str().unwrap().to_owned();
        let line = line.map_or("-".to_owned(), |line| line.to_string());
        format!("{line} {name} {}", values.join(" "))
            .trim_end()
            .to_owned()
    };
    counterexample.events.iter().map(text).collect()
}

#[test]
fn every_operation_has_its_own_line() {
    let events = events(|| {
        let stock = Mutex::new(Some(3));
        let price = AtomicI32::new(-5);
        let rate = RwLock::new("low");
        let shelf = Racy::new('a');
        *stock.lock().unwrap() = None;
        price.fetch_sub(1, Ordering::Relaxed);
        price.store(-7, Ordering::Relaxed);
        price.load(Ordering::Relaxed);
        *rate.write().unwrap() = "high";
        assert_eq!(*rate.read().unwrap(), "high");
        shelf.store('b');
        assert_eq!(shelf.load(), 'c');
    });
    insta::assert_snapshot!(events.join("\n"));
}

#[test]
fn closures_and_waits_carry_the_line_of_their_call() {
    let events = events(|| {
        let gate = Arc::new((Mutex::new(0), Condvar::new()));
        let other = Arc::clone(&gate);
        let opener = thread::spawn(move || {
            *other.0.lock().unwrap() += 1;
            other.1.notify_one();
        });
        let open = gate.0.lock().unwrap();
        let open = gate.1.wait_while(open, |open| *open == 0).unwrap();
        opener.join().unwrap();
        assert_eq!(*open, 2);
    });
    insta::assert_snapshot!(events.join("\n"));
}

#[test]
fn loops_over_a_channel_carry_the_line_where_they_begin() {
    let events = events(|| {
        let (orders, kitchen) = lab::channel::unbounded();
        orders.send(1).unwrap();
        orders.send(2).unwrap();
        orders.send(3).unwrap();
        drop(orders);
        let first: u8 = kitchen.iter().take(1).sum();
        let mut rest = 0;
        for order in kitchen {
            rest += order;
        }
        assert_eq!((first, rest), (1, 6));
    });
    insta::assert_snapshot!(events.join("\n"));
}

#[test]
fn no_event_carries_a_line_of_the_library() {
    let events = events(|| {
        let table = LazyLock::new(|| 5);
        let config = OnceLock::new();
        assert_eq!(*table, 5);
        config.get_or_init(|| 1);
        config.get();
        Once::new().call_once(|| {});
        Barrier::new(1).wait();
        let page = UnsafeCell::new(3);
        page.with(|_| ());
        page.with_mut(|_| ());
        drop(page);
        fence(Ordering::SeqCst);
        let flag = AtomicBool::new(false);
        let _ = flag.compare_exchange(true, false, Ordering::SeqCst, Ordering::SeqCst);
        let _ = flag.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |flag| Some(!flag));
        let (sender, receiver) = mpsc::sync_channel(1);
        sender.try_send("a").unwrap();
        assert!(sender.try_send("b").is_err());
        receiver.recv().unwrap();
        let (hot, soup) = channel::bounded(1);
        channel::select! {
            recv(soup) -> _ => {}
            send(hot, 7) -> sent => sent.unwrap(),
        }
        channel::select! {
            recv(soup) -> _ => {}
            default => {}
        }
        let parcel = alloc::into_raw(Box::new(1));
        #[expect(unsafe_code, reason = "what the module is for")]
        // SAFETY: the pointer comes from `into_raw` and is given back once.
        drop(unsafe { alloc::from_raw(parcel) });
        thread::scope(|scope| {
            scope
                .spawn(|| {
                    thread::yield_now();
                })
                .join()
                .unwrap();
        });
        thread::current().unpark();
        thread::park();
        let shared = Arc::new(1);
        let weak = Arc::downgrade(&shared);
        assert_eq!(Arc::strong_count(&shared), 1);
        drop(shared);
        assert!(weak.upgrade().is_some());
    });
    insta::assert_snapshot!(events.join("\n"));
}
