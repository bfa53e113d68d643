//! right: readers share an `RwLock`, every change takes the write lock from the look to the write

use lab::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerError {
    NotEnough,
    Poisoned,
}

type Members = Vec<(i64, Vec<i64>)>;

pub struct Ledger(RwLock<Members>);

impl Ledger {
    pub fn new(members: usize) -> Self {
        Ledger(RwLock::new(vec![(0, Vec::new()); members]))
    }

    fn read(&self) -> RwLockReadGuard<'_, Members> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> Result<RwLockWriteGuard<'_, Members>, LedgerError> {
        self.0.write().map_err(|_| LedgerError::Poisoned)
    }

    pub fn award(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let mut members = self.write()?;
        let (balance, journal) = &mut members[m];
        *balance += pts;
        journal.push(pts);
        Ok(*balance)
    }

    pub fn redeem(&self, m: usize, pts: i64) -> Result<i64, LedgerError> {
        let mut members = self.write()?;
        let (balance, journal) = &mut members[m];
        if *balance < pts {
            return Err(LedgerError::NotEnough);
        }
        *balance -= pts;
        journal.push(-pts);
        Ok(*balance)
    }

    pub fn apply(&self, m: usize, rule: impl FnOnce(i64) -> i64) -> Result<i64, LedgerError> {
        let mut members = self.write()?;
        let (balance, journal) = &mut members[m];
        let new = rule(*balance);
        journal.push(new - *balance);
        *balance = new;
        Ok(new)
    }

    pub fn journal_sum(&self, m: usize) -> i64 {
        self.read()[m].1.iter().sum()
    }

    pub fn statement(&self, m: usize) -> (i64, i64) {
        let members = self.read();
        let (balance, journal) = &members[m];
        (*balance, journal.iter().sum())
    }
}
