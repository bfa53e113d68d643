//! What is checked in ex16: every employee is taxed once, the totals are complete, independent
//! calls run at the same time, and nobody takes a lock for that.

use super::solution::{Employee, Totals, run_payroll};
use lab::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use lab_check::{Model, Rendezvous, Rules, counters, promise, vary};

/// Disjoint parts of a slice need no unsafe code.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
///
/// One forced switch is enough to lose a sum, and two are enough to bring too many threads together.
/// A solution that hands out one employee at a time has thousands of interleavings with more of
/// them, and they show nothing new.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("small_runs", small_runs)
            .without_threads()
            .up_to(1)
            .promises("with nobody, one employee or one thread: everybody is taxed once")
            .question("How long is a part if there are fewer employees than threads?"),
        Model::new("uneven", uneven)
            .without_threads()
            .up_to(1)
            .promises("when it does not come out even, everybody is taxed once and counted")
            .question("Who takes the employees that are left over, and who adds them up?"),
        Model::new("two_together", || all_together(2))
            .promises("two employees, two threads: both are taxed at the same time")
            .question("What does one thread wait for that the other one has?"),
        Model::new("never_more", never_more)
            .without_threads()
            .up_to(2)
            .promises("no more calls run at the same time than there are threads")
            .question("How many parts do you get, and who works on the last one?"),
        Model::new("more_left_over", more_left_over)
            .without_threads()
            .up_to(0)
            .promises("when more than one is left over, everybody is taxed once and counted")
            .question("How long are your parts, how many are there, and what is left over?"),
        Model::new("no_lock", no_lock)
            .up_to(2)
            .promises("no lock is taken")
            .question("Two threads, and no employee in common. What is there to lock?"),
        Model::new("two_rounds", two_rounds)
            .up_to(2)
            .promises("four employees, two threads: two are taxed at the same time, twice")
            .question("Which employees does each thread get, and when?"),
        Model::new("three_together", || all_together(3))
            .up_to(1)
            .promises("three employees, three threads: all are taxed at the same time")
            .question("For how many threads is your cut made?"),
    ]
}

/// The employee at this place of the list.
///
/// The numbers say nothing about the places. The first one earns nothing this month, and the others
/// owe some tax from last month: both are employees like all others.
fn hired(place: u32) -> Employee {
    Employee {
        id: 90 - place,
        gross: if place == 0 { 0 } else { 1_000 << place },
        tax: 3 * u64::from(place),
    }
}

fn staff(len: u32) -> Vec<Employee> {
    (0..len).map(hired).collect()
}

/// The tax on this salary, which a solution cannot know.
fn tax_on(gross: u64) -> u64 {
    gross / 5 + vary(8)
}

/// Adds the tax, so that a second call shows, and corrects the salary.
fn add_tax(employee: &mut Employee) {
    employee.tax += tax_on(employee.gross);
    employee.gross += CORRECTION;
}

/// What `add_tax` adds to each salary.
const CORRECTION: u64 = 50;

/// Promises that everybody was taxed once and that the totals say so.
#[track_caller]
fn all_taxed_once(staff: &[Employee], totals: Totals) {
    for (place, employee) in (0..).zip(staff) {
        let mut expected = hired(place);
        add_tax(&mut expected);
        promise!(
            WrongResult,
            *employee == expected,
            "of {} employees, number {place} should be {expected:?} after the run, and is \
             {employee:?}",
            staff.len()
        );
    }
    let gross: u64 = staff.iter().map(|employee| employee.gross).sum();
    let tax: u64 = staff.iter().map(|employee| employee.tax).sum();
    let expected = (staff.len(), gross, tax);
    let found = (totals.employees, totals.gross, totals.tax);
    promise!(
        WrongResult,
        found.0 <= expected.0 && found.1 <= expected.1 && found.2 <= expected.2,
        "everybody was taxed once, and the totals (employees, gross, tax) are {found:?} instead of \
         {expected:?}: somebody is in them twice"
    );
    promise!(
        LostUpdate,
        found == expected,
        "everybody was taxed, and the totals (employees, gross, tax) are {found:?} instead of \
         {expected:?}"
    );
}

/// Runs the payroll for so many employees with so many threads.
fn run(len: u32, threads: usize) {
    let mut staff = staff(len);
    let totals = run_payroll(&mut staff, threads, add_tax);
    promise!(
        WrongResult,
        totals.employees > 0 || len == 0,
        "there are {len} employees, and the totals say that there is nobody"
    );
    all_taxed_once(&staff, totals);
}

fn small_runs() {
    let (len, threads) = vary(&[(0, 2), (1, 2), (1, 1), (3, 1), (2, 0), (0, 0), (1, 3)]);
    run(len, threads);
}

fn uneven() {
    let (len, threads) = vary(&[(3, 2), (4, 3), (2, 3)]);
    run(len, threads);
}

fn more_left_over() {
    run(5, 3);
}

/// As many threads as employees: they meet in the middle of their work.
fn all_together(number: u32) {
    let mut staff = staff(number);
    let number = usize::try_from(number).expect("a handful");
    let meeting = Rendezvous::new(number);
    let totals = run_payroll(&mut staff, number, |employee| {
        meeting.meet();
        add_tax(employee);
    });
    all_taxed_once(&staff, totals);
}

fn two_rounds() {
    let mut staff = staff(4);
    let meeting = Rendezvous::new(2);
    let totals = run_payroll(&mut staff, 2, |employee| {
        meeting.meet();
        add_tax(employee);
    });
    all_taxed_once(&staff, totals);
}

fn never_more() {
    let (len, threads) = vary(&[(3, 2), (2, 1), (2, 0)]);
    let mut staff = staff(len);
    let running = AtomicUsize::new(0);
    let totals = run_payroll(&mut staff, threads, |employee| {
        let others = running.fetch_add(1, Relaxed);
        promise!(
            BrokenRule,
            others < threads.max(1),
            "{} calls run at the same time, and {threads} threads were asked for",
            others + 1
        );
        add_tax(employee);
        running.fetch_sub(1, Relaxed);
    });
    all_taxed_once(&staff, totals);
}

fn no_lock() {
    let mut staff = staff(3);
    let before = counters();
    let totals = run_payroll(&mut staff, 2, add_tax);
    let after = counters();
    let taken = after.locks + after.try_failed - before.locks - before.try_failed;
    promise!(
        BrokenRule,
        taken == 0,
        "three employees were taxed, and a lock was taken {taken} times"
    );
    all_taxed_once(&staff, totals);
}
