//! x
use checker::{rt, Check};
use interleaving::ObjectKind;
use std::panic::Location;
use std::sync::{Arc, Mutex};
#[track_caller]
fn spawn(f: impl FnOnce() + Send + 'static) -> rt::ThreadId { rt::spawn(None, Location::caller(), Box::new(f)) }
#[track_caller]
fn join(t: rt::ThreadId) { rt::join(t, Location::caller()) }
struct M(rt::Object, Mutex<Vec<u64>>);
#[test]
fn orders() {
    for cache in [true, false] {
    let set = Arc::new(Mutex::new(std::collections::BTreeSet::new()));
    let s2 = set.clone();
    let mut c = Check::default(); c.cache = cache;
    let r = c.report(move || {
        let m = Arc::new(M(rt::Object::new(ObjectKind::Mutex), Mutex::new(vec![])));
        let ts: Vec<_> = (0..3).map(|i| { let m = m.clone(); spawn(move || { for _ in 0..2 {
            rt::mutex_lock(&m.0, Location::caller()); m.1.lock().unwrap().push(i); rt::mutex_unlock(&m.0); } }) }).collect();
        for t in ts { join(t) }
        s2.lock().unwrap().insert(m.1.lock().unwrap().clone());
    });
    println!("{cache} {:?} {} orders {}", r.verdict, r.executions, set.lock().unwrap().len());
    }
}
