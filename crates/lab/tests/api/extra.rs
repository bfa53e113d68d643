//! What `lab` has and std has not, or not in this form.

use lab::cell::UnsafeCell;
use lab::{Racy, alloc};

static VISITS: Racy<u32> = Racy::new(0);
static LETTER: Shared = Shared(UnsafeCell::new(0));

struct Shared(UnsafeCell<u8>);

#[expect(unsafe_code, reason = "a cell that is shared by hand")]
// SAFETY: this test is the only user.
unsafe impl Sync for Shared {}

#[test]
fn a_racy_variable_loads_and_stores() {
    VISITS.store(VISITS.load() + 1);
    assert_eq!(VISITS.load(), 1);
    let mut racy = Racy::from((1, 'a'));
    racy.get_mut().0 = 2;
    assert_eq!(format!("{racy:?}"), "Racy((2, 'a'))");
    assert_eq!(racy.into_inner(), (2, 'a'));
    assert_eq!(Racy::<u8>::default().load(), 0);
}

#[test]
fn a_cell_gives_out_pointers() {
    #[expect(unsafe_code, reason = "what the cell is for")]
    // SAFETY: nobody else uses the cell.
    let read = unsafe {
        LETTER.0.with_mut(|letter| *letter = 7);
        LETTER.0.with(|letter| *letter)
    };
    assert_eq!(read, 7);
    let mut cell = UnsafeCell::from(String::from("a"));
    cell.get_mut().push('b');
    assert_eq!(format!("{cell:?}"), "UnsafeCell { .. }");
    assert_eq!(cell.into_inner(), "ab");
    assert_eq!(UnsafeCell::<u8>::default().into_inner(), 0);
}

#[test]
fn memory_comes_back_from_a_pointer() {
    let pointer = alloc::into_raw(Box::new(String::from("a")));
    alloc::touch(pointer);
    #[expect(unsafe_code, reason = "what the module is for")]
    // SAFETY: the pointer comes from `into_raw` and is given back once.
    let boxed = unsafe { alloc::from_raw(pointer) };
    assert_eq!(*boxed, "a");
}

#[test]
fn the_order_of_a_hash_table_is_always_the_same() {
    let names = ["anna", "ben", "clara", "david", "eva", "finn"];
    let seats = || {
        names
            .into_iter()
            .zip(1..)
            .collect::<lab::collections::HashMap<_, u8>>()
    };
    assert_eq!(format!("{:?}", seats()), format!("{:?}", seats()));
    // The very order, so that a change of the seed or of std's hash function is noticed.
    let order: Vec<u8> = seats().into_values().collect();
    let again: Vec<u8> = seats().values().copied().collect();
    assert_eq!(order, again);
}
