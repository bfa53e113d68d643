//! wrong: atomic balances, and a journal that is made up from the balance when somebody asks
//! killed-by: total_meanwhile
//! verdict: violated
//! kind: torn-read
//! misconception: M8
//! question: No load of yours is ever torn. And the sum of two loads?

pub use db::{Account, Db};
use lab::sync::atomic::{AtomicI64, Ordering::SeqCst};

#[derive(Debug)]
pub struct BankError;

pub struct Statement {
    pub balance: i64,
    pub journal: Vec<i64>,
}

struct Row {
    balance: AtomicI64,
}

pub struct Bank {
    rows: Vec<Row>,
}

impl Row {
    fn take(&self, amount: i64) -> Result<i64, BankError> {
        let mut balance = self.balance.load(SeqCst);
        loop {
            if balance < amount {
                return Err(BankError);
            }
            match self
                .balance
                .compare_exchange(balance, balance - amount, SeqCst, SeqCst)
            {
                Ok(_) => return Ok(balance - amount),
                Err(now) => balance = now,
            }
        }
    }
}

impl Bank {
    pub fn new(db: Db) -> Self {
        let rows = db.ids().into_iter().map(|id| db.get(id)).map(|row| Row {
            balance: AtomicI64::new(row.balance),
        });
        Bank {
            rows: rows.collect(),
        }
    }

    pub fn withdraw(&self, id: u32, amount: i64) -> Result<i64, BankError> {
        let row = &self.rows[id as usize];
        row.take(amount)
    }

    pub fn transfer(&self, from: u32, to: u32, amount: i64) -> Result<(), BankError> {
        self.withdraw(from, amount)?;
        let target = &self.rows[to as usize];
        target.balance.fetch_add(amount, SeqCst);
        Ok(())
    }

    pub fn total(&self) -> i64 {
        self.rows.iter().map(|row| row.balance.load(SeqCst)).sum()
    }

    pub fn statement(&self, id: u32) -> Statement {
        let balance = self.rows[id as usize].balance.load(SeqCst);
        Statement {
            balance,
            journal: vec![balance],
        }
    }
}

/// The database. It is given: each of its methods is one step. The ids are 0, 1, 2 and so on.
#[rustfmt::skip]
mod db {
    #[derive(Clone, Debug)]
    pub struct Account { pub id: u32, pub balance: i64, pub journal: Vec<i64>, pub version: u64 }
    impl Account {
        pub fn book(self, amount: i64) -> Result<Account, super::BankError> {
            let (balance, journal) = (self.balance + amount, [self.journal, vec![amount]].concat());
            if balance < 0 { Err(super::BankError) } else { Ok(Account { balance, journal, ..self }) }
        }
    }
    pub struct Db(lab::sync::Mutex<Vec<Account>>);
    impl Db {
        pub fn new(balances: &[i64]) -> Self {
            let row = |(id, &b): (u32, &i64)| Account { id, balance: b, journal: vec![b], version: 0 };
            let rows = lab::sync::Mutex::new((0..).zip(balances).map(row).collect());
            Db(rows)
        }
        #[track_caller] pub fn ids(&self) -> Vec<u32> { (0..).take(self.0.lock().unwrap().len()).collect() }
        #[track_caller] pub fn get(&self, id: u32) -> Account { self.0.lock().unwrap()[id as usize].clone() }
        #[track_caller] pub fn save(&self, a: Account) { self.save_if(a, |_| true); }
        #[track_caller] pub fn save_if_version(&self, a: Account, seen: u64) -> bool { self.save_if(a, |now| now == seen) }
        #[track_caller] fn save_if(&self, a: Account, may: impl FnOnce(u64) -> bool) -> bool {
            let row = &mut self.0.lock().unwrap()[a.id as usize];
            may(row.version).then(|| *row = Account { version: row.version + 1, ..a }).is_some()
        }
    }
}
