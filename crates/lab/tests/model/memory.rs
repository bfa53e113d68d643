//! Plain data and heap memory.

use std::ptr::NonNull;

use interleaving::Kind;
use lab::sync::Arc;
use lab::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};
use lab::{alloc, cell::UnsafeCell, thread};

use Ordering::{AcqRel, Acquire, Relaxed, Release};

use crate::{fails, holds, refused};

/// A cell that is shared by hand.
struct Shared<T>(UnsafeCell<T>);

#[expect(unsafe_code, reason = "the point of these tests")]
// SAFETY: the checker watches the cell; a race is reported before it happens.
unsafe impl<T: Send> Sync for Shared<T> {}

impl<T: Copy> Shared<T> {
    fn read(&self) -> T {
        #[expect(unsafe_code, reason = "the point of these tests")]
        // SAFETY: the checker watches the cell; a race is reported before it happens.
        self.0.with(|value| unsafe { *value })
    }

    fn write(&self, new: T) {
        #[expect(unsafe_code, reason = "the point of these tests")]
        // SAFETY: the checker watches the cell; a race is reported before it happens.
        self.0.with_mut(|value| unsafe { *value = new });
    }
}

fn publish(store: Ordering, load: Ordering) -> impl Fn() + Send + Sync + 'static {
    move || {
        let (letter, sent) = (Shared(UnsafeCell::new(0)), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                letter.write(7);
                sent.store(true, store);
            });
            if sent.load(load) {
                assert_eq!(letter.read(), 7);
            }
        });
    }
}

#[test]
fn a_flag_publishes_only_with_release_and_acquire() {
    holds(publish(Release, Acquire));
    fails("data-race", Kind::DataRace, publish(Relaxed, Acquire));
    fails("data-race", Kind::DataRace, publish(Release, Relaxed));
}

#[test]
fn two_readers_do_not_race() {
    holds(|| {
        let letter = Shared(UnsafeCell::new(7));
        thread::scope(|scope| {
            scope.spawn(|| assert_eq!(letter.read(), 7));
            assert_eq!(letter.read(), 7);
        });
    });
}

#[test]
fn an_access_lasts_until_its_closure_ends() {
    // The lock is released inside of the access, so it orders nothing.
    fails("data-race", Kind::DataRace, || {
        let letter = Shared(UnsafeCell::new(0));
        let lock = lab::sync::Mutex::new(());
        thread::scope(|scope| {
            scope.spawn(|| {
                let letter = &letter;
                letter.0.with_mut(|_| drop(lock.lock().unwrap()));
            });
            drop(lock.lock().unwrap());
            letter.read();
        });
    });
}

#[test]
fn dropping_a_cell_is_a_write() {
    fails("data-race", Kind::DataRace, || {
        let letter = Box::leak(Box::new(Shared(UnsafeCell::new(7))));
        let pointer = &raw mut *letter;
        let done = Arc::new(AtomicBool::new(false));
        let other = Arc::clone(&done);
        let letter: &'static Shared<i32> = letter;
        let reader = thread::spawn(move || {
            letter.read();
            other.store(true, Relaxed);
        });
        if done.load(Relaxed) {
            #[expect(unsafe_code, reason = "the point of the test")]
            // SAFETY: the reader has ended its access, but nothing orders the drop after it; the
            // checker reports that before the memory is freed.
            unsafe {
                drop(Box::from_raw(pointer));
            }
        }
        reader.join().unwrap();
    });
}

#[test]
fn taking_the_value_out_and_get_mut_are_writes() {
    holds(|| {
        let mut letter = UnsafeCell::new(1);
        *letter.get_mut() += 1;
        assert_eq!(letter.into_inner(), 2);
    });
}

/// What a reference count does wrong.
#[derive(Clone, Copy, PartialEq)]
enum Bug {
    None,
    RelaxedDrop,
    NoAcquire,
    Reload,
    LoadAndStore,
    NeverFreed,
    FreeFirst,
}

/// A reference count of one's own.
struct Page {
    inner: NonNull<Inner>,
    bug: Bug,
}

struct Inner {
    owners: AtomicUsize,
    text: UnsafeCell<String>,
}

#[expect(unsafe_code, reason = "the point of these tests")]
// SAFETY: what the pointer leads to is an atomic and a cell; the checker watches both.
unsafe impl Send for Page {}

impl Page {
    fn new(bug: Bug) -> Self {
        let inner = alloc::into_raw(Box::new(Inner {
            owners: AtomicUsize::new(1),
            text: UnsafeCell::new("Menu".to_owned()),
        }));
        Page {
            inner: NonNull::new(inner).unwrap(),
            bug,
        }
    }

    fn inner(&self) -> &Inner {
        #[expect(unsafe_code, reason = "the point of these tests")]
        // SAFETY: memory in quarantine stays readable; the checker reports its use.
        unsafe {
            self.inner.as_ref()
        }
    }

    fn share(&self) -> Self {
        if self.bug == Bug::LoadAndStore {
            let owners = self.inner().owners.load(Relaxed);
            self.inner().owners.store(owners + 1, Relaxed);
        } else {
            self.inner().owners.fetch_add(1, Relaxed);
        }
        Page { ..*self }
    }

    fn len(&self) -> usize {
        #[expect(unsafe_code, reason = "the point of these tests")]
        // SAFETY: the checker watches the cell; a race is reported before it happens.
        self.inner().text.with(|text| unsafe { (&*text).len() })
    }

    fn free(&self) {
        #[expect(unsafe_code, reason = "the point of these tests")]
        // SAFETY: the checker reports a second return and a use after it.
        unsafe {
            drop(alloc::from_raw(self.inner.as_ptr()));
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let owners = &self.inner().owners;
        match self.bug {
            Bug::None => {
                if owners.fetch_sub(1, Release) == 1 {
                    fence(Acquire);
                    self.free();
                }
            }
            Bug::RelaxedDrop => {
                if owners.fetch_sub(1, Relaxed) == 1 {
                    self.free();
                }
            }
            Bug::NoAcquire => {
                if owners.fetch_sub(1, Release) == 1 {
                    self.free();
                }
            }
            Bug::Reload => {
                owners.fetch_sub(1, AcqRel);
                if owners.load(Acquire) == 0 {
                    self.free();
                }
            }
            Bug::LoadAndStore => {
                if owners.fetch_sub(1, AcqRel) == 1 {
                    self.free();
                }
            }
            Bug::NeverFreed => {
                owners.fetch_sub(1, AcqRel);
            }
            Bug::FreeFirst => {
                self.free();
                owners.fetch_sub(1, AcqRel);
            }
        }
    }
}

fn two_owners(bug: Bug) -> impl Fn() + Send + Sync + 'static {
    move || {
        let page = Page::new(bug);
        let other = page.share();
        let reader = thread::spawn(move || assert_eq!(other.len(), 4));
        assert_eq!(page.len(), 4);
        drop(page);
        reader.join().unwrap();
    }
}

/// Each owner shares once more before it drops.
fn busy_owners(bug: Bug) -> impl Fn() + Send + Sync + 'static {
    move || {
        let page = Page::new(bug);
        let other = page.share();
        let reader = thread::spawn(move || drop(other.share()));
        drop(page.share());
        drop(page);
        reader.join().unwrap();
    }
}

#[test]
fn a_right_reference_count_holds() {
    holds(two_owners(Bug::None));
}

#[test]
fn a_relaxed_drop_races_with_a_reader() {
    fails("data-race", Kind::DataRace, two_owners(Bug::RelaxedDrop));
    fails("data-race", Kind::DataRace, two_owners(Bug::NoAcquire));
}

#[test]
fn memory_is_used_after_it_was_given_back() {
    fails("data-race", Kind::UseAfterFree, two_owners(Bug::FreeFirst));
}

#[test]
fn a_lost_decrement_is_a_leak() {
    // The calmest failing execution overwrites a decrement; others free too early.
    fails("leak", Kind::Leak, busy_owners(Bug::LoadAndStore));
}

#[test]
fn a_count_that_is_read_again_frees_twice() {
    fails("data-race", Kind::DoubleFree, two_owners(Bug::Reload));
}

#[test]
fn memory_that_is_never_given_back_is_a_leak() {
    fails("leak", Kind::Leak, two_owners(Bug::NeverFreed));
}

#[test]
fn giving_memory_back_twice_is_reported() {
    fails("data-race", Kind::DoubleFree, || {
        let page = alloc::into_raw(Box::new(7));
        #[expect(unsafe_code, reason = "the point of the test")]
        // SAFETY: the second return is reported and does no harm.
        unsafe {
            drop(alloc::from_raw(page));
            drop(alloc::from_raw(page));
        }
    });
}

#[test]
fn reading_a_plain_field_after_free_is_reported_by_touch() {
    fails("data-race", Kind::UseAfterFree, || {
        let page = alloc::into_raw(Box::new((1, 2)));
        alloc::touch(page);
        #[expect(unsafe_code, reason = "the point of the test")]
        // SAFETY: the memory is given back once; its address is computed and not read.
        let second = unsafe {
            drop(alloc::from_raw(page));
            &raw const (*page).1
        };
        alloc::touch(second);
    });
}

#[test]
fn a_pointer_of_unknown_origin_is_refused() {
    let message = refused(|| {
        let page = Box::into_raw(Box::new(7));
        #[expect(unsafe_code, reason = "the point of the test")]
        // SAFETY: the pointer is refused.
        unsafe {
            drop(alloc::from_raw(page));
        }
    });
    assert!(
        message.contains("not made by `lab::alloc::into_raw`"),
        "{message}"
    );
}
