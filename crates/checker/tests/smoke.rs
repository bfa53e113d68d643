//! Small programs on the engine's own functions, without `lab`.
use checker::{rt, Check};
use interleaving::ObjectKind;
use std::panic::Location;
use std::sync::atomic::Ordering::*;
use std::sync::{Arc, Mutex};

struct A(rt::Object, u64);
impl A {
    #[track_caller]
    fn new(v: u64) -> Self { A(rt::Object::new(ObjectKind::Atomic), v) }
    #[track_caller]
    fn load(&self, o: std::sync::atomic::Ordering) -> u64 { rt::atomic_load(&self.0, self.1, o, Location::caller()) }
    #[track_caller]
    fn store(&self, v: u64, o: std::sync::atomic::Ordering) { rt::atomic_store(&self.0, self.1, v, o, Location::caller()) }
    #[track_caller]
    fn add(&self, v: u64, o: std::sync::atomic::Ordering) -> u64 { rt::atomic_rmw(&self.0, self.1, o, Relaxed, Location::caller(), |x| Some(x + v)).unwrap() }
}
#[track_caller]
fn spawn(f: impl FnOnce() + Send + 'static) -> rt::ThreadId { rt::spawn(None, Location::caller(), Box::new(f)) }
#[track_caller]
fn join(t: rt::ThreadId) { rt::join(t, Location::caller()) }
struct M(rt::Object, Mutex<u64>);
impl M {
    #[track_caller]
    fn with<R>(&self, f: impl FnOnce(&mut u64) -> R) -> R {
        rt::mutex_lock(&self.0, Location::caller());
        let r = f(&mut self.1.lock().unwrap());
        rt::mutex_unlock(&self.0);
        r
    }
}

fn outcomes(n: usize, f: impl Fn() -> Vec<u64> + Send + Sync + 'static) -> (Vec<Vec<u64>>, u64, String) {
    let set = Arc::new(Mutex::new(std::collections::BTreeSet::new()));
    let s2 = set.clone();
    let r = Check::default().report(move || { let o = f(); s2.lock().unwrap().insert(o); });
    let _ = n;
    (set.lock().unwrap().iter().cloned().collect(), r.executions, format!("{:?}", r.verdict))
}

#[test]
fn lost_update() {
    let r = Check::default().report(|| {
        let a = Arc::new(A::new(0));
        let b = a.clone();
        let t = spawn(move || { let v = b.load(SeqCst); b.store(v + 1, SeqCst); });
        let v = a.load(SeqCst);
        a.store(v + 1, SeqCst);
        join(t);
        assert_eq!(a.load(SeqCst), 2);
    });
    println!("{}", interleaving::render::render(r.counterexample.as_ref().unwrap(), &interleaving::render::Style { width: 112, plain: false, color: false }));
    println!("{:?} {}", r.verdict, r.executions);
}

#[test]
fn three_by_two() {
    let t = std::time::Instant::now();
    let s = checker::check(|| {
        let m = Arc::new(M(rt::Object::new(ObjectKind::Mutex), Mutex::new(0)));
        let ts: Vec<_> = (0..3).map(|_| { let m = m.clone(); spawn(move || { m.with(|v| *v += 1); m.with(|v| *v += 1); }) }).collect();
        for t in ts { join(t) }
        m.with(|v| assert_eq!(*v, 6));
    });
    println!("{s:?} {:?}", t.elapsed());
}

#[test]
fn litmus() {
    for o in [(Relaxed, Relaxed), (Release, Acquire), (SeqCst, SeqCst)] {
        let r = outcomes(2, move || {
            let x = Arc::new(A::new(0)); let y = Arc::new(A::new(0));
            let (x2, y2) = (x.clone(), y.clone());
            let out = Arc::new(Mutex::new(0)); let o2 = out.clone();
            let t = spawn(move || { x2.store(1, o.0); *o2.lock().unwrap() = y2.load(o.1); });
            y.store(1, o.0); let r = x.load(o.1);
            join(t);
            vec![*out.lock().unwrap(), r]
        });
        println!("SB {o:?} {r:?}");
        let r = outcomes(2, move || {
            let x = Arc::new(A::new(0)); let y = Arc::new(A::new(0));
            let (x2, y2) = (x.clone(), y.clone());
            let t = spawn(move || { x2.store(1, o.0); y2.store(1, o.0); });
            let a = y.load(o.1); let b = x.load(o.1);
            join(t);
            vec![a, b]
        });
        println!("MP {o:?} {r:?}");
        let r = outcomes(2, move || {
            let x = Arc::new(A::new(0)); let y = Arc::new(A::new(0));
            let (x2, y2) = (x.clone(), y.clone());
            let t = spawn(move || { x2.store(1, o.0); y2.store(2, o.0); });
            y.store(1, o.0); x.store(2, o.0);
            join(t);
            vec![x.load(Relaxed), y.load(Relaxed)]
        });
        println!("2+2W {o:?} {r:?}");
    }
    let r = outcomes(2, move || {
        let x = Arc::new(A::new(0));
        let x2 = x.clone();
        let t = spawn(move || { x2.add(1, SeqCst); });
        x.store(2, SeqCst);
        join(t);
        vec![x.load(SeqCst)]
    });
    println!("RMW {r:?}");
}
