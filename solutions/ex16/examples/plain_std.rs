//! Payroll on plain std: `cargo run -p ex16-corpus --example plain_std`.

// ANCHOR: program
use std::thread;

struct Employee {
    gross: u64,
    tax: u64,
}

/// Calls `tax` for each employee and returns the sum of all taxes.
fn run_payroll(staff: &mut [Employee], threads: usize, tax: impl Fn(&mut Employee) + Sync) -> u64 {
    let size = staff.len().div_ceil(threads.max(1)).max(1);
    let tax = &tax;
    thread::scope(|scope| {
        let mut workers = Vec::new();
        for part in staff.chunks_mut(size) {
            workers.push(scope.spawn(move || {
                part.iter_mut().for_each(tax);
                part.iter().map(|employee| employee.tax).sum::<u64>()
            }));
        }
        let sums = workers.into_iter().map(|worker| worker.join().unwrap());
        sums.sum()
    })
}

fn main() {
    let employee = |n: u64| Employee {
        gross: 100 * n,
        tax: 0,
    };
    let mut staff: Vec<Employee> = (1..=10).map(employee).collect();
    let sum = run_payroll(&mut staff, 4, |employee| employee.tax = employee.gross / 5);
    println!("taxes: {sum}");
    assert_eq!(sum, 1_100);
}
// ANCHOR_END: program
