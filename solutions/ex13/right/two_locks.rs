//! right: clerks and printers have a lock each and share only a counter; news is passed on

use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Condvar, Mutex, MutexGuard};

pub struct BoundedQueue<T> {
    places: Box<[Mutex<Option<T>>]>,
    /// Changed by both sides. Who reads an old number goes to sleep, and is woken by the other side,
    /// which rings with the sleeper's lock in its hand.
    count: AtomicUsize,
    /// The place for the next job.
    tail: Mutex<usize>,
    not_full: Condvar,
    /// The place of the oldest job.
    head: Mutex<usize>,
    not_empty: Condvar,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        BoundedQueue {
            places: (0..cap).map(|_| Mutex::new(None)).collect(),
            count: AtomicUsize::new(0),
            tail: Mutex::new(0),
            not_full: Condvar::new(),
            head: Mutex::new(0),
            not_empty: Condvar::new(),
        }
    }

    pub fn put(&self, job: T) {
        let before = {
            let mut tail = self.tail.lock().unwrap();
            while self.count.load(Ordering::Acquire) == self.places.len() {
                tail = self.not_full.wait(tail).unwrap();
            }
            *self.places[*tail].lock().unwrap() = Some(job);
            *tail = (*tail + 1) % self.places.len();
            let before = self.count.fetch_add(1, Ordering::AcqRel);
            if before + 1 < self.places.len() {
                // There is still room: the next clerk may go on.
                self.not_full.notify_one();
            }
            before
        };
        if before == 0 {
            // The printers look with their own lock in the hand, so the news is told with it.
            let _head = self.head.lock().unwrap();
            self.not_empty.notify_one();
        }
    }

    pub fn get(&self) -> T {
        let mut head = self.head.lock().unwrap();
        while self.count.load(Ordering::Acquire) == 0 {
            head = self.not_empty.wait(head).unwrap();
        }
        self.take(head)
    }

    pub fn try_get(&self) -> Option<T> {
        let head = self.head.lock().unwrap();
        (self.count.load(Ordering::Acquire) > 0).then(|| self.take(head))
    }

    pub fn len(&self) -> usize {
        self.count.load(Ordering::Acquire)
    }

    fn take(&self, mut head: MutexGuard<'_, usize>) -> T {
        let job = self.places[*head].lock().unwrap().take();
        *head = (*head + 1) % self.places.len();
        let before = self.count.fetch_sub(1, Ordering::AcqRel);
        if before > 1 {
            self.not_empty.notify_one();
        }
        drop(head);
        if before == self.places.len() {
            let _tail = self.tail.lock().unwrap();
            self.not_full.notify_one();
        }
        job.expect("the counter says that a job is here")
    }
}
