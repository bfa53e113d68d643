//! What ex11 promises: one fetch for each user, different users at the same time, and a failure
//! that leaves nothing behind.
//!
//! The avatars can be neither copied nor compared, so that "the same one" means the same `Arc`.

use super::solution::{FetchError, SingleFlight};
use lab::sync::Arc;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::thread;
use lab_check::{Model, Rendezvous, Rules, end, probe, promise, start_in, vary};

/// A cache of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models. The first three are the story: what chapter 7 asked for, and the one thing more.
/// The others follow, cheapest first.
pub fn all() -> Vec<Model> {
    let mut models = vec![
        Model::new("alone", alone)
            .without_threads()
            .promises("one caller after the other: a success is kept, an error is not")
            .question("With one thread only: which call gives a wrong answer, or none?"),
        Model::new("same_user", same_user)
            .up_to(5)
            .promises("two callers for one user: one fetch, and both have the same avatar")
            .question("Between which two of your lines may another caller for the same user run?"),
        Model::new("two_users", two_users)
            .promises("two users are fetched at the same time")
            .question("Who must wait for whom? And who does, in your code?"),
        Model::new("chain", chain)
            .without_threads()
            .promises("a fetch may get another user, which may get another one, and so on")
            .question(
                "Which locks does your thread hold while `fetch` runs, and who else may need them?",
            ),
        Model::new("counted", counted)
            .without_threads()
            .promises("`in_flight` counts users who are being fetched, and is 0 when nobody is")
            .question("On how many ways can a fetch end, and does each of them count down?"),
        Model::new("nested_and_waiting", nested_and_waiting)
            .up_to(5)
            .promises("somebody waits for a user whose fetch gets another user")
            .question("What does a caller hold while it waits for a user?"),
        Model::new("fails_once", || fails_once(false))
            .up_to(5)
            .promises("the first fetch fails: nobody hangs, and a later success is kept")
            .question("After an error: what do those who waited find, and those who come later?"),
        Model::new("three_callers", three_callers)
            .up_to(2)
            .promises("three callers for one user: one fetch, and nobody waits for ever")
            .question("If two callers wait for the third one: who wakes each of them?"),
    ];
    // A panic of a thread ends a model of loom, whatever the solution does about it.
    if !cfg!(feature = "loom") {
        let panics_once = Model::new("panics_once", || fails_once(true))
            .up_to(5)
            .promises("the first fetch panics: nobody hangs, and a later success is kept")
            .question("Which of your lines do not run when `fetch` panics?");
        models.insert(models.len() - 1, panics_once);
    }
    models
}

/// An avatar with the number of its user.
struct Avatar(u32);

/// The avatar, when the service was asked and has answered.
fn must_have(what: Result<Arc<Avatar>, FetchError>, user: u32) -> Arc<Avatar> {
    match what {
        Ok(avatar) => {
            let Avatar(of) = *avatar;
            promise!(
                WrongResult,
                of == user,
                "user {user} was asked for, and the avatar is that of user {of}"
            );
            avatar
        }
        Err(FetchError(status)) => lab_check::broken_promise(
            Some(lab_check::Kind::WrongResult),
            format!("the service had the avatar of user {user}, the caller got error {status}"),
        ),
    }
}

/// At the end of a model nobody is fetched.
fn idle(flight: &SingleFlight<Avatar>) {
    let count = flight.in_flight();
    promise!(
        WrongResult,
        count == 0,
        "nobody is fetched any more, `in_flight` says {count}"
    );
}

fn alone() {
    let user = vary(&[5, 12]);
    let flight = SingleFlight::new();
    idle(&flight);
    let failed = flight.get(user, |_| Err(FetchError(503)));
    let status = failed.err().map(|FetchError(status)| status);
    promise!(
        WrongResult,
        status == Some(503),
        "the service answered 503, the error of the caller is {status:?}"
    );
    idle(&flight);
    let mut asked_for = None;
    let first = flight.get(user, |user| {
        asked_for = Some(user);
        Ok(Avatar(user))
    });
    promise!(
        WrongResult,
        asked_for == Some(user),
        "nothing is kept for user {user}, and `fetch` was called for {}",
        asked_for.map_or("nobody".to_owned(), |user| format!("user {user}"))
    );
    let first = must_have(first, user);
    let second = must_have(flight.get(user, |_| Err(FetchError(500))), user);
    promise!(
        WrongResult,
        Arc::ptr_eq(&first, &second),
        "two calls for user {user} got two different avatars"
    );
    let other = user + 1;
    must_have(flight.get(other, |user| Ok(Avatar(user))), other);
    let again = must_have(flight.get(user, |_| Err(FetchError(500))), user);
    promise!(
        WrongResult,
        Arc::ptr_eq(&first, &again),
        "user {user} was fetched, and the avatar is not kept"
    );
    idle(&flight);
}

/// Each of the named callers asks for the user, all at the same time, and gets the same avatar.
fn callers<const N: usize>(names: [&str; N]) {
    let user = 8;
    let (flight, fetches) = (SingleFlight::new(), AtomicUsize::new(0));
    let (flight, fetches) = (&flight, &fetches);
    let avatars = thread::scope(|scope| {
        let callers = names.map(|name| {
            start_in(scope, name, move || {
                flight.get(user, |user| {
                    let before = fetches.fetch_add(1, Ordering::Relaxed);
                    promise!(
                        CheckThenAct,
                        before == 0,
                        "user {user} was fetched {} times",
                        before + 1
                    );
                    let flying = flight.in_flight();
                    promise!(
                        WrongResult,
                        flying == 1,
                        "one user is being fetched, `in_flight` says {flying}"
                    );
                    Ok(Avatar(user))
                })
            })
        });
        callers.map(|caller| end(caller))
    });
    let fetches = fetches.load(Ordering::Relaxed);
    promise!(WrongResult, fetches == 1, "user {user} was never fetched");
    let avatars = avatars.map(|avatar| must_have(avatar, user));
    promise!(
        WrongResult,
        avatars
            .iter()
            .all(|avatar| Arc::ptr_eq(avatar, &avatars[0])),
        "the callers for user {user} got different avatars"
    );
    idle(flight);
}

fn same_user() {
    callers(["caller A", "caller B"]);
}

fn three_callers() {
    callers(["caller A", "caller B", "caller C"]);
}

fn two_users() {
    let flight = SingleFlight::new();
    let together = Rendezvous::new(2);
    let (flight, together) = (&flight, &together);
    thread::scope(|scope| {
        let callers = [("caller A", 4), ("caller B", 7)].map(|(name, user)| {
            let call = move || {
                flight.get(user, |user| {
                    together.meet();
                    Ok(Avatar(user))
                })
            };
            (start_in(scope, name, call), user)
        });
        for (caller, user) in callers {
            must_have(end(caller), user);
        }
    });
    idle(flight);
}

/// More users than anybody has stripes of locks, each fetched inside the fetch of the one before.
/// loom follows a model for a thousand steps only.
fn chain() {
    const USERS: u32 = if cfg!(feature = "loom") { 18 } else { 300 };
    fn fetch(flight: &SingleFlight<Avatar>, user: u32) -> Result<Avatar, FetchError> {
        if user + 1 < USERS {
            let friend = user + 1;
            must_have(flight.get(friend, |friend| fetch(flight, friend)), friend);
        }
        Ok(Avatar(user))
    }
    let flight = SingleFlight::new();
    must_have(flight.get(0, |user| fetch(&flight, user)), 0);
    idle(&flight);
}

fn counted() {
    let flight = SingleFlight::<Avatar>::new();
    let in_flight = |expected: usize| {
        let count = flight.in_flight();
        promise!(
            WrongResult,
            count == expected,
            "users being fetched: {expected}, `in_flight` says {count}"
        );
    };
    let failed = flight.get(3, |_| {
        in_flight(1);
        let friend = flight.get(4, |friend| {
            in_flight(2);
            Ok(Avatar(friend))
        });
        must_have(friend, 4);
        in_flight(1);
        Err(FetchError(404))
    });
    promise!(
        WrongResult,
        failed.is_err(),
        "the service answered 404, the caller got an avatar"
    );
    in_flight(0);
}

fn nested_and_waiting() {
    let flight = SingleFlight::new();
    let flight = &flight;
    let fetch = move |user| {
        must_have(flight.get(9, |friend| Ok(Avatar(friend))), 9);
        Ok(Avatar(user))
    };
    let avatars = thread::scope(|scope| {
        let callers = ["caller A", "caller B"]
            .map(|name| start_in(scope, name, move || flight.get(6, fetch)));
        callers.map(|caller| end(caller))
    });
    let [a, b] = avatars.map(|avatar| must_have(avatar, 6));
    promise!(
        WrongResult,
        Arc::ptr_eq(&a, &b),
        "the two callers for user 6 got different avatars"
    );
    idle(flight);
}

/// The first fetch fails or panics, every other one succeeds.
fn fails_once(by_panic: bool) {
    let user = 8;
    let flight = SingleFlight::new();
    let fetches = AtomicUsize::new(0);
    let (flight, fetches) = (&flight, &fetches);
    let fetch = move |user| {
        if fetches.fetch_add(1, Ordering::Relaxed) > 0 {
            return Ok(Avatar(user));
        }
        probe();
        assert!(!by_panic, "the service has closed the connection");
        Err(FetchError(503))
    };
    // Caller B tries once more after an error, caller A does not.
    let [a, b] = thread::scope(|scope| {
        [("caller A", false), ("caller B", true)]
            .map(|(name, again)| {
                start_in(scope, name, move || {
                    let first = flight.get(user, fetch);
                    let second = (again && first.is_err()).then(|| flight.get(user, fetch));
                    (first, second)
                })
            })
            .map(|caller| caller.join())
    });
    let panics = usize::from(a.is_err()) + usize::from(b.is_err());
    promise!(
        Panic,
        panics <= usize::from(by_panic),
        "calls of `fetch` that panicked: {}, callers who panicked: {panics}",
        usize::from(by_panic)
    );
    let mut errors = 0;
    for (first, second) in [a, b].into_iter().flatten() {
        for call in [Some(first), second].into_iter().flatten() {
            match call {
                Ok(avatar) => drop(must_have(Ok(avatar), user)),
                Err(FetchError(status)) => {
                    errors += 1;
                    promise!(
                        WrongResult,
                        by_panic || status == 503,
                        "the service answered 503, the caller got {status}"
                    );
                }
            }
        }
    }
    promise!(
        WrongResult,
        by_panic || errors > 0,
        "a fetch failed, and no caller was told"
    );
    idle(flight);
    must_have(flight.get(user, fetch), user);
    must_have(flight.get(user, fetch), user);
    let successes = fetches.load(Ordering::Relaxed) - 1;
    promise!(
        CheckThenAct,
        successes == 1,
        "a success is kept for ever, and user {user} was fetched with success {successes} times"
    );
    idle(flight);
}
