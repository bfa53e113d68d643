//! wrong: the parts overlap by one, each in a copy, and the later one wins
//! killed-by: uneven
//! verdict: violated
//! kind: wrong-result
//! question: Which employees are in two of your copies?

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
    fn add(&mut self, employee: &Employee) {
        self.employees += 1;
        self.gross += employee.gross;
        self.tax += employee.tax;
    }
}

pub fn run_payroll(
    staff: &mut [Employee],
    threads: usize,
    tax: impl Fn(&mut Employee) + Sync,
) -> Totals {
    let size = staff.len().div_ceil(threads.max(1)).max(1);
    let everybody = staff.to_vec();
    let tax = &tax;
    thread::scope(|scope| {
        let mut workers = Vec::new();
        for start in (0..everybody.len()).step_by(size) {
            let end = (start + size + 1).min(everybody.len());
            let mut part = everybody[start..end].to_vec();
            workers.push(scope.spawn(move || {
                part.iter_mut().for_each(tax);
                (start, part)
            }));
        }
        let mut totals = Totals::default();
        for worker in workers {
            let (start, part) = worker.join().unwrap();
            part.iter().for_each(|employee| totals.add(employee));
            staff[start..start + part.len()].clone_from_slice(&part);
        }
        totals
    })
}
