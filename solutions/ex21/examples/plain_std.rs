//! The shared buffer on plain std: `cargo run -p ex21-corpus --example plain_std`.

// ANCHOR: program
use std::sync::Arc;
use std::thread;

/// Says when it is given back.
struct Buffer(Vec<u8>);

impl Drop for Buffer {
    fn drop(&mut self) {
        println!("{} bytes are given back", self.0.len());
    }
}

fn main() {
    let buffer = Arc::new(Buffer(vec![7; 1_000]));
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let mine = Arc::clone(&buffer);
            thread::spawn(move || mine.0.iter().map(|byte| u64::from(*byte)).sum::<u64>())
        })
        .collect();
    drop(buffer);
    for reader in readers {
        assert_eq!(reader.join().unwrap(), 7_000);
    }
}
// ANCHOR_END: program
