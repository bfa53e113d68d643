//! wrong: keeps the counts in a `static mut`, as a Python module would, and writes it with `unsafe`
//! killed-by: scan
//! verdict: refused
//! misconception: M1
//! question: Which promise does `unsafe` ask you to keep here?

static mut PAGES: Vec<u64> = Vec::new();

pub struct Visits {}

impl Visits {
    pub fn new(pages: usize) -> Self {
        unsafe { PAGES = vec![0; pages] };
        Visits {}
    }

    #[allow(static_mut_refs, reason = "the point of this wrong answer")]
    pub fn hit(&self, page: usize, weight: u64) {
        unsafe { PAGES[page] += weight };
    }

    #[allow(static_mut_refs, reason = "the point of this wrong answer")]
    pub fn get(&self, page: usize) -> u64 {
        unsafe { PAGES[page] }
    }

    #[allow(static_mut_refs, reason = "the point of this wrong answer")]
    pub fn total(&self) -> u64 {
        unsafe { PAGES.iter().sum() }
    }
}
