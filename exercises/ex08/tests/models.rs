//! What ex08 promises, as small programs: a session that somebody has used is not swept away, each
//! session is reported once, and whoever is told of it may use the table.
//!
//! Every model ends with the same question: do the answers of all callers and the table agree?

use super::solution::Sessions;
use lab::sync::Arc;
use lab_check::{Model, Rules, assert_unlocked, end, probe, promise, start_with, vary};

/// A table of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models. The first one with threads stands before a model with one thread, because what
/// happens between the list and its use is the lesson.
pub fn all() -> Vec<Model> {
    vec![
        // One caller needs no search. A table with a thread of its own would make it a long one.
        Model::new("one_thread", one_thread)
            .without_threads()
            .up_to(1)
            .promises("one call after the other: answers, reports and the table are right")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("sweep_and_touch", sweep_and_touch)
            .promises("a customer who was told that the session is open keeps it")
            .question("What may have happened to a session since you wrote it down?"),
        Model::new("sweep_and_open", sweep_and_open)
            .promises("a session that is opened again during a sweep is open afterwards")
            .question(
                "Which sessions does your list not know, and which does it know from earlier?",
            ),
        Model::new("two_sweepers", two_sweepers)
            .promises("two sweepers report each session once")
            .question("Both sweepers have the session on their list. Which of them removes it?"),
        Model::new("alive_meanwhile", alive_meanwhile)
            .promises("a session that is in use is always in the list of open sessions")
            .question("What does somebody see who looks in the middle of your sweep?"),
        Model::new("report_uses_the_table", report_uses_the_table)
            .without_threads()
            .up_to(1)
            .promises("whoever is told of a session may use the table, and does not find it there")
            .question("Which locks does your thread hold when it calls `on_expire`?"),
    ]
}

/// Long before now.
const LONG_AGO: u64 = 10;
/// How long a session may be unused.
const TTL: u64 = 100;

/// The time of the sweep; another one in the second search of a model.
fn now() -> u64 {
    vary(&[1_000, 700])
}

/// Sessions that were last used long ago.
fn old_sessions(ids: &[u32]) -> Arc<Sessions> {
    let sessions = Sessions::new();
    for id in ids {
        sessions.open(*id, LONG_AGO);
    }
    Arc::new(sessions)
}

/// What a sweep reported, in the order of the ids, and the number that it returned.
fn sweep(sessions: &Sessions, now: u64) -> (Vec<u32>, usize) {
    let mut reported = Vec::new();
    let count = sessions.sweep(now, TTL, |id| {
        // Whoever is told takes its time: others may run before and after it.
        probe();
        reported.push(id);
    });
    reported.sort_unstable();
    promise!(
        WrongResult,
        count == reported.len(),
        "the sweep reported {reported:?}, and it says that it removed {count}"
    );
    (reported, count)
}

/// The ids of the open sessions, in their order.
fn alive(sessions: &Sessions) -> Vec<u32> {
    let mut alive = sessions.alive();
    alive.sort_unstable();
    alive
}

fn one_thread() {
    let now = now();
    let sessions = Sessions::new();
    promise!(
        WrongResult,
        alive(&sessions).is_empty() && !sessions.touch(3, LONG_AGO),
        "nothing was opened, and there are sessions"
    );
    for id in [3, 1, 4, 5, 9, 2] {
        sessions.open(id, LONG_AGO);
    }
    // The clock has not even shown as much time as a session may be unused.
    let (reported, _) = sweep(&sessions, LONG_AGO + 1);
    promise!(
        WrongResult,
        reported.is_empty(),
        "the sessions were opened a moment ago, and {reported:?} were reported"
    );
    let touched = sessions.touch(4, now - 1);
    promise!(
        WrongResult,
        touched,
        "session 4 is open, `touch` says it is not"
    );
    sessions.open(9, now - TTL / 2);
    // Not more than the time it may be unused: that is the last moment in which it stays.
    sessions.open(6, now - TTL);
    let (reported, _) = sweep(&sessions, now);
    promise!(
        WrongResult,
        reported == [1, 2, 3, 5],
        "sessions 1, 2, 3 and 5 have expired, the sweep reported {reported:?}"
    );
    let left = alive(&sessions);
    promise!(
        WrongResult,
        left == [4, 6, 9],
        "sessions 4, 6 and 9 are left, `alive` says {left:?}"
    );
    let gone = [1, 2, 3, 5].map(|id| sessions.touch(id, now));
    promise!(
        WrongResult,
        !gone.contains(&true),
        "sessions 1, 2, 3 and 5 are gone, `touch` answered {gone:?}"
    );
    let (reported, _) = sweep(&sessions, now);
    promise!(
        WrongResult,
        reported.is_empty(),
        "nothing has expired since, and {reported:?} were reported"
    );
    sessions.open(1, now);
    let later = now + 2 * TTL;
    let touched = sessions.touch(9, later - 1);
    let (reported, _) = sweep(&sessions, later);
    let left = alive(&sessions);
    promise!(
        WrongResult,
        touched && reported == [1, 4, 6] && left == [9],
        "sessions 1, 4 and 6 have expired by now, {reported:?} were reported and {left:?} are left"
    );
}

fn sweep_and_touch() {
    let (now, id) = (now(), vary(&[7, 12]));
    let sessions = old_sessions(&[id]);
    let customer = start_with("customer", &sessions, move |s| s.touch(id, now));
    let sweeper = start_with("sweeper", &sessions, move |s| sweep(s, now).0);
    let open = end(customer);
    let reported = end(sweeper);
    decided(&sessions, id, open, &reported);
}

/// Promises that everybody agrees on whether `id` is open.
fn decided(sessions: &Sessions, id: u32, open: bool, reported: &[u32]) {
    let left = alive(sessions);
    promise!(
        CheckThenAct,
        !(open && left.is_empty()),
        "the customer was told that session {id} is open, and the sweep has removed it"
    );
    promise!(
        CheckThenAct,
        !(open && reported.contains(&id)),
        "the customer was told that session {id} is open, and the sweep has reported it"
    );
    let right = if open {
        (vec![id], vec![])
    } else {
        (vec![], vec![id])
    };
    promise!(
        WrongResult,
        (&left[..], reported) == (&right.0[..], &right.1[..]),
        "`touch` answered {open}, the open sessions are {left:?}, and {reported:?} were reported"
    );
}

fn sweep_and_open() {
    let (now, old, new) = (now(), 3, 8);
    // A new session, and one that is about to expire.
    let opened = vary(&[new, old]);
    let sessions = old_sessions(&[old]);
    let customer = start_with("customer", &sessions, move |s| s.open(opened, now));
    let sweeper = start_with("sweeper", &sessions, move |s| sweep(s, now).0);
    end(customer);
    let reported = end(sweeper);
    let left = alive(&sessions);
    promise!(
        LostUpdate,
        left.contains(&opened),
        "session {opened} was opened just now, and the open sessions are {left:?}"
    );
    // If the old one was opened again, it was removed before or not at all.
    let right = reported == [old] || (opened == old && reported.is_empty());
    promise!(
        WrongResult,
        right && left == [opened],
        "session {old} was old, session {opened} was opened; {reported:?} were reported, {left:?} are left"
    );
}

fn two_sweepers() {
    let now = now();
    let sessions = old_sessions(&[2, 6]);
    let sweepers = ["sweeper A", "sweeper B"]
        .map(|name| start_with(name, &sessions, move |s| sweep(s, now).0));
    let [a, b] = sweepers.map(|sweeper| end(sweeper));
    let mut all = [&a[..], &b[..]].concat();
    all.sort_unstable();
    promise!(
        CheckThenAct,
        all == [2, 6],
        "sessions 2 and 6 had expired, one sweeper reported {a:?} and the other one {b:?}"
    );
    let left = alive(&sessions);
    promise!(
        WrongResult,
        left.is_empty(),
        "all sessions had expired, {left:?} are left"
    );
}

fn alive_meanwhile() {
    let now = now();
    let sessions = old_sessions(&[1, 2]);
    sessions.open(5, now);
    let sweeper = start_with("sweeper", &sessions, move |s| sweep(s, now).0);
    let reader = start_with("reader", &sessions, move |s| (alive(s), s.touch(5, now)));
    let (seen, open) = end(reader);
    let reported = end(sweeper);
    promise!(
        TornRead,
        seen.contains(&5) && open,
        "session 5 was in use all the time, a reader saw {seen:?}, and `touch` answered {open}"
    );
    let known = seen.iter().all(|id| [1, 2, 5].contains(id));
    let twice = seen.windows(2).any(|pair| pair[0] == pair[1]);
    promise!(
        WrongResult,
        known && !twice && reported == [1, 2] && alive(&sessions) == [5],
        "sessions 1 and 2 had expired and 5 had not; a reader saw {seen:?}, {reported:?} were reported"
    );
}

fn report_uses_the_table() {
    let now = now();
    let sessions = old_sessions(&[4, 6]);
    sessions.open(9, now);
    let mut calls = 0;
    let count = sessions.sweep(now, TTL, |id| {
        assert_unlocked();
        calls += 1;
        let open = sessions.alive();
        promise!(
            WrongResult,
            !open.contains(&id) && !sessions.touch(id, now),
            "session {id} was reported, and it is still there: {open:?}"
        );
        promise!(
            WrongResult,
            sessions.touch(9, now),
            "session 9 is in use, and `touch` does not find it while {id} is reported"
        );
        // A customer who comes back at once gets a session of the same number.
        sessions.open(id + 100, now);
    });
    let left = alive(&sessions);
    promise!(
        WrongResult,
        (calls, count) == (2, 2) && left == [9, 104, 106],
        "2 sessions had expired, {calls} were reported, `sweep` says {count}, and {left:?} are left"
    );
}
