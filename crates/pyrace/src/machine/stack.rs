//! Lists that grow at their end.

use std::ops::{Deref, DerefMut};

/// A list whose copies have room for more: a thread is copied when it is about to change, and most
/// instructions push something.
#[derive(Debug, PartialEq)]
pub(crate) struct Stack<T>(Vec<T>);

/// What most instructions push at most.
const ROOM: usize = 2;

impl<T: Copy> Clone for Stack<T> {
    fn clone(&self) -> Stack<T> {
        // What is empty mostly stays so.
        if self.is_empty() {
            return Stack::default();
        }
        let mut copy = Vec::with_capacity(self.len() + ROOM);
        copy.extend_from_slice(self);
        Stack(copy)
    }
}

impl<T> Default for Stack<T> {
    fn default() -> Stack<T> {
        Stack(Vec::new())
    }
}

impl<T> From<Vec<T>> for Stack<T> {
    fn from(items: Vec<T>) -> Stack<T> {
        Stack(items)
    }
}

impl<T> Deref for Stack<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> DerefMut for Stack<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}
