//! A bank on top of a database: get the row, change it, save it.
pub use db::{Account, Account as Statement, Db};
/// There is not enough money, and nothing was changed.
#[derive(Debug)]
pub struct BankError;
/// On each account, calls that overlap end as if they had come one by one. Amounts are positive,
/// transfers go from one account to another. No account is ever below zero, each journal sums up to
/// its balance, and a transfer never changes the total. `withdraw` returns the new balance.
pub struct Bank(Db);
impl Bank {
    pub fn new(db: Db) -> Self {
        Bank(db)
    }
    pub fn withdraw(&self, id: u32, amount: i64) -> Result<i64, BankError> {
        let row = self.0.get(id).book(-amount)?;
        self.0.save(row.clone());
        Ok(row.balance)
    }
    pub fn transfer(&self, from: u32, to: u32, amount: i64) -> Result<(), BankError> {
        let source = self.0.get(from).book(-amount)?;
        let target = self.0.get(to).book(amount)?;
        self.0.save(source);
        self.0.save(target);
        Ok(())
    }
    pub fn total(&self) -> i64 {
        self.0.ids().iter().map(|id| self.0.get(*id).balance).sum()
    }
    pub fn statement(&self, id: u32) -> Statement {
        self.0.get(id)
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
