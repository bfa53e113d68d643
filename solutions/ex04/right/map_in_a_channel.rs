//! right: the map travels: who has taken it out of the channel may change it

use lab::channel::{Receiver, Sender, bounded};
use lab::collections::HashMap;
type Map = HashMap<String, i64>;
/// The map travels: whoever has it may change it.
pub struct FlagTable {
    give: Sender<Map>,
    take: Receiver<Map>,
}

impl FlagTable {
    pub fn new() -> Self {
        let (give, take) = bounded(1);
        give.send(HashMap::new()).unwrap();
        Self { give, take }
    }

    fn with<R>(&self, f: impl FnOnce(&mut Map) -> R) -> R {
        let mut map = self.take.recv().expect("the sender is in self");
        let r = f(&mut map);
        self.give.send(map).expect("the receiver is in self");
        r
    }

    pub fn set(&self, k: &str, v: i64) {
        self.with(|m| {
            m.insert(k.to_string(), v);
        })
    }

    pub fn get(&self, k: &str) -> Option<i64> {
        self.with(|m| m.get(k).copied())
    }

    pub fn take(&self, k: &str) -> Option<i64> {
        self.with(|m| m.remove(k))
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        self.with(|m| *m.entry(k.to_string()).or_insert(v))
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        self.with(|m| {
            let v = m.get_mut(k)?;
            *v = f(*v);
            Some(*v)
        })
    }

    pub fn rename(&self, from: &str, to: &str) -> bool {
        self.with(|m| {
            m.remove(from)
                .map(|v| m.insert(to.to_string(), v))
                .is_some()
        })
    }
}
