//! What an object adds to the fingerprint, apart from the objects that it refers to.
//!
//! Left out is what depends on more than the object: which threads wait for it, for instance. The walk
//! over the objects adds that.

use super::mixer::Mixer;
use super::print::{Part, Taker};
use crate::value::{Attrs, FutureState, Iter, Object, Value};

/// The first word of an object: what kind it is, and something of it.
fn kind(kind: u64, rest: u64) -> u64 {
    kind << 48 | rest
}

impl Part for Object {
    fn describe(&self, taker: &mut Taker) {
        match self {
            Object::Cell(value) => {
                taker.put(kind(1, 0));
                taker.value(*value);
            }
            Object::Tuple(items) => {
                taker.put(kind(2, 0));
                taker.values(items);
            }
            Object::List { items, sorting } => {
                taker.put(kind(3, u64::from(*sorting)));
                taker.values(items);
            }
            Object::Dict {
                dict,
                class,
                factory,
            } => {
                taker.put(kind(4, *class as u64));
                taker.put((dict.room() as u64) << 32 | dict.slots().len() as u64);
                taker.value(*factory);
                for slot in dict.slots() {
                    match slot {
                        None => taker.put(kind(5, 0)),
                        Some(entry) => {
                            taker.value(entry.key);
                            taker.value(entry.value);
                        }
                    }
                }
            }
            Object::Set { set, frozen } => {
                taker.put(kind(6, u64::from(*frozen)));
                for slot in set.layout() {
                    taker.value(slot.unwrap_or(Value::Ellipsis));
                }
            }
            Object::Instance { class, attrs } => {
                taker.put(kind(7, 0));
                taker.value(*class);
                attributes(taker, attrs);
            }
            Object::Function {
                code,
                defaults,
                keyword_defaults,
                closure,
            } => {
                taker.put(kind(8, u64::from(code.0)));
                if (*defaults, *keyword_defaults, *closure)
                    != (Value::Null, Value::Null, Value::Null)
                {
                    taker.value(*defaults);
                    taker.value(*keyword_defaults);
                    taker.value(*closure);
                }
            }
            Object::Iter(Iter::Range { next, step, left }) => {
                taker.put(kind(9, 0));
                taker.put(*next as u64);
                taker.put((*step as u64).rotate_left(32) ^ *left as u64);
            }
            Object::Range { start, stop, step } => {
                taker.put(kind(10, 0));
                taker.put(*start as u64);
                taker.put((*stop as u64).rotate_left(32) ^ *step as u64);
            }
            Object::Lock { locked } => taker.put(kind(11, u64::from(*locked))),
            Object::RLock { count, .. } => taker.put(kind(12, u64::from(*count))),
            Object::Semaphore { value, limit } => {
                taker.put(kind(13, 0));
                taker.put((*value as u64).rotate_left(32) ^ *limit as u64);
            }
            Object::Condition { lock, waiters } => {
                taker.put(kind(14, waiters.len() as u64));
                taker.value(*lock);
            }
            Object::Event { set, waiters } => {
                taker.put(kind(15, u64::from(*set) << 32 | waiters.len() as u64));
            }
            Object::Thread(thread) => {
                taker.put(kind(16, u64::from(thread.daemon)));
                taker.value(thread.class);
                taker.value(thread.name);
                taker.value(thread.target);
                taker.value(thread.args);
                taker.value(thread.kwargs);
                attributes(taker, &thread.attrs);
            }
            other => rare(taker, other),
        }
    }

    fn distinguish(&self, _: &mut Mixer) {}

    fn weight(&self) -> u64 {
        Object::weight(self)
    }
}

fn attributes(taker: &mut Taker, attrs: &Attrs) {
    for (name, value) in attrs.iter() {
        taker.put(u64::from(name.0));
        taker.value(value);
    }
}

/// Objects that few programs have many of.
fn rare(taker: &mut Taker, object: &Object) {
    match object {
        Object::Deque { limit, items, .. } => {
            taker.put(kind(20, 0));
            taker.put(*limit as u64);
            taker.put(items.len() as u64);
        }
        Object::Slice(_) => taker.put(kind(21, 0)),
        Object::View { what, .. } => taker.put(kind(22, *what as u64)),
        Object::Iter(iter) => iterator(taker, iter),
        Object::Bound { .. } => taker.put(kind(24, 0)),
        Object::Class {
            name,
            attrs,
            bases,
            mro,
        } => {
            taker.put(kind(25, u64::from(name.0)));
            taker.put((bases.len() as u64) << 32 | mro.len() as u64);
            for (name, _) in attrs.iter() {
                taker.put(u64::from(name.0));
            }
        }
        Object::Exception {
            args, attrs, line, ..
        } => {
            taker.put(kind(26, u64::from(*line)));
            taker.put(args.len() as u64);
            for (name, _) in attrs.iter() {
                taker.put(u64::from(name.0));
            }
        }
        Object::Generator {
            code,
            pc,
            values,
            blocks,
            status,
        } => {
            taker.put(kind(27, *status as u64));
            taker.put(u64::from(code.0) << 32 | u64::from(*pc));
            taker.put(values.len() as u64);
            for block in blocks {
                taker.put(u64::from(block.target) << 32 | u64::from(block.height));
            }
        }
        Object::Property { .. } => taker.put(kind(28, 0)),
        Object::StaticMethod(_) => taker.put(kind(29, 0)),
        Object::ClassMethod(_) => taker.put(kind(30, 0)),
        Object::Super { .. } => taker.put(kind(31, 0)),
        Object::Barrier(barrier) => {
            taker.put(kind(32, u64::from(barrier.parties)));
            taker.put(
                u64::from(barrier.broken)
                    | u64::from(barrier.acting) << 1
                    | u64::from(barrier.reset) << 2,
            );
            taker.put((barrier.waiting.len() as u64) << 32 | barrier.leaving.len() as u64);
        }
        Object::Local => taker.put(kind(33, 0)),
        Object::Queue(queue) => {
            taker.put(kind(34, queue.kind as u64 | u64::from(queue.closed) << 8));
            taker.put(queue.maxsize as u64);
            taker.put((queue.unfinished as u64).rotate_left(32) ^ queue.items.len() as u64);
        }
        Object::Executor {
            limit,
            workers,
            jobs,
            closed,
            ..
        } => {
            taker.put(kind(35, u64::from(*limit) << 1 | u64::from(*closed)));
            taker.put((workers.len() as u64) << 32 | jobs.len() as u64);
        }
        Object::Future(future) => taker.put(kind(
            36,
            match future {
                FutureState::Pending => 0,
                FutureState::Running => 1,
                FutureState::Cancelled => 2,
                FutureState::Done(_) => 3,
                FutureState::Failed(_) => 4,
            },
        )),
        _ => taker.put(kind(37, 0)),
    }
    object.each_value(&mut |value| taker.value(value));
}

fn iterator(taker: &mut Taker, iter: &Iter) {
    let (tag, a, b, c) = match iter {
        Iter::Sequence {
            index, reversed, ..
        } => (0, *index, i64::from(*reversed), 0),
        Iter::Str { of, index } => (1, i64::from(of.0), i64::from(*index), 0),
        Iter::Range { next, step, left } => (2, *next, *step, *left),
        Iter::Dict {
            what,
            position,
            used,
            left,
            ..
        } => (3 + *what as u64, i64::from(*position), *used, *left),
        Iter::Set { position, used, .. } => (6, i64::from(*position), *used, 0),
        Iter::Deque {
            index, reversed, ..
        } => (7, i64::from(*index), i64::from(*reversed), 0),
        Iter::Enumerate { count, .. } => (8, *count, 0, 0),
        Iter::Zip { inner } => (9, inner.len() as i64, 0, 0),
        Iter::Map { inner, .. } => (10, inner.len() as i64, 0, 0),
        Iter::Filter { .. } => (11, 0, 0, 0),
        Iter::Count { .. } => (12, 0, 0, 0),
        Iter::Repeat { left, .. } => (13, *left, 0, 0),
        Iter::Chain { rest, .. } => (14, rest.len() as i64, 0, 0),
        Iter::Slice {
            skip, left, step, ..
        } => (15, *skip, *left, *step),
        Iter::Results { futures, completed } => {
            (16, futures.len() as i64, i64::from(*completed), 0)
        }
        Iter::Call { .. } => (17, 0, 0, 0),
    };
    taker.put(kind(23, tag));
    taker.put(a as u64);
    taker.put(b as u64);
    taker.put(c as u64);
}
