//! right: a channel hands out one employee at a time to whoever is free

use lab::channel::unbounded;
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
    let (hand_out, inbox) = unbounded();
    for employee in staff {
        hand_out.send(employee).expect("the inbox is here");
    }
    drop(hand_out);
    thread::scope(|scope| {
        let mut workers = Vec::new();
        for _ in 0..threads.max(1) {
            let (inbox, tax) = (inbox.clone(), &tax);
            workers.push(scope.spawn(move || {
                let mut totals = Totals::default();
                for employee in inbox {
                    tax(employee);
                    totals.add(employee);
                }
                totals
            }));
        }
        let mut totals = Totals::default();
        for worker in workers {
            let part = worker.join().expect("the worker ends well");
            totals.employees += part.employees;
            totals.gross += part.gross;
            totals.tax += part.tax;
        }
        totals
    })
}
