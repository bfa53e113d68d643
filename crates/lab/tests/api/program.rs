// The program that `main.rs` includes twice. It uses every public item.

/// Types with their traits, checked when this compiles.
mod traits {
    include!("program/traits.rs");
}

/// Everything that can be made in a constant can be a static.
mod statics {
    include!("program/statics.rs");
}

mod locks {
    include!("program/locks.rs");
}

mod pointers {
    include!("program/pointers.rs");
}

mod once {
    include!("program/once.rs");
}

mod barriers {
    include!("program/barriers.rs");
}

mod atomics {
    include!("program/atomics.rs");
}

mod queues {
    include!("program/queues.rs");
}

mod channels {
    include!("program/channels.rs");
}

mod threads {
    include!("program/threads.rs");
}

mod locals {
    include!("program/locals.rs");
}

mod tables {
    include!("program/tables.rs");
}
