//! What copies of a state share until one of them changes it.
//!
//! Most steps change one thread and nothing else. So threads, objects and the variables of the module are
//! kept behind counted references, each with what a fingerprint needs to know of it alone. Whoever
//! changes them gets a copy of its own.

use std::cell::{self, OnceCell, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use super::fingerprint::Walk;
use super::mixer::Mixer;
use super::print::{Part, Print};
use super::state::Cell;

/// A part of a state, to read; [`Kept::change`] gives it to write.
#[derive(Debug)]
pub(crate) struct Kept<T>(Rc<Counted<T>>);

#[derive(Debug)]
struct Counted<T> {
    part: T,
    print: OnceCell<Print>,
    number: cell::Cell<u32>,
}

impl<T> Counted<T> {
    fn new(part: T) -> Counted<T> {
        Counted {
            part,
            print: OnceCell::new(),
            number: cell::Cell::new(0),
        }
    }
}

impl<T: Clone> Clone for Counted<T> {
    fn clone(&self) -> Counted<T> {
        Counted::new(self.part.clone())
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Kept<T> {
        Kept(Rc::clone(&self.0))
    }
}

impl<T: Part> Kept<T> {
    pub(crate) fn new(part: T) -> Kept<T> {
        Kept(Rc::new(Counted::new(part)))
    }

    /// True if a change makes a copy.
    #[inline]
    pub(crate) fn is_kept_elsewhere(&self) -> bool {
        Rc::strong_count(&self.0) > 1
    }

    /// The part, for this state alone.
    #[inline]
    pub(crate) fn change(&mut self) -> &mut T {
        let kept = Rc::make_mut(&mut self.0);
        kept.print.take();
        kept.number.set(0);
        &mut kept.part
    }

    /// What it adds to a fingerprint.
    #[inline]
    pub(crate) fn print(&self) -> &Print {
        self.0.print.get_or_init(|| Print::of(&self.0.part))
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0.part
    }
}

/// The objects of a state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heap(Rc<Cells>);

#[derive(Debug, Default)]
struct Cells {
    cells: Vec<Cell>,
    identity: OnceCell<u128>,
    number: cell::Cell<u32>,
    /// What the last walks over them found, without and with symmetry.
    walks: RefCell<[Option<Rc<Walk>>; 2]>,
}

impl Clone for Cells {
    fn clone(&self) -> Cells {
        Cells {
            cells: self.cells.clone(),
            ..Cells::default()
        }
    }
}

impl Heap {
    /// True if a change makes a copy.
    #[inline]
    pub(crate) fn is_kept_elsewhere(&self) -> bool {
        Rc::strong_count(&self.0) > 1
    }

    /// The objects, for this state alone.
    #[inline]
    pub(crate) fn change(&mut self) -> &mut Vec<Cell> {
        let kept = Rc::make_mut(&mut self.0);
        kept.identity.take();
        kept.number.set(0);
        *kept.walks.get_mut() = Default::default();
        &mut kept.cells
    }

    /// What the last walk found.
    pub(crate) fn walk(&self, symmetric: bool) -> Option<Rc<Walk>> {
        self.0.walks.borrow()[usize::from(symmetric)].clone()
    }

    /// Keeps what a walk found.
    pub(crate) fn keep(&self, symmetric: bool, walk: Rc<Walk>) {
        self.0.walks.borrow_mut()[usize::from(symmetric)] = Some(walk);
    }
}

impl Deref for Heap {
    type Target = [Cell];

    #[inline]
    fn deref(&self) -> &[Cell] {
        &self.0.cells
    }
}

/// What equal states have in common, so that it need be in memory only once.
pub(crate) trait Common: Clone {
    /// True if nobody has asked for its identity or print since it was changed.
    fn is_fresh(&self) -> bool;

    /// A hash that equal ones share, of where the objects lie that it refers to, too.
    fn identity(&self) -> u128;

    /// The number that it got as the one that is kept of its equals; 0 for every other.
    fn number(&self) -> u32;

    /// Gives it a number.
    fn set_number(&self, number: u32);

    /// True if there is no difference at all.
    fn is_same(&self, other: &Self) -> bool;

    /// How much memory it takes, about, in values, without what is known to be in use elsewhere.
    fn weight(&self) -> u64;
}

impl<T: Part + PartialEq> Common for Kept<T> {
    fn is_fresh(&self) -> bool {
        self.0.print.get().is_none()
    }

    fn identity(&self) -> u128 {
        self.print().identity(&self.0.part)
    }

    fn number(&self) -> u32 {
        self.0.number.get()
    }

    fn set_number(&self, number: u32) {
        self.0.number.set(number);
    }

    fn is_same(&self, other: &Kept<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0.part == other.0.part
    }

    fn weight(&self) -> u64 {
        self.0.part.weight()
    }
}

impl Common for Heap {
    fn is_fresh(&self) -> bool {
        self.0.identity.get().is_none()
    }

    fn identity(&self) -> u128 {
        *self.0.identity.get_or_init(|| {
            let mut mixer = Mixer::new(0);
            for cell in &self.0.cells {
                mixer.put(u64::from(cell.site) << 1 | u64::from(cell.shared));
                mixer.put_hash(cell.object.identity());
            }
            mixer.finish()
        })
    }

    fn number(&self) -> u32 {
        self.0.number.get()
    }

    fn set_number(&self, number: u32) {
        self.0.number.set(number);
    }

    fn is_same(&self, other: &Heap) -> bool {
        let pairs = || self.iter().zip(other.iter());
        self.len() == other.len()
            && pairs().all(|(a, b)| {
                a.shared == b.shared && a.site == b.site && a.object.is_same(&b.object)
            })
    }

    fn weight(&self) -> u64 {
        let fresh = self.iter().filter(|cell| cell.object.is_fresh());
        self.len() as u64 + fresh.map(|cell| cell.object.weight()).sum::<u64>()
    }
}
