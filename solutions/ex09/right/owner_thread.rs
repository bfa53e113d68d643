//! right: one thread owns the database and works off one request after the other; the bank sends letters and waits for answers
//! loom: no: it starts one more thread in every model, and that is too much for loom

pub use db::{Account, Account as Statement, Db};
use lab::channel::{Sender, bounded, unbounded};
use lab::thread::{self, JoinHandle};

#[derive(Debug)]
pub struct BankError;

type Task = Box<dyn FnOnce(&Db) + Send>;

pub struct Bank {
    tasks: Option<Sender<Task>>,
    owner: Option<JoinHandle<()>>,
}

impl Bank {
    pub fn new(db: Db) -> Self {
        let (tasks, inbox) = unbounded::<Task>();
        let owner = thread::spawn(move || {
            while let Ok(task) = inbox.recv() {
                task(&db);
            }
        });
        Bank {
            tasks: Some(tasks),
            owner: Some(owner),
        }
    }

    /// Sends a task to the owner of the database and waits for its answer.
    fn ask<T: Send + 'static>(&self, task: impl FnOnce(&Db) -> T + Send + 'static) -> T {
        let (answer, answered) = bounded(1);
        let task: Task = Box::new(move |db| {
            // Nobody listens any more only if the caller has panicked.
            let _ = answer.send(task(db));
        });
        let tasks = self.tasks.as_ref().expect("the bank is open");
        tasks
            .send(task)
            .expect("the owner works as long as the bank is open");
        answered.recv().expect("every task is answered")
    }

    pub fn withdraw(&self, id: u32, amount: i64) -> Result<i64, BankError> {
        self.ask(move |db| {
            let row = db.get(id).book(-amount)?;
            let left = row.balance;
            db.save(row);
            Ok(left)
        })
    }

    pub fn transfer(&self, from: u32, to: u32, amount: i64) -> Result<(), BankError> {
        self.ask(move |db| {
            let (source, target) = (db.get(from).book(-amount)?, db.get(to).book(amount)?);
            db.save(source);
            db.save(target);
            Ok(())
        })
    }

    pub fn total(&self) -> i64 {
        self.ask(|db| db.ids().into_iter().map(|id| db.get(id).balance).sum())
    }

    pub fn statement(&self, id: u32) -> Statement {
        self.ask(move |db| db.get(id))
    }
}

impl Drop for Bank {
    fn drop(&mut self) {
        drop(self.tasks.take());
        if let Some(owner) = self.owner.take() {
            let _ = owner.join();
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
