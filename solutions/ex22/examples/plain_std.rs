//! Lists with a lock each, on plain std: `cargo run -p ex22-corpus --example plain_std`.

// ANCHOR: program
use std::sync::Mutex;
use std::thread;

struct List {
    items: Mutex<Vec<i64>>,
}

fn extend(dst: &List, src: &List) {
    if std::ptr::eq(dst, src) {
        return dst.items.lock().unwrap().extend_from_within(..);
    }
    let (mut to, from);
    if std::ptr::from_ref(dst).addr() < std::ptr::from_ref(src).addr() {
        to = dst.items.lock().unwrap();
        from = src.items.lock().unwrap();
    } else {
        from = src.items.lock().unwrap();
        to = dst.items.lock().unwrap();
    }
    to.extend_from_slice(&from);
}

fn main() {
    let [a, b] = [vec![1], vec![2, 3]].map(|items| List {
        items: Mutex::new(items),
    });
    thread::scope(|scope| {
        scope.spawn(|| extend(&a, &b));
        scope.spawn(|| extend(&b, &a));
    });
    let lengths = (a.items.lock().unwrap().len(), b.items.lock().unwrap().len());
    println!("a and b have {lengths:?} items");
    assert!(lengths == (3, 5) || lengths == (4, 3));
}
// ANCHOR_END: program
