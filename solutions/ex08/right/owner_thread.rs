//! right: a thread of its own keeps the table and answers one question after the other

use lab::channel::{Sender, bounded, unbounded};
use lab::collections::HashMap;
use lab::thread::{self, JoinHandle};

enum Ask {
    Open(u32, u64, Sender<()>),
    Touch(u32, u64, Sender<bool>),
    Sweep(u64, u64, Sender<Vec<u32>>),
    Alive(Sender<Vec<u32>>),
}

pub struct Sessions {
    desk: Option<Sender<Ask>>,
    clerk: Option<JoinHandle<()>>,
}

impl Sessions {
    pub fn new() -> Self {
        let (desk, questions) = unbounded();
        let clerk = thread::spawn(move || {
            let mut table: HashMap<u32, u64> = HashMap::new();
            for ask in questions {
                match ask {
                    Ask::Open(id, now, done) => {
                        table.insert(id, now);
                        done.send(()).unwrap()
                    }
                    Ask::Touch(id, now, done) => done
                        .send(table.get_mut(&id).map(|t| *t = now).is_some())
                        .unwrap(),
                    Ask::Alive(done) => done.send(table.keys().copied().collect()).unwrap(),
                    Ask::Sweep(now, ttl, done) => done
                        .send(
                            table
                                .extract_if(|_, t| now - *t > ttl)
                                .map(|(id, _)| id)
                                .collect(),
                        )
                        .unwrap(),
                }
            }
        });
        Sessions {
            desk: Some(desk),
            clerk: Some(clerk),
        }
    }

    fn ask<R>(&self, ask: impl FnOnce(Sender<R>) -> Ask) -> R {
        let (done, answer) = bounded(1);
        self.desk.as_ref().unwrap().send(ask(done)).unwrap();
        answer.recv().unwrap()
    }

    pub fn open(&self, id: u32, now: u64) {
        self.ask(|done| Ask::Open(id, now, done))
    }

    pub fn touch(&self, id: u32, now: u64) -> bool {
        self.ask(|done| Ask::Touch(id, now, done))
    }

    pub fn sweep(&self, now: u64, ttl: u64, mut on_expire: impl FnMut(u32)) -> usize {
        let gone = self.ask(|done| Ask::Sweep(now, ttl, done));
        for id in gone.iter() {
            on_expire(*id)
        }
        gone.len()
    }

    pub fn alive(&self) -> Vec<u32> {
        self.ask(Ask::Alive)
    }
}

impl Drop for Sessions {
    fn drop(&mut self) {
        self.desk.take();
        let _ = self.clerk.take().map(JoinHandle::join);
    }
}
