//! Programs on which the engine was once wrong, and what was wrong with it.

use evidence::fuzz::{Comparison, compare};
use evidence::program::{ChannelShape, Program, Sizes, Step};

fn program(threads: Vec<Vec<Step>>) -> Program {
    let sizes = Sizes {
        atomics: 2,
        racy: 1,
        mutexes: 2,
        rwlocks: 2,
        condvars: 1,
        barriers: 1,
        onces: 1,
    };
    Program {
        sizes,
        channels: vec![],
        barrier_width: 2,
        threads,
        scoped: false,
    }
}

#[track_caller]
fn agree(program: &Program) {
    let comparison = compare(program);
    assert!(
        matches!(comparison, Comparison::Equal { .. }),
        "{comparison:#?}"
    );
}

/// The first step of a new thread was taken in the name of the thread that ran before.
#[test]
fn the_first_step_of_a_thread_is_its_own() {
    agree(&Program {
        scoped: true,
        ..program(vec![
            vec![Step::Unpark(1), Step::Barrier(0)],
            vec![Step::Park, Step::Barrier(0), Step::Unpark(0), Step::Park],
        ])
    });
}

/// A late hand-over started a thread of the next execution out of turn.
#[test]
fn executions_do_not_reach_into_each_other() {
    for _ in 0..20 {
        agree(&program(vec![
            vec![Step::Lock(0), Step::Wait(0, 0), Step::Unlock(0)],
            vec![
                Step::Load(1),
                Step::Lock(0),
                Step::Bump(0, 1),
                Step::Unlock(0),
                Step::NotifyOne(0),
            ],
            vec![
                Step::Add(0, 1),
                Step::Lock(0),
                Step::WaitUntil(0, 0, 1),
                Step::Unlock(0),
            ],
        ]));
    }
}

/// Whether a spurious wake-up was possible depended on steps that nobody sees.
#[test]
fn a_spurious_wake_up_may_follow_the_last_step_of_others() {
    agree(&program(vec![
        vec![Step::Lock(0), Step::Wait(0, 0), Step::Unlock(0)],
        vec![
            Step::Lock(0),
            Step::Bump(0, 1),
            Step::NotifyAll(0),
            Step::Unlock(0),
        ],
    ]));
}

/// A failed attempt to take a lock sees the moment between a panic and its unlock.
#[test]
fn a_panic_releases_its_lock_as_a_step() {
    agree(&program(vec![
        vec![Step::Exchange(0, 0, 2), Step::TryLock(1), Step::Unlock(1)],
        vec![Step::Lock(1), Step::PanicIf(0, 0), Step::Unlock(1)],
    ]));
}

#[test]
fn closing_the_last_end_of_a_channel_is_a_step() {
    let channel = ChannelShape {
        capacity: None,
        senders: vec![1],
        receivers: vec![0],
    };
    agree(&Program {
        channels: vec![channel],
        ..program(vec![
            vec![Step::TryReceive(0), Step::Receive(0), Step::Receive(0)],
            vec![Step::Send(0, 2), Step::CloseSender(0)],
        ])
    });
}
