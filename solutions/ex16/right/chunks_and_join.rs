//! right: `chunks_mut` cuts, each thread returns the sums of its part through `join`

use lab::thread;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Employee {
    pub id: u32,
    pub gross: u64,
    pub tax: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub employees: usize,
    pub gross: u64,
    pub tax: u64,
}

impl Totals {
    fn plus(self, other: Totals) -> Totals {
        Totals {
            employees: self.employees + other.employees,
            gross: self.gross + other.gross,
            tax: self.tax + other.tax,
        }
    }
}

// ANCHOR: part
/// Taxes the employees of one part and returns its sums.
fn tax_part(part: &mut [Employee], tax: impl Fn(&mut Employee)) -> Totals {
    let mut totals = Totals::default();
    for employee in part {
        tax(employee);
        totals = totals.plus(Totals {
            employees: 1,
            gross: employee.gross,
            tax: employee.tax,
        });
    }
    totals
}
// ANCHOR_END: part

// ANCHOR: run
pub fn run_payroll(
    staff: &mut [Employee],
    threads: usize,
    tax: impl Fn(&mut Employee) + Sync,
) -> Totals {
    let size = staff.len().div_ceil(threads.max(1)).max(1);
    let tax = &tax;
    thread::scope(|scope| {
        let workers: Vec<_> = staff
            .chunks_mut(size)
            .map(|part| scope.spawn(move || tax_part(part, tax)))
            .collect();
        let sums = workers.into_iter().map(|worker| worker.join().unwrap());
        sums.fold(Totals::default(), Totals::plus)
    })
}
// ANCHOR_END: run
