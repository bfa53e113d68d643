use super::thread::{self, AccessError};
use super::thread_local;
use std::cell::{Cell, RefCell};

thread_local! {
    /// The orders of this thread.
    static ORDERS: RefCell<Vec<u8>> = RefCell::new(vec![1]);
    static COUNT: Cell<u8> = const { Cell::new(5) };
    pub(super) static NAME: String = String::from("till")
}
thread_local!(
    static LAST: Cell<Option<u8>> = Cell::new(Some(1));
);
thread_local!(static UNTOUCHED: Cell<u8> = unreachable!("never initialised"));

#[test]
fn each_thread_has_its_own() {
    ORDERS.with(|orders| orders.borrow_mut().push(2));
    assert_eq!(ORDERS.with_borrow(Vec::len), 2);
    assert_eq!(
        thread::spawn(|| ORDERS.with_borrow(Vec::len))
            .join()
            .unwrap(),
        1
    );
    ORDERS.with_borrow_mut(Vec::clear);
    assert_eq!(ORDERS.replace(vec![7]), []);
    assert_eq!(ORDERS.take(), [7]);
    ORDERS.set(vec![8]);
    let length: Result<usize, AccessError> = ORDERS.try_with(|orders| orders.borrow().len());
    assert_eq!(length, Ok(1));
    COUNT.set(COUNT.get() + 1);
    assert_eq!((COUNT.replace(9), COUNT.take(), COUNT.get()), (6, 9, 0));
    assert_eq!((LAST.take(), LAST.take()), (Some(1), None));
    UNTOUCHED.set(3);
    assert_eq!(UNTOUCHED.get(), 3);
    assert_eq!(NAME.with(String::len), 4);
}
