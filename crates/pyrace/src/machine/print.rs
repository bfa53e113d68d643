//! What a part of a state adds to the fingerprint.
//!
//! A step changes one thread and maybe a variable or an object; everything else stays as it was. So each
//! part keeps a hash of its own values; only what stands for the objects that it refers to depends on the
//! whole state.

use super::mixer::{Mixer, word};
use super::state::{Frame, Running, Status, Thread};
use crate::value::{ObjectId, Value};

/// A thread, an object, or the variables of the module.
pub(crate) trait Part: Clone {
    /// Tells everything that decides how the program goes on.
    fn describe(&self, taker: &mut Taker);

    /// Tells what else may make two of them different.
    fn distinguish(&self, mixer: &mut Mixer);

    /// How much memory it takes, about, in values.
    fn weight(&self) -> u64;
}

/// What a part is, apart from the objects that it refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Print {
    /// A hash of everything but objects.
    pub(crate) hash: u128,
    /// The objects on the heap, in a fixed order, as often as they are referred to.
    pub(crate) objects: Vec<ObjectId>,
}

impl Print {
    /// Takes the print of a part.
    pub(crate) fn of(part: &impl Part) -> Print {
        let mut taker = Taker {
            mixer: Mixer::new(0),
            objects: Vec::new(),
        };
        part.describe(&mut taker);
        Print {
            hash: taker.mixer.finish(),
            objects: taker.objects,
        }
    }

    /// A hash that equal parts share: of everything that may differ between many of them, and of where
    /// their objects lie.
    pub(crate) fn identity(&self, part: &impl Part) -> u128 {
        let mut mixer = Mixer::new(0);
        mixer.put_hash(self.hash);
        for object in &self.objects {
            mixer.put(object.index() as u64);
        }
        part.distinguish(&mut mixer);
        mixer.finish()
    }
}

impl Part for Vec<Value> {
    fn describe(&self, taker: &mut Taker) {
        for value in self {
            taker.value(*value);
        }
    }

    fn distinguish(&self, _: &mut Mixer) {}

    fn weight(&self) -> u64 {
        self.len() as u64
    }
}

impl Part for Thread {
    fn describe(&self, taker: &mut Taker) {
        taker.thread(self);
    }

    fn distinguish(&self, mixer: &mut Mixer) {
        mixer.put(
            u64::from(self.joined)
                | u64::from(self.parked) << 1
                | u64::from(self.kin) << 8
                | self.joining.map_or(0, |other| 1 + u64::from(other)) << 32,
        );
        mixer.put(word(self.object).unwrap_or_else(|object| object.index() as u64));
    }

    fn weight(&self) -> u64 {
        let locals: usize = self.locals.iter().map(|(_, attrs)| attrs.len()).sum();
        16 + 4 * self.frames.len() as u64 + (self.values.len() + 2 * locals) as u64
    }
}

/// Takes a print.
pub(crate) struct Taker {
    mixer: Mixer,
    objects: Vec<ObjectId>,
}

impl Taker {
    pub(crate) fn put(&mut self, word: u64) {
        self.mixer.put(word);
    }

    pub(crate) fn values(&mut self, values: &[Value]) {
        self.put(values.len() as u64);
        for value in values {
            self.value(*value);
        }
    }

    pub(crate) fn value(&mut self, value: Value) {
        match word(value) {
            Ok(word) => self.mixer.put(word),
            Err(object) => {
                self.mixer.put(0);
                self.objects.push(object);
            }
        }
    }

    fn thread(&mut self, thread: &Thread) {
        self.mixer.put(
            u64::from(thread.status == Status::Done)
                | u64::from(thread.daemon) << 1
                | u64::from(thread.waited) << 2
                | u64::from(thread.joins_all) << 3
                | u64::from(thread.spins) << 4
                | (thread.detached as u64) << 5
                | (thread.frames.len() as u64) << 8
                | (thread.values.len() as u64) << 24
                | u64::from(thread.ident) << 48,
        );
        if let Some(ended) = &thread.ended {
            for byte in ended.class.bytes() {
                self.mixer.put(u64::from(byte));
            }
            self.mixer
                .put(u64::from(ended.message.0) << 32 | u64::from(ended.line));
        }
        for frame in thread.frames.iter() {
            self.frame(frame);
        }
        for value in thread.values.iter() {
            self.value(*value);
        }
        for block in thread.blocks.iter() {
            self.mixer
                .put(u64::from(block.target) << 32 | u64::from(block.height));
        }
        self.value(thread.handled);
        for (local, attrs) in &thread.locals {
            self.value(Value::Object(*local));
            for (name, value) in attrs.iter() {
                self.mixer.put(u64::from(name.0));
                self.value(value);
            }
        }
    }

    fn frame(&mut self, frame: &Frame) {
        let running = match frame.running {
            Running::Code(code) => u64::from(code.0),
            Running::Native(native) => 1 << 31 | native as u64,
        };
        self.mixer.put(running << 32 | u64::from(frame.pc));
        self.mixer.put(
            u64::from(frame.base) << 32
                | u64::from(frame.blocks) << 16
                | u64::from(frame.names) << 4
                | frame.deliver as u64,
        );
        if frame.owner != Value::Null || frame.handled != Value::Null {
            self.value(frame.owner);
            self.value(frame.handled);
        }
    }
}
