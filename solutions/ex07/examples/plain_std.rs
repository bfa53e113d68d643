//! The thumbnail cache on plain std: `cargo run -p ex07-corpus --example plain_std`.

// ANCHOR: program
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread;

#[derive(Default)]
struct ThumbCache {
    done: Mutex<HashMap<u32, Arc<Vec<u8>>>>,
}

impl ThumbCache {
    fn get_or_render(&self, photo: u32, render: impl FnOnce(u32) -> Vec<u8>) -> Arc<Vec<u8>> {
        let mut done = self.done.lock().unwrap();
        let thumb = done.entry(photo).or_insert_with(|| Arc::new(render(photo)));
        thumb.clone()
    }
}

fn main() {
    let cache = ThumbCache::default();
    thread::scope(|scope| {
        for request in 1..=4 {
            let cache = &cache;
            scope.spawn(move || {
                let thumb = cache.get_or_render(5, |photo| {
                    println!("request {request} renders photo {photo}");
                    vec![photo as u8; 3]
                });
                assert_eq!(*thumb, [5, 5, 5]);
            });
        }
    });
}
// ANCHOR_END: program
