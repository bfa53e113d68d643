//! Events carry the learner's line and the value.

use lab::sync::atomic::{AtomicI32, Ordering};
use lab::sync::{Arc, Condvar, Mutex, RwLock};
use lab::{Racy, thread};

use crate::panics;

/// The events of the failing execution of a model, one line of text each, with line numbers
/// relative to the first one.
fn events(model: impl Fn() + Send + Sync + 'static) -> Vec<String> {
    let counterexample = panics(model).counterexample.unwrap();
    let sources = counterexample
        .events
        .iter()
        .filter_map(|event| event.source.as_ref());
    assert!(
        sources
            .clone()
            .all(|source| source.file.ends_with("tests/model/lines.rs"))
    );
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
