//! What ex07 promises, as small programs: a photo is rendered once, and a stored thumbnail is
//! evicted once.
//!
//! Two requests are enough for most bugs. A notification that reaches one waiter only needs three.

use super::solution::{Thumb, ThumbCache};
use lab::sync::Arc;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab_check::{Model, Rules, end, promise, start, vary};

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
        Model::new("len_while_rendering", len_while_rendering)
            .promises("`len` counts thumbnails, and what it counts can be evicted")
            .question("What is stored while a photo is being rendered?"),
        Model::new("evict_two_requests", evict_two_requests)
            .up_to(2)
            .promises("`evict` and two requests for one photo end as if they had come one by one")
            .question("A request has waited for the photo. What may have happened to it since?"),
        // Two forced switches send two requests to sleep, which is what the third one is for. Up to
        // two surprises the dearest right solution takes hundreds of executions, without a bound thousands.
        Model::new("same_photo_3", same_photo_3)
            .up_to(2)
            .promises("three requests for one photo render it once, and nobody waits for ever")
            .question("If two requests wait for the third one: who wakes each of them?"),
    ]
}

/// The number of a photo and its thumbnail; another pair in the second search of a model.
fn photo() -> (u32, Thumb) {
    let number: u8 = vary(&[5, 12]);
    (u32::from(number), vec![number, number + 1])
}

/// A cache, and how often its renderer was called.
struct Service {
    cache: ThumbCache,
    renders: AtomicUsize,
}

impl Service {
    fn new() -> Arc<Self> {
        Arc::new(Service {
            cache: ThumbCache::new(),
            renders: AtomicUsize::new(0),
        })
    }

    /// A request for a photo. The renderer counts its calls, and the count is a step of the
    /// checker: others may run before it and after it. A renderer without such a step would take
    /// no time at all.
    fn get(&self, number: u32, thumb: &Thumb) -> Arc<Thumb> {
        self.cache.get_or_render(number, |_| {
            self.renders.fetch_add(1, Ordering::Relaxed);
            thumb.clone()
        })
    }

    fn renders(&self) -> usize {
        self.renders.load(Ordering::Relaxed)
    }
}

/// Sends one request for the same photo from each of the named threads, all at the same time.
fn requests<const N: usize>(
    service: &Arc<Service>,
    names: [&str; N],
    (number, thumb): (u32, &Thumb),
) -> [Arc<Thumb>; N] {
    let requests = names.map(|name| {
        let (service, thumb) = (Arc::clone(service), thumb.clone());
        start(name, move || service.get(number, &thumb))
    });
    requests.map(|request| end(request))
}

fn one_caller() {
    let (number, thumb) = photo();
    let service = Service::new();
    let cache = &service.cache;
    let len = cache.len();
    promise!(
        WrongResult,
        len == 0,
        "a new cache says that it holds {len}"
    );
    let mut asked_for = None;
    let first = cache.get_or_render(number, |number| {
        asked_for = Some(number);
        thumb.clone()
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
    let second = service.get(number, &vec![]);
    let renders = service.renders();
    promise!(
        WrongResult,
        renders == 0,
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

    let evicted = cache.evict(number);
    promise!(
        WrongResult,
        evicted,
        "photo {number} is stored, `evict` says it is not"
    );
    let len = cache.len();
    promise!(WrongResult, len == 0, "nothing is stored, `len` says {len}");
    let evicted = cache.evict(number);
    promise!(WrongResult, !evicted, "photo {number} was evicted twice");

    let (other, other_thumb) = (number + 1, vec![9]);
    let third = service.get(other, &other_thumb);
    promise!(
        WrongResult,
        *third == other_thumb,
        "photo {other} got the thumbnail {third:?}"
    );
    let evicted = cache.evict(other);
    promise!(
        WrongResult,
        evicted,
        "photo {other} is stored, `evict` says it is not"
    );
    let newer = vec![7];
    let fourth = service.get(number, &newer);
    promise!(
        WrongResult,
        *fourth == newer,
        "photo {number} was evicted, and an old thumbnail came back"
    );
}

fn same_photo_2() {
    let (number, thumb) = photo();
    let service = Service::new();
    let [a, b] = requests(&service, ["request A", "request B"], (number, &thumb));
    let renders = service.renders();
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
    let cache = Arc::new(ThumbCache::new());
    cache.get_or_render(number, |_| thumb);
    let callers = ["caller A", "caller B"].map(|name| {
        let cache = Arc::clone(&cache);
        start(name, move || cache.evict(number))
    });
    let evicted = callers.map(|caller| end(caller));
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
    let service = Service::new();
    if stored {
        service.cache.get_or_render(number, |_| old.clone());
    }
    let request = {
        let (service, thumb) = (Arc::clone(&service), thumb.clone());
        start("request", move || service.get(number, &thumb))
    };
    let evict = {
        let service = Arc::clone(&service);
        start("evict", move || service.cache.evict(number))
    };
    let got = end(request);
    let evicted = end(evict);
    let rendered = service.renders();
    let len = service.cache.len();

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

/// `len`, and then `evict`, while the only request is under way: nobody else evicts.
fn len_while_rendering() {
    let (number, thumb) = photo();
    let service = Service::new();
    let request = {
        let service = Arc::clone(&service);
        start("request", move || service.get(number, &thumb))
    };
    let len = service.cache.len();
    let evicted = service.cache.evict(number);
    end(request);
    promise!(
        WrongResult,
        len <= 1,
        "one photo was asked for, `len` says {len}"
    );
    promise!(
        TornRead,
        len == 0 || evicted,
        "`len` said that one thumbnail is stored, and `evict` found none"
    );
}

fn evict_two_requests() {
    let (number, thumb) = photo();
    let service = Service::new();
    let names = ["request A", "request B"];
    let requests = names.map(|name| {
        let (service, thumb) = (Arc::clone(&service), thumb.clone());
        start(name, move || service.get(number, &thumb))
    });
    let evicted = service.cache.evict(number);
    let thumbs = requests.map(|request| end(request));
    let seen = (service.renders(), evicted, service.cache.len());
    promise!(
        WrongResult,
        thumbs.iter().all(|got| **got == thumb),
        "`render` made {thumb:?}, the two requests got {thumbs:?}"
    );
    // (renders, evicted, stored in the end) if `evict` came first, between the two, and last.
    let orders = [(1, false, 1), (2, true, 1), (1, true, 0)];
    promise!(
        CheckThenAct,
        orders.contains(&seen),
        "rendered {} times, `evict` said {evicted}, stored in the end: {}; \
         no order of the three calls ends like this",
        seen.0,
        seen.2
    );
}

/// How far the number of another photo is away: any table of up to ten places, or of any power of
/// two up to 65 536, has both in one place.
const FAR: u32 = 65_536 * 9 * 5 * 7;

fn two_photos() {
    let (number, thumb) = photo();
    let (other, other_thumb) = (number + FAR, vec![9, 9]);
    let service = Service::new();
    let requests = [
        ("request A", number, thumb.clone()),
        ("request B", other, other_thumb.clone()),
    ];
    let requests = requests.map(|(name, number, thumb)| {
        let service = Arc::clone(&service);
        start(name, move || service.get(number, &thumb))
    });
    let [a, b] = requests.map(|request| end(request));
    promise!(
        WrongResult,
        *a == thumb && *b == other_thumb,
        "photo {number} got the thumbnail {a:?}, photo {other} got {b:?}"
    );
    let rendered = service.renders();
    promise!(
        CheckThenAct,
        rendered == 2,
        "two photos were rendered {rendered} times"
    );
    let len = service.cache.len();
    promise!(
        LostUpdate,
        len == 2,
        "two photos were rendered, {len} are stored"
    );
}

fn same_photo_3() {
    let (number, thumb) = (8, vec![1, 2, 3]);
    let service = Service::new();
    let names = ["request A", "request B", "request C"];
    let thumbs = requests(&service, names, (number, &thumb));
    let renders = service.renders();
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
