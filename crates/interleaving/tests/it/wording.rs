//! What verdicts are called.

use interleaving::{Coverage, Kind, Limit, Report, Verdict, words};

fn said(verdict: Verdict, executions: u64) -> String {
    words::report(&Report {
        verdict,
        executions,
        counterexample: None,
    })
}

#[test]
fn a_verdict_says_what_was_proved_and_no_more() {
    let lines = [
        said(
            Verdict::Holds {
                coverage: Coverage::Every,
            },
            14,
        ),
        said(
            Verdict::Holds {
                coverage: Coverage::Every,
            },
            1,
        ),
        said(
            Verdict::Holds {
                coverage: Coverage::UpTo(3),
            },
            1_488,
        ),
        said(
            Verdict::Holds {
                coverage: Coverage::UpTo(1),
            },
            20,
        ),
        said(
            Verdict::Holds {
                coverage: Coverage::UpTo(0),
            },
            2,
        ),
        said(
            Verdict::Violated {
                kind: Kind::LostUpdate,
                message: "2 hits, counted 1\nmore".into(),
            },
            3,
        ),
        said(
            Verdict::Violated {
                kind: Kind::Panic,
                message: String::new(),
            },
            3,
        ),
        said(
            Verdict::Deadlock {
                kind: Kind::LockOrder,
            },
            3,
        ),
        said(
            Verdict::DataRace {
                kind: Kind::DataRace,
            },
            3,
        ),
        said(
            Verdict::DataRace {
                kind: Kind::UseAfterFree,
            },
            3,
        ),
        said(
            Verdict::Stuck {
                kind: Kind::EndlessLoop,
                message: "line 7 ran 10 000 times".into(),
            },
            3,
        ),
        said(
            Verdict::Leak {
                message: "1 of 2 letters was never dropped".into(),
            },
            3,
        ),
        said(
            Verdict::Inconclusive {
                limit: Limit::Executions(100_000),
            },
            100_000,
        ),
        said(
            Verdict::Inconclusive {
                limit: Limit::Seconds(1),
            },
            7,
        ),
        said(
            Verdict::Inconclusive {
                limit: Limit::Threads(8),
            },
            7,
        ),
        said(
            Verdict::Inconclusive {
                limit: Limit::States(2_000_000),
            },
            7,
        ),
        said(
            Verdict::Refused {
                message: "line 3: std::sync::Mutex\u{1b}[2J".into(),
            },
            0,
        ),
        said(
            Verdict::Crashed {
                message: "signal 6".into(),
            },
            0,
        ),
        said(
            Verdict::CompileError {
                message: "error[E0277]: …".into(),
            },
            0,
        ),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn only_an_exhaustive_search_speaks_of_every_interleaving() {
    for verdict in [
        Verdict::Inconclusive {
            limit: Limit::Executions(9),
        },
        Verdict::Crashed {
            message: "holds".into(),
        },
        Verdict::Deadlock {
            kind: Kind::WaitCycle,
        },
    ] {
        let text = said(verdict, 9);
        assert!(
            !text.starts_with("holds") && !text.contains("every interleaving"),
            "{text}"
        );
    }
    assert!(
        said(
            Verdict::Holds {
                coverage: Coverage::UpTo(2)
            },
            9
        )
        .contains("with up to 2 surprises")
    );
}

#[test]
fn numbers_are_grouped_by_three() {
    for (number, text) in [
        (0, "0"),
        (999, "999"),
        (1_000, "1 000"),
        (12_345_678, "12 345 678"),
    ] {
        assert_eq!(words::number(number), text);
    }
}
