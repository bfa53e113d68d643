use super::sync::{Arc, Weak};
use std::any::Any;
use std::borrow::Borrow;
use std::collections::HashSet;
use std::fmt::Debug;

#[test]
fn an_arc_counts_its_owners() {
    let mut first = Arc::new(String::from("a"));
    assert_eq!(Arc::get_mut(&mut first).unwrap(), "a");
    let second = Arc::clone(&first);
    let third = first.clone();
    assert!(Arc::ptr_eq(&first, &second) && first == second && first <= second);
    assert_eq!(Arc::as_ptr(&first), Arc::as_ptr(&third));
    assert_eq!((Arc::strong_count(&first), Arc::weak_count(&first)), (3, 0));
    let weak: Weak<String> = Arc::downgrade(&first);
    assert_eq!((weak.strong_count(), weak.weak_count()), (3, 1));
    assert!(weak.ptr_eq(&weak.clone()));
    assert_eq!(weak.as_ptr(), Arc::as_ptr(&first));
    drop(second);
    let first = Arc::try_unwrap(first).unwrap_err();
    assert_eq!(Arc::into_inner(first), None);
    assert_eq!(weak.upgrade().as_deref().map(String::as_str), Some("a"));
    let mut third = third;
    assert!(Arc::get_mut(&mut third).is_none(), "a weak pointer exists");
    Arc::make_mut(&mut third).push('b');
    assert!(weak.upgrade().is_none(), "the value has moved away");
    assert_eq!(format!("{third} {third:?} {weak:?}"), "ab \"ab\" (Weak)");
    assert!(format!("{third:p}").starts_with("0x"));
    assert_eq!(Arc::unwrap_or_clone(third.clone()), "ab");
    assert_eq!(Arc::into_inner(third), Some("ab".to_owned()));
    assert!(Weak::<u8>::new().upgrade().is_none() && Weak::<u8>::default().strong_count() == 0);
}

#[test]
fn make_mut_copies_what_is_shared() {
    let mut mine = Arc::new(1);
    let yours = mine.clone();
    *Arc::make_mut(&mut mine) = 2;
    assert_eq!((*mine, *yours), (2, 1));
    assert_eq!(Arc::try_unwrap(mine), Ok(2));
}

#[test]
fn an_arc_may_own_an_unsized_value() {
    let text: Arc<str> = Arc::from("abc");
    assert_eq!(text.len() + Arc::<str>::from(String::from("d")).len(), 4);
    let numbers: Arc<[u8]> = Arc::from(vec![1, 2]);
    assert_eq!(&numbers[..], &[1, 2]);
    assert_eq!(Arc::<[u8]>::from([1, 2]), Arc::from(&[1u8, 2][..]));
    assert_eq!((1..=2).collect::<Arc<[u8]>>(), numbers);
    let debug: Arc<dyn Debug> = Arc::from(Box::new(5) as Box<dyn Debug>);
    assert_eq!(format!("{debug:?}"), "5");
    let weak: Weak<dyn Debug> = Arc::downgrade(&debug);
    drop(debug);
    assert!(weak.upgrade().is_none());
    let any: Arc<dyn Any + Send + Sync> = Arc::from(Box::new(5u8) as Box<dyn Any + Send + Sync>);
    let any = any.downcast::<u16>().unwrap_err();
    assert_eq!(*any.downcast::<u8>().unwrap(), 5);
}

#[test]
fn an_arc_is_its_value_for_most_traits() {
    let text = Arc::new(String::from("a"));
    let as_ref: &String = text.as_ref();
    let borrowed: &String = text.borrow();
    assert_eq!(as_ref, borrowed);
    assert_eq!(HashSet::from([text.clone(), text]).len(), 1);
    assert_eq!(*Arc::<u8>::default(), 0);
    fn error<E: std::error::Error>(_: E) {}
    error(Arc::new(std::fmt::Error));
}

#[test]
fn a_value_can_point_to_itself() {
    struct Node {
        me: Weak<Node>,
        size: u8,
    }
    let node = Arc::new_cyclic(|me| {
        assert!(me.upgrade().is_none());
        Node {
            me: me.clone(),
            size: 3,
        }
    });
    assert_eq!(node.me.upgrade().unwrap().size, 3);
}
