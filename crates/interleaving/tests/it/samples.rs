//! Counterexamples built by hand, one for each bug the course teaches.

use interleaving::{
    Action, Change, Counterexample, Event, Object, ObjectKind, Source, Surprises, Switch, Thread,
    Wake,
};

/// A counterexample under construction; steps are written in the order in which they happen.
pub(crate) struct Story {
    told: Counterexample,
    file: &'static str,
    lines: &'static [(u32, &'static str)],
}

impl Story {
    fn new(headline: &str, threads: &[&str], objects: &[(&str, ObjectKind)]) -> Story {
        let mut told = Counterexample::new(headline);
        told.threads = threads
            .iter()
            .map(|name| Thread {
                name: (*name).to_owned(),
            })
            .collect();
        told.objects = objects
            .iter()
            .map(|(name, kind)| Object {
                name: (*name).to_owned(),
                kind: *kind,
            })
            .collect();
        told.execution = 3;
        told.calmest = true;
        Story {
            told,
            file: "src/lib.rs",
            lines: &[],
        }
    }

    fn file(mut self, file: &'static str, lines: &'static [(u32, &'static str)]) -> Story {
        self.file = file;
        self.lines = lines;
        self
    }

    fn step(mut self, thread: u16, line: u32, object: Option<u16>, action: Action) -> Story {
        let text = self
            .lines
            .iter()
            .find(|(n, _)| *n == line)
            .map_or("", |(_, text)| text);
        let source = (line > 0).then(|| Source {
            file: self.file.to_owned(),
            line,
            text: text.to_owned(),
        });
        self.told.events.push(Event {
            thread,
            action,
            object,
            source,
            switch: None,
        });
        self
    }

    /// Gives the last step the reason why its thread runs.
    fn because(mut self, switch: Switch) -> Story {
        self.told.events.last_mut().expect("a step was told").switch = Some(switch);
        self
    }

    fn surprises(mut self, surprises: Surprises) -> Counterexample {
        self.told.surprises = surprises;
        self.told
    }

    fn one_preemption(self) -> Counterexample {
        self.surprises(Surprises {
            preemptions: 1,
            ..Surprises::default()
        })
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn load(value: &str) -> Action {
    Action::Load {
        value: some(value),
        newest: None,
    }
}

fn store(value: &str) -> Action {
    Action::Store {
        value: some(value),
        overtaken: false,
    }
}

fn lock(value: &str) -> Action {
    Action::Lock {
        value: some(value),
        poisoned: false,
    }
}

fn unlock(value: &str) -> Action {
    Action::Unlock { value: some(value) }
}

fn panics(message: &str) -> Action {
    Action::Panic {
        message: message.to_owned(),
    }
}

const COUNTER: &[(u32, &str)] = &[
    (9, "let helper = thread::spawn(move || shared.hit());"),
    (11, "helper.join().unwrap();"),
    (12, "assert_eq!(page.hits(), 2);"),
    (24, "let seen = self.hits.load();"),
    (25, "self.hits.store(seen + 1);"),
];

pub(crate) fn lost_update() -> Counterexample {
    Story::new(
        "assertion `left == right` failed\n  left: 1\n right: 2",
        &["main", "A"],
        &[("hits", ObjectKind::Racy)],
    )
    .file("exercises/ex02/src/lib.rs", COUNTER)
    .step(0, 9, None, Action::Spawn { thread: 1 })
    .step(0, 24, Some(0), load("0"))
    .step(1, 24, Some(0), load("0"))
    .because(Switch::Preempted)
    .step(1, 25, Some(0), store("1"))
    .step(1, 0, None, Action::Finish)
    .step(0, 25, Some(0), store("1"))
    .because(Switch::Finished)
    .step(0, 11, None, Action::Join { thread: 1 })
    .step(0, 24, Some(0), load("1"))
    .step(
        0,
        12,
        None,
        panics("assertion `left == right` failed\n  left: 1\n right: 2"),
    )
    .one_preemption()
}

const SHOP: &[(u32, &str)] = &[
    (
        18,
        "let shoppers: Vec<_> = (0..3).map(|_| { let shop = shop.clone(); thread::spawn(move || shop.buy()) }).collect();",
    ),
    (19, "for shopper in shoppers { shopper.join().unwrap(); }"),
    (
        20,
        "assert!(shop.stock() >= 0, \"the shop sold {} teapots it did not have\", -shop.stock());",
    ),
    (31, "if *self.stock.lock().unwrap() > 0 {"),
    (32, "*self.stock.lock().unwrap() -= 1;"),
];

pub(crate) fn check_then_act() -> Counterexample {
    let mut story = Story::new(
        "the shop sold 2 teapots it did not have",
        &["main", "A", "B", "C"],
        &[("stock", ObjectKind::Mutex)],
    )
    .file("exercises/ex07/src/lib.rs", SHOP);
    for thread in 1..=3 {
        story = story.step(0, 18, None, Action::Spawn { thread });
    }
    for thread in 1..=3 {
        story = story.step(thread, 31, Some(0), lock("1"));
        if thread > 1 {
            story = story.because(Switch::Preempted);
        }
        story = story.step(thread, 31, Some(0), unlock("1"));
    }
    for (thread, before, after) in [(3, "1", "0"), (1, "0", "-1"), (2, "-1", "-2")] {
        story = story.step(thread, 32, Some(0), lock(before));
        if thread != 3 {
            story = story.because(Switch::Finished);
        }
        story =
            story
                .step(thread, 32, Some(0), unlock(after))
                .step(thread, 0, None, Action::Finish);
    }
    for thread in 1..=3 {
        story = story.step(0, 19, None, Action::Join { thread });
        if thread == 1 {
            story = story.because(Switch::Finished);
        }
    }
    story
        .step(0, 20, Some(0), lock("-2"))
        .step(0, 20, Some(0), unlock("-2"))
        .step(
            0,
            20,
            None,
            panics("the shop sold 2 teapots it did not have"),
        )
        .surprises(Surprises {
            preemptions: 2,
            ..Surprises::default()
        })
}

pub(crate) fn deadlock() -> Counterexample {
    let mut told = Story::new(
        "deadlock: every thread that is still alive waits, and nobody can wake it",
        &["main", "A"],
        &[
            ("savings", ObjectKind::Mutex),
            ("checking", ObjectKind::Mutex),
        ],
    )
    .file(
        "exercises/ex10/src/lib.rs",
        &[
            (
                29,
                "let clerk = thread::spawn(move || transfer(&b, &a, 5));",
            ),
            (38, "let mut source = from.balance.lock().unwrap();"),
            (39, "let mut target = to.balance.lock().unwrap();"),
        ],
    )
    .step(0, 29, None, Action::Spawn { thread: 1 })
    .step(0, 38, Some(0), lock("10"))
    .step(1, 38, Some(1), lock("10"))
    .because(Switch::Preempted)
    .step(
        1,
        39,
        Some(0),
        Action::Blocked {
            on: "waits for savings, held by main".into(),
        },
    )
    .step(
        0,
        39,
        Some(1),
        Action::Blocked {
            on: "waits for checking, held by thread A".into(),
        },
    )
    .because(Switch::Blocked)
    .one_preemption();
    told.remarks
        .push("main holds savings and waits for checking.".into());
    told.remarks
        .push("thread A holds checking and waits for savings.".into());
    told
}

pub(crate) fn missed_wakeup() -> Counterexample {
    Story::new(
        "deadlock: every thread that is still alive waits, and nobody can wake it",
        &["main", "A"],
        &[("open", ObjectKind::Mutex), ("bell", ObjectKind::Condvar)],
    )
    .file(
        "exercises/ex13/src/lib.rs",
        &[
            (39, "let porter = thread::spawn(move || gate.open());"),
            (55, "*self.open.lock().unwrap() = true;"),
            (56, "self.bell.notify_one();"),
            (60, "let guard = self.open.lock().unwrap();"),
            (61, "let guard = self.bell.wait(guard).unwrap();"),
        ],
    )
    .step(0, 39, None, Action::Spawn { thread: 1 })
    .step(1, 55, Some(0), lock("false"))
    .because(Switch::Preempted)
    .step(1, 55, Some(0), unlock("true"))
    .step(
        1,
        56,
        Some(1),
        Action::Notify {
            all: false,
            woken: vec![],
        },
    )
    .step(1, 0, None, Action::Finish)
    .step(0, 60, Some(0), lock("true"))
    .because(Switch::Finished)
    .step(0, 61, Some(1), Action::Wait)
    .step(
        0,
        61,
        Some(1),
        Action::Blocked {
            on: "sleeps, and nobody is left to notify it".into(),
        },
    )
    .one_preemption()
}

pub(crate) fn stale_read() -> Counterexample {
    Story::new(
        "the letter was announced, and the reader found 0",
        &["main", "A"],
        &[
            ("letter", ObjectKind::Atomic),
            ("ready", ObjectKind::Atomic),
        ],
    )
    .file(
        "exercises/ex20/src/lib.rs",
        &[
            (59, "let writer = thread::spawn(move || slot.publish(42));"),
            (96, "self.letter.store(value, Ordering::Relaxed);"),
            (97, "self.ready.store(true, Ordering::Relaxed);"),
            (100, "if !self.ready.load(Ordering::Relaxed) {"),
            (103, "Some(self.letter.load(Ordering::Relaxed))"),
            (
                60,
                "if let Some(letter) = slot.read() { assert_eq!(letter, 42); }",
            ),
        ],
    )
    .step(0, 59, None, Action::Spawn { thread: 1 })
    .step(1, 96, Some(0), store("42"))
    .because(Switch::Preempted)
    .step(1, 97, Some(1), store("true"))
    .step(0, 100, Some(1), load("true"))
    .because(Switch::Preempted)
    .step(
        0,
        103,
        Some(0),
        Action::Load {
            value: some("0"),
            newest: some("42"),
        },
    )
    .step(
        0,
        60,
        None,
        panics("the letter was announced, and the reader found 0"),
    )
    .surprises(Surprises {
        preemptions: 1,
        stale_reads: 1,
        ..Surprises::default()
    })
}

pub(crate) fn data_race() -> Counterexample {
    let mut told = Story::new(
        "data race: main reads the letter, thread A wrote it, and nothing orders one before the other",
        &["main", "A"],
        &[("letter", ObjectKind::Cell), ("ready", ObjectKind::Atomic)],
    )
    .file(
        "exercises/ex20/src/lib.rs",
        &[
            (75, "self.letter.with_mut(|letter| unsafe { *letter = Some(value) });"),
            (76, "self.ready.store(true, Ordering::Relaxed);"),
            (79, "if self.ready.load(Ordering::Acquire) {"),
            (80, "self.letter.with(|letter| unsafe { (*letter).clone() })"),
        ],
    )
    .step(1, 75, Some(0), Action::Write { value: some("None") })
    .step(1, 76, Some(1), store("true"))
    .step(0, 79, Some(1), load("true"))
    .because(Switch::Preempted)
    .step(0, 80, Some(0), Action::Fault { what: "reads letter while thread A's write may still be going on".into() })
    .one_preemption();
    told.remarks.push(
        "Both threads touch the letter, and no lock or Release/Acquire pair stands between them."
            .into(),
    );
    told.calmest = false;
    told
}

pub(crate) fn spurious_wakeup() -> Counterexample {
    Story::new(
        "walked through a closed gate",
        &["main", "A"],
        &[("open", ObjectKind::Mutex), ("bell", ObjectKind::Condvar)],
    )
    .file(
        "exercises/ex13/src/lib.rs",
        &[
            (15, "let mut open = gate.open.lock().unwrap();"),
            (16, "if !*open {"),
            (17, "open = gate.bell.wait(open).unwrap();"),
            (19, "assert!(*open, \"walked through a closed gate\");"),
        ],
    )
    .step(0, 15, Some(0), lock("false"))
    .step(0, 17, Some(1), Action::Wait)
    .step(
        0,
        17,
        Some(1),
        Action::Woken {
            how: Wake::Spurious,
        },
    )
    .step(0, 17, Some(0), lock("false"))
    .step(0, 19, None, panics("walked through a closed gate"))
    .surprises(Surprises {
        spurious_wakeups: 1,
        ..Surprises::default()
    })
}

pub(crate) fn python_steps() -> Counterexample {
    let lines: &[(u32, &str)] = &[
        (4, "global hits"),
        (5, "hits = hits + one()"),
        (12, "assert hits == 2, hits"),
    ];
    let step = |text: &str, changes: &[(&str, &str)]| Action::Step {
        text: text.into(),
        changes: changes
            .iter()
            .map(|(name, value)| Change {
                name: (*name).into(),
                value: (*value).into(),
            })
            .collect(),
    };
    let mut told = Story::new(
        "AssertionError: 1",
        &["main", "A", "B"],
        &[("hits", ObjectKind::Variable)],
    )
    .file("hits.py", lines)
    .step(
        0,
        12,
        None,
        Action::Note {
            text: "starts the threads".into(),
        },
    )
    .step(1, 5, Some(0), step("LOAD_GLOBAL hits", &[]))
    .step(1, 5, None, step("CALL one", &[]))
    .step(2, 5, Some(0), step("LOAD_GLOBAL hits", &[]))
    .because(Switch::Preempted)
    .step(2, 5, None, step("CALL one", &[]))
    .step(2, 5, Some(0), step("STORE_GLOBAL hits", &[("hits", "1")]))
    .step(1, 5, Some(0), step("STORE_GLOBAL hits", &[("hits", "1")]))
    .because(Switch::Finished)
    .step(0, 12, None, panics("AssertionError: 1"))
    .because(Switch::Finished)
    .one_preemption();
    told.execution = 0;
    told.calmest = false;
    told
}

pub(crate) fn long_loop() -> Counterexample {
    let mut story = Story::new(
        "endless loop: nothing the thread reads can change any more",
        &["main", "A"],
        &[("done", ObjectKind::Atomic), ("turn", ObjectKind::Atomic)],
    )
    .file(
        "exercises/ex20/src/lib.rs",
        &[
            (7, "while !self.done.load(Ordering::Acquire) {"),
            (8, "thread::yield_now();"),
            (20, "while self.turn.load(Ordering::Acquire) != 1 {}"),
        ],
    );
    for _ in 0..9 {
        story = story
            .step(0, 7, Some(0), load("false"))
            .step(0, 8, None, Action::Yield);
    }
    for _ in 0..5 {
        story = story.step(1, 20, Some(1), load("0"));
    }
    // A count that grows is never the same row twice, so this part cannot be folded.
    for round in 0..400 {
        story = story.step(
            1,
            20,
            Some(1),
            Action::Load {
                value: Some(round.to_string()),
                newest: None,
            },
        );
        story = story.step(0, 7, Some(0), load("false"));
    }
    story
        .step(
            0,
            7,
            Some(0),
            Action::Fault {
                what: "is still in this loop after 10 000 steps".into(),
            },
        )
        .surprises(Surprises::default())
}

pub(crate) fn wide_text() -> Counterexample {
    Story::new(
        "訪問者は二人でした、数えたのは一人です 👩‍🚀",
        &["main", "キッチン係", "🍕"],
        &[("注文", ObjectKind::Mutex), ("Zähler", ObjectKind::Atomic)],
    )
    .file(
        "src/厨房.rs",
        &[
            (
                7,
                "let 注文 = self.注文.lock().unwrap(); // 最初に鍵を取る、それから数を読む",
            ),
            (
                8,
                "self.zähler.store(vorher + 1, Ordering::Relaxed); // 👨‍👩‍👧‍👦 ⚠️",
            ),
        ],
    )
    .step(1, 7, Some(0), lock("「ピザ」"))
    .step(2, 8, Some(1), store("🍕🍕"))
    .because(Switch::Preempted)
    .step(1, 7, Some(0), unlock("「寿司」"))
    .because(Switch::Preempted)
    .step(0, 8, None, panics("\u{1b}[31mred\u{202e} and\nbroken\t\0"))
    .one_preemption()
}

pub(crate) fn six_threads() -> Counterexample {
    let mut story = Story::new(
        "a ticket was sold twice",
        &["main", "A", "B", "C", "D", "E", "F"],
        &[("next_ticket", ObjectKind::Atomic)],
    )
    .file(
        "exercises/ex04/src/lib.rs",
        &[
            (11, "let ticket = self.next_ticket.load(Ordering::SeqCst);"),
            (12, "self.next_ticket.store(ticket + 1, Ordering::SeqCst);"),
            (
                30,
                "assert_eq!(sold.len(), 6, \"a ticket was sold twice\");",
            ),
        ],
    );
    for thread in 1..=6 {
        story = story.step(thread, 11, Some(0), load("0"));
        if thread > 1 {
            story = story.because(Switch::Preempted);
        }
    }
    for thread in 1..=6 {
        story = story
            .step(thread, 12, Some(0), store("1"))
            .because(Switch::Finished);
    }
    story
        .step(0, 30, None, panics("a ticket was sold twice"))
        .because(Switch::Finished)
        .surprises(Surprises {
            preemptions: 5,
            ..Surprises::default()
        })
}

pub(crate) fn no_events() -> Counterexample {
    let mut told = Counterexample::new("the model broke its promise without starting a thread");
    told.remarks
        .push("No step was recorded: nothing shared was touched.".into());
    told
}

pub(crate) fn every_action() -> Counterexample {
    let none = || None;
    let lines: &[(u32, &str)] = &[];
    let actions = vec![
        (None, Action::Spawn { thread: 1 }),
        (
            Some(0),
            Action::Load {
                value: none(),
                newest: None,
            },
        ),
        (
            Some(0),
            Action::Store {
                value: some("1"),
                overtaken: true,
            },
        ),
        (
            Some(0),
            Action::Update {
                before: some("1"),
                after: some("2"),
            },
        ),
        (
            Some(0),
            Action::CompareFailed {
                found: some("2"),
                newest: None,
                spurious: true,
            },
        ),
        (
            Some(0),
            Action::CompareFailed {
                found: some("1"),
                newest: some("2"),
                spurious: false,
            },
        ),
        (
            None,
            Action::Fence {
                ordering: "SeqCst".into(),
            },
        ),
        (
            Some(1),
            Action::Lock {
                value: some("[]"),
                poisoned: true,
            },
        ),
        (Some(1), unlock("[3]")),
        (Some(2), Action::ReadLock { value: some("1.2") }),
        (Some(2), Action::ReadUnlock),
        (Some(2), Action::WriteLock { value: some("1.2") }),
        (Some(2), Action::WriteUnlock { value: some("1.3") }),
        (Some(1), Action::TryFailed),
        (Some(3), Action::Wait),
        (
            Some(3),
            Action::Woken {
                how: Wake::Notified,
            },
        ),
        (
            Some(3),
            Action::Woken {
                how: Wake::TimedOut,
            },
        ),
        (
            Some(3),
            Action::Notify {
                all: true,
                woken: vec![1, 2, 9],
            },
        ),
        (
            Some(3),
            Action::Notify {
                all: false,
                woken: vec![1],
            },
        ),
        (Some(4), Action::Read { value: some("7") }),
        (Some(4), Action::Write { value: some("7") }),
        (
            Some(5),
            Action::Send {
                value: some("job 1"),
            },
        ),
        (
            Some(5),
            Action::Receive {
                value: some("job 1"),
            },
        ),
        (
            Some(5),
            Action::ChannelRefused {
                why: "empty".into(),
            },
        ),
        (
            Some(5),
            Action::ChannelRefused {
                why: "disconnected".into(),
            },
        ),
        (Some(5), Action::Disconnect),
        (None, Action::Park),
        (None, Action::Unpark { thread: 1 }),
        (None, Action::Yield),
        (None, Action::Free),
        (
            None,
            Action::Note {
                text: "the guest list is closed".into(),
            },
        ),
        (Some(6), lock("0")),
        (None, Action::TryFailed),
        (None, panics("index out of bounds")),
    ];
    let mut story = Story::new(
        "",
        &["main", "A", "baker"],
        &[
            ("tickets", ObjectKind::Atomic),
            ("orders", ObjectKind::Mutex),
            ("rates", ObjectKind::RwLock),
            ("bell", ObjectKind::Condvar),
            ("letter", ObjectKind::Cell),
            ("jobs", ObjectKind::Channel),
            ("", ObjectKind::Mutex),
        ],
    )
    .file("src/lib.rs", lines);
    for (line, (object, action)) in (1..).zip(actions) {
        story = story.step(0, line, object, action);
    }
    let mut told = story.surprises(Surprises {
        preemptions: 2,
        stale_reads: 1,
        overtaken_stores: 1,
        spurious_wakeups: 1,
        early_timeouts: 1,
        unfair_notifications: 1,
        weak_failures: 1,
    });
    told.execution = 123_456;
    told
}

/// Every sample with its name.
pub(crate) fn all() -> Vec<(&'static str, Counterexample)> {
    vec![
        ("lost_update", lost_update()),
        ("check_then_act", check_then_act()),
        ("deadlock", deadlock()),
        ("missed_wakeup", missed_wakeup()),
        ("stale_read", stale_read()),
        ("data_race", data_race()),
        ("spurious_wakeup", spurious_wakeup()),
        ("python_steps", python_steps()),
        ("long_loop", long_loop()),
        ("wide_text", wide_text()),
        ("six_threads", six_threads()),
        ("no_events", no_events()),
        ("every_action", every_action()),
    ]
}
