//! right: a thread of its own keeps the accounts; it lends one out and goes on when it comes back or its borrower is gone

use lab::channel::{Sender, bounded, unbounded};
use lab::thread;

#[derive(Debug)]
pub struct LedgerError(pub &'static str);

enum Job {
    Lend(usize, Sender<(i64, Sender<i64>)>),
    Show(usize, Sender<(i64, i64)>),
}

pub struct Ledger {
    jobs: Option<Sender<Job>>,
    owner: Option<thread::JoinHandle<()>>,
}

impl Ledger {
    pub fn new(members: usize) -> Self {
        let (jobs, inbox) = unbounded();
        let owner = thread::spawn(move || {
            let mut members = vec![(0, 0); members];
            while let Ok(job) = inbox.recv() {
                match job {
                    Job::Show(m, reply) => reply.send(members[m]).unwrap(),
                    Job::Lend(m, reply) => {
                        let (back, new) = bounded(1);
                        reply.send((members[m].0, back)).unwrap();
                        // Whoever panics or refuses drops its end.
                        if let Ok(new) = new.recv() {
                            members[m] = (new, members[m].1 + new - members[m].0);
                        }
                    }
                }
            }
        });
        Ledger {
            jobs: Some(jobs),
            owner: Some(owner),
        }
    }

    fn ask<T>(&self, job: impl FnOnce(Sender<T>) -> Job) -> T {
        let (reply, answer) = bounded(1);
        self.jobs.as_ref().unwrap().send(job(reply)).unwrap();
        answer.recv().unwrap()
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        self.apply(m, |b| b + pts)
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let (old, back) = self.ask(|r| Job::Lend(m, r));
        if old < pts {
            return Err(LedgerError("too few points"));
        }
        back.send(old - pts).unwrap();
        Ok(old - pts)
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let (old, back) = self.ask(|r| Job::Lend(m, r));
        let new = rule(old);
        back.send(new).unwrap();
        Ok(new)
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.statement(m).1
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        self.ask(|r| Job::Show(m, r))
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(owner) = self.owner.take() {
            let _ = owner.join();
        }
    }
}
