//! Numbers of schedules that are known in closed form, and the sentences about them.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use pyrace::{Explorer, Program, Report, Rules, Status};

mod counters;

use counters::counters;

fn explore(source: &str, rules: &str) -> Report {
    let rules: Rules = rules.parse().unwrap();
    let program = Program::compile(source, rules).unwrap();
    Explorer::new(&program).run()
}

fn counts(report: &Report) -> Vec<(String, String)> {
    report
        .counted
        .iter()
        .map(|counted| {
            let n = counted
                .outcome
                .vars
                .iter()
                .find(|var| var.0 == "n")
                .unwrap();
            (n.1.clone(), counted.count.as_ref().unwrap().to_string())
        })
        .collect()
}

fn pair(value: &str, count: &str) -> (String, String) {
    (value.to_owned(), count.to_owned())
}

#[test]
fn two_increments_have_924_schedules_and_868_of_them_lose_one() {
    let report = explore(&counters(2, 1), "gil_every");
    assert!(report.complete);
    assert_eq!(
        report.schedules.bytecode.as_ref().unwrap().to_string(),
        "924"
    );
    assert_eq!(report.schedules.visible.as_ref().unwrap().to_string(), "6");
    assert_eq!(counts(&report), [pair("1", "868"), pair("2", "56")]);
    assert_eq!(
        report.headline(),
        "Can lose updates: 868 of 924 schedules end with n = 1. \
         Shortest: one switch between line 5 and line 5."
    );
    assert_eq!(report.exit_code(), 0);
}

#[test]
fn three_increments_have_18_over_6_6_6_schedules() {
    let report = explore(&counters(3, 1), "gil_every");
    // 18! / 6!^3
    assert_eq!(
        report.schedules.bytecode.as_ref().unwrap().to_string(),
        "17153136"
    );
    // 6! / 2!^3
    assert_eq!(report.schedules.visible.as_ref().unwrap().to_string(), "90");
}

#[test]
fn loops_of_three_have_the_counts_of_the_backward_formula() {
    let report = explore(&counters(2, 3), "gil_every");
    assert_eq!(
        report.schedules.visible.as_ref().unwrap().to_string(),
        "924"
    );
    let values: Vec<String> = counts(&report).into_iter().map(|entry| entry.0).collect();
    assert_eq!(values, ["2", "3", "4", "5", "6"]);
}

#[test]
fn with_the_gil_of_today_no_increment_is_lost() {
    for rules in ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15", "gil_calls"] {
        let report = explore(&counters(2, 1), rules);
        let values: Vec<String> = counts(&report).into_iter().map(|entry| entry.0).collect();
        assert_eq!(values, ["2"], "{rules}");
        assert!(
            report.headline().starts_with("Always ends with n = 2"),
            "{rules}"
        );
    }
    for rules in ["3.8", "3.9", "3.13t", "3.14t", "3.15t", "free_threaded"] {
        let report = explore(&counters(2, 1), rules);
        let values: Vec<String> = counts(&report).into_iter().map(|entry| entry.0).collect();
        assert_eq!(values, ["1", "2"], "{rules}");
    }
}

#[test]
fn a_hundred_threads_are_counted_exactly() {
    let report = explore(&counters(100, 1), "gil_every");
    assert!(report.complete);
    assert_eq!(report.counted.len(), 100);
    // 200! / 2^100
    let total = report.schedules.visible.as_ref().unwrap().to_string();
    assert_eq!(total.len(), 345);
    assert!(total.starts_with("6221"), "{total}");
    assert_eq!(report.schedules.bytecode, None);
}

#[test]
fn a_hundred_threads_lose_nothing_where_no_increment_is_split() {
    let report = explore(&counters(100, 1), "3.14");
    assert!(report.complete);
    assert!(
        report.headline().starts_with("Always ends with n = 100"),
        "{}",
        report.headline()
    );
}

#[test]
fn opposite_locks_deadlock_in_2_of_6_orders() {
    let source = "import threading\n\
        a = threading.Lock()\nb = threading.Lock()\n\
        def transfer(first, second):\n    with first:\n        with second:\n            pass\n\
        t1 = threading.Thread(target=transfer, args=(a, b))\n\
        t2 = threading.Thread(target=transfer, args=(b, a))\n\
        t1.start(); t2.start()\nt1.join(); t2.join()\n";
    let report = explore(source, "gil_every");
    let deadlock = &report.counted[0];
    assert_eq!(deadlock.outcome.status, Status::Deadlock);
    assert_eq!(deadlock.witness.as_ref().unwrap().preemptions, 1);
    assert_eq!(report.schedules.visible.as_ref().unwrap().to_string(), "6");
    assert_eq!(report.exit_code(), 1);
    let blocked = &report.traces.get(&0).unwrap().blocked;
    let texts: Vec<&str> = blocked.iter().map(|entry| entry.2.as_str()).collect();
    assert_eq!(
        texts,
        [
            "waits for b, held by B",
            "waits for a, held by A",
            "waits for the end of A"
        ]
    );
}

#[test]
fn a_spinning_thread_makes_the_number_of_schedules_infinite_and_nothing_else() {
    let source = "import threading\nready = False\nseen = []\n\
        def waiter():\n    while not ready:\n        pass\n    seen.append(1)\n\
        def setter():\n    global ready\n    ready = True\n\
        t1 = threading.Thread(target=waiter)\nt2 = threading.Thread(target=setter)\n\
        t1.start(); t2.start()\nt1.join(); t2.join()\n";
    let report = explore(source, "gil_every");
    assert!(report.complete && report.unbounded);
    assert_eq!(report.counted.len(), 1);
    assert_eq!(report.counted[0].outcome.status, Status::Ok);
    assert_eq!(report.counted[0].count, None);
}

#[test]
fn waiting_for_a_flag_that_nobody_sets_is_a_loop_without_an_end() {
    let source = "import threading\nready = False\n\
        def waiter():\n    while not ready:\n        pass\n\
        def other():\n    global ready\n    ready = False\n\
        t1 = threading.Thread(target=waiter)\nt2 = threading.Thread(target=other)\n\
        t1.start(); t2.start()\nt1.join(); t2.join()\n";
    let report = explore(source, "gil_every");
    assert!(
        report
            .counted
            .iter()
            .all(|counted| counted.outcome.status == Status::Stuck)
    );
    assert_eq!(report.exit_code(), 1);
}
