//! What ex07 promises, as small programs: a photo is rendered once, and a stored thumbnail is
//! evicted once.
//!
//! Two requests are enough for most bugs. A notification that reaches one waiter only needs three.

use super::solution::{Thumb, ThumbCache};
use lab::sync::Arc;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::thread::{self, Scope, ScopedJoinHandle};
use lab_check::{Model, Rules, promise, vary};

/// A cache of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("one_caller", one_caller)
            .without_threads()
            .promises("one request after the other: what is stored is not rendered again")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("same_photo_2", same_photo_2)
            .promises("two requests for one photo render it once and get the same thumbnail")
            .question("Between which two of your lines may another request run?"),
        Model::new("evict_evict", evict_evict)
            .promises("one stored thumbnail is evicted by one caller only")
            .question("What do both callers of `evict` know, and until when is it true?"),
        Model::new("evict_get_stored", || evict_and_get(true))
            .promises(
                "`evict` and a request for a stored photo end as if one had come after the other",
            )
            .question("Which of the two came first, if you look at what is stored in the end?"),
        Model::new("evict_get_missing", || evict_and_get(false))
            .promises("`evict` and a request that renders end as if one had come after the other")
            .question("What does `evict` find while the photo is being rendered?"),
        Model::new("two_photos", two_photos)
            .promises("requests for two photos at the same time are both stored")
            .question("What do the requests for two different photos share?"),
        // Two forced switches send two requests to sleep, which is what the third one is for. Up to
        // two surprises the dearest right solution takes hundreds of executions, without a bound thousands.
        Model::new("same_photo_3", same_photo_3)
            .up_to(2)
            .promises("three requests for one photo render it once, and nobody waits for ever")
            .question("If two requests wait for the third one: who wakes each of them?"),
    ]
}

/// Starts a thread with a name for the table.
fn start<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    work: impl FnOnce() -> T + Send + 'scope,
) -> ScopedJoinHandle<'scope, T> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn_scoped(scope, work)
        .expect("a model may start threads")
}

/// The number of a photo and its thumbnail; another pair in the second search of a model.
fn photo() -> (u32, Thumb) {
    let number: u8 = vary(&[5, 12]);
    (u32::from(number), vec![number, number + 1])
}

/// A renderer that counts its calls. The count is a step of the checker, so other requests may
/// run before it and after it: a renderer that the checker cannot see would take no time at all.
fn rendering(renders: &AtomicUsize, thumb: &Thumb) -> Thumb {
    renders.fetch_add(1, Ordering::Relaxed);
    thumb.clone()
}

/// Sends one request for a photo from each of the named threads, all at the same time.
fn requests<const N: usize>(
    names: [&str; N],
    cache: &ThumbCache,
    renders: &AtomicUsize,
    (number, thumb): (u32, &Thumb),
) -> [Arc<Thumb>; N] {
    thread::scope(|scope| {
        let requests = names.map(|name| {
            start(scope, name, move || {
                cache.get_or_render(number, |_| rendering(renders, thumb))
            })
        });
        requests.map(|request| request.join().expect("the request ends well"))
    })
}

fn one_caller() {
    let (number, thumb) = photo();
    let renders = AtomicUsize::new(0);
    let cache = ThumbCache::new();
    let len = cache.len();
    promise!(WrongResult, len == 0, "a new cache says it holds {len}");
    let mut asked_for = None;
    let first = cache.get_or_render(number, |number| {
        asked_for = Some(number);
        rendering(&renders, &thumb)
    });
    promise!(
        WrongResult,
        asked_for == Some(number),
        "photo {number} is not stored, and `render` was called for {asked_for:?}"
    );
    promise!(
        WrongResult,
        *first == thumb,
        "`render` made {thumb:?}, the caller got {first:?}"
    );
    let second = cache.get_or_render(number, |_| rendering(&renders, &vec![]));
    promise!(
        WrongResult,
        renders.load(Ordering::Relaxed) == 1,
        "photo {number} is stored, and it was rendered again"
    );
    promise!(
        WrongResult,
        Arc::ptr_eq(&first, &second),
        "two requests for photo {number} got two different thumbnails"
    );
    let len = cache.len();
    promise!(
        WrongResult,
        len == 1,
        "one photo is stored, `len` says {len}"
    );

    promise!(
        WrongResult,
        cache.evict(number),
        "photo {number} is stored, `evict` says it is not"
    );
    let len = cache.len();
    promise!(WrongResult, len == 0, "nothing is stored, `len` says {len}");
    promise!(
        WrongResult,
        !cache.evict(number),
        "photo {number} was evicted twice"
    );

    let (other, other_thumb) = (number + 1, vec![9]);
    let third = cache.get_or_render(other, |_| rendering(&renders, &other_thumb));
    promise!(
        WrongResult,
        *third == other_thumb,
        "photo {other} got the thumbnail {third:?}"
    );
    promise!(
        WrongResult,
        cache.evict(other),
        "photo {other} is stored, `evict` says it is not"
    );
    let newer = vec![7];
    let fourth = cache.get_or_render(number, |_| rendering(&renders, &newer));
    promise!(
        WrongResult,
        *fourth == newer,
        "photo {number} was evicted, and an old thumbnail came back"
    );
}

fn same_photo_2() {
    let (number, thumb) = photo();
    let renders = AtomicUsize::new(0);
    let cache = ThumbCache::new();
    let names = ["request A", "request B"];
    let [a, b] = requests(names, &cache, &renders, (number, &thumb));
    let renders = renders.load(Ordering::Relaxed);
    promise!(
        CheckThenAct,
        renders < 2,
        "photo {number} was rendered {renders} times"
    );
    promise!(
        WrongResult,
        renders == 1,
        "photo {number} was never rendered"
    );
    promise!(
        WrongResult,
        *a == thumb && *b == thumb,
        "`render` made {thumb:?}, the two requests got {a:?} and {b:?}"
    );
    promise!(
        WrongResult,
        Arc::ptr_eq(&a, &b),
        "the two requests got two different copies of the thumbnail"
    );
}

fn evict_evict() {
    let (number, thumb) = photo();
    let cache = ThumbCache::new();
    cache.get_or_render(number, |_| thumb);
    let evicted = thread::scope(|scope| {
        let callers = ["caller A", "caller B"].map(|name| {
            let cache = &cache;
            start(scope, name, move || cache.evict(number))
        });
        callers.map(|caller| caller.join().expect("the call ends well"))
    });
    promise!(
        CheckThenAct,
        evicted != [true, true],
        "one thumbnail was stored, and both callers were told that they evicted it"
    );
    promise!(
        WrongResult,
        evicted.contains(&true),
        "a thumbnail was stored, and nobody was told that it was evicted"
    );
    let len = cache.len();
    promise!(WrongResult, len == 0, "nothing is stored, `len` says {len}");
}

fn evict_and_get(stored: bool) {
    let (number, thumb) = photo();
    let old = vec![0];
    let renders = AtomicUsize::new(0);
    let cache = ThumbCache::new();
    if stored {
        cache.get_or_render(number, |_| old.clone());
    }
    let (got, evicted) = thread::scope(|scope| {
        let request = start(scope, "request", || {
            cache.get_or_render(number, |_| rendering(&renders, &thumb))
        });
        let evict = start(scope, "evict", || cache.evict(number));
        let got = request.join().expect("the request ends well");
        (got, evict.join().expect("the call ends well"))
    });
    let rendered = renders.load(Ordering::Relaxed);
    let len = cache.len();

    let expected = if rendered == 0 { &old } else { &thumb };
    promise!(
        WrongResult,
        *got == *expected,
        "`render` was called {rendered} times, and the request got {got:?}"
    );
    // (renders, evicted, stored in the end) if the request came first, and if `evict` came first.
    let request_first = (usize::from(!stored), true, 0);
    let evict_first = (1, stored, 1);
    let seen = (rendered, evicted, len);
    promise!(
        CheckThenAct,
        seen == request_first || seen == evict_first,
        "rendered {rendered} times, `evict` said {evicted}, stored in the end: {len}; \
         no order of the two calls ends like this"
    );
}

fn two_photos() {
    let (number, thumb) = photo();
    let (other, other_thumb) = (number + 1, vec![9, 9]);
    let renders = AtomicUsize::new(0);
    let cache = ThumbCache::new();
    let [a, b] = thread::scope(|scope| {
        let requests = [
            ("request A", number, &thumb),
            ("request B", other, &other_thumb),
        ];
        let (cache, renders) = (&cache, &renders);
        let requests = requests.map(|(name, number, thumb)| {
            start(scope, name, move || {
                cache.get_or_render(number, |_| rendering(renders, thumb))
            })
        });
        requests.map(|request| request.join().expect("the request ends well"))
    });
    promise!(
        WrongResult,
        *a == thumb && *b == other_thumb,
        "photo {number} got the thumbnail {a:?}, photo {other} got {b:?}"
    );
    let rendered = renders.load(Ordering::Relaxed);
    promise!(
        CheckThenAct,
        rendered == 2,
        "two photos were rendered {rendered} times"
    );
    let len = cache.len();
    promise!(
        LostUpdate,
        len == 2,
        "two photos were rendered, {len} are stored"
    );
}

fn same_photo_3() {
    let (number, thumb) = (8, vec![1, 2, 3]);
    let renders = AtomicUsize::new(0);
    let cache = ThumbCache::new();
    let names = ["request A", "request B", "request C"];
    let thumbs = requests(names, &cache, &renders, (number, &thumb));
    let renders = renders.load(Ordering::Relaxed);
    promise!(
        CheckThenAct,
        renders == 1,
        "photo {number} was rendered {renders} times"
    );
    promise!(
        WrongResult,
        thumbs.iter().all(|got| **got == thumb),
        "`render` made {thumb:?}, the three requests got {thumbs:?}"
    );
}
