//! One atomic variable: its stores and their modification order.

use super::view::Message;
use crate::print::Print;

/// The number of a store of one location, in the order of execution. 0 is the initial value.
pub(crate) type StoreId = u32;

/// One store to an atomic variable.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    /// The bits that were written.
    pub(crate) value: u64,
    /// The history of the thread that stored, up to the store: the identity of the store.
    pub(crate) print: Print,
    /// What a reader that acquires this store learns.
    pub(crate) message: Message,
    /// For a read-modify-write: the store it read, which stays directly before it.
    pub(crate) replaces: Option<StoreId>,
}

/// The stores of one atomic variable and their modification order.
///
/// A store may be placed before stores that were executed earlier, as long as coherence allows it:
/// the program `x=1; y=2 || y=1; x=2` may end with both first values (litmus test 2+2W).
#[derive(Clone, Debug)]
pub(crate) struct Location {
    pub(crate) stores: Vec<Store>,
    /// Modification order: store numbers, oldest first.
    order: Vec<StoreId>,
    /// For each store its place in `order`.
    rank: Vec<u32>,
    /// The fingerprint of the modification order.
    print: Print,
}

impl Location {
    pub(crate) fn new(initial: u64) -> Self {
        let first = Store {
            value: initial,
            print: Print::new(17),
            message: Message::default(),
            replaces: None,
        };
        let print = Print::new(18);
        Location {
            stores: vec![first],
            order: vec![0],
            rank: vec![0],
            print,
        }
    }

    pub(crate) fn store(&self, id: StoreId) -> &Store {
        &self.stores[id as usize]
    }

    /// The place of a store in modification order, from 0.
    pub(crate) fn rank(&self, id: StoreId) -> u32 {
        self.rank[id as usize]
    }

    /// The newest store in modification order.
    pub(crate) fn newest(&self) -> StoreId {
        *self.order.last().expect("a location has its initial store")
    }

    /// The store at a place of the modification order.
    pub(crate) fn at(&self, rank: u32) -> StoreId {
        self.order[rank as usize]
    }

    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.order.len()).expect("an execution has fewer than 2^32 steps")
    }

    /// True when a read-modify-write already took this store: no other one may.
    pub(crate) fn is_replaced(&self, id: StoreId) -> bool {
        let next = self.rank(id) + 1;
        next < self.len() && self.store(self.at(next)).replaces == Some(id)
    }

    /// True when a store may be placed directly after `id`: atomicity keeps a read-modify-write
    /// next to the store it read.
    pub(crate) fn has_room_after(&self, id: StoreId) -> bool {
        !self.is_replaced(id)
    }

    /// Adds a store directly after `before` in modification order.
    pub(crate) fn insert_after(&mut self, before: StoreId, store: Store) -> StoreId {
        let id = u32::try_from(self.stores.len()).expect("fewer than 2^32 stores");
        let place = self.rank(before) + 1;
        let print = store.print;
        self.stores.push(store);
        self.rank.push(place);
        self.order.insert(place as usize, id);
        if place + 1 == self.len() {
            self.print = self.print.after(print);
        } else {
            let mut whole = Print::new(18);
            for (rank, id) in self.order.iter().enumerate() {
                self.rank[*id as usize] = u32::try_from(rank).expect("fewer than 2^32 stores");
                if *id != 0 {
                    whole = whole.after(self.stores[*id as usize].print);
                }
            }
            self.print = whole;
        }
        id
    }

    /// The fingerprint of the modification order.
    pub(crate) fn print(&self) -> Print {
        self.print
    }
}
