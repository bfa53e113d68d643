//! wrong: whoever has a tax already is taken for done
//! killed-by: small_runs
//! verdict: violated
//! kind: wrong-result
//! question: For whom is `tax` called, and what does the number in the field say about this month?

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

pub fn run_payroll(
    staff: &mut [Employee],
    threads: usize,
    tax: impl Fn(&mut Employee) + Sync,
) -> Totals {
    let size = staff.len().div_ceil(threads.max(1)).max(1);
    thread::scope(|scope| {
        for part in staff.chunks_mut(size) {
            let tax = &tax;
            scope.spawn(move || {
                part.iter_mut()
                    .filter(|employee| employee.tax == 0)
                    .for_each(tax)
            });
        }
    });
    Totals {
        employees: staff.len(),
        gross: staff.iter().map(|employee| employee.gross).sum(),
        tax: staff.iter().map(|employee| employee.tax).sum(),
    }
}
