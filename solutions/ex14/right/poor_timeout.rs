//! right: waits with a time limit and looks again. Poor, accepted: who forgets a notification hides it like this
//! loom: no: loom has no time-outs

use std::time::Duration;

use lab::sync::{Condvar, Mutex};

const A_MOMENT: Duration = Duration::from_millis(10);

#[derive(Debug)]
pub struct Closed<J>(pub J);

struct Desk<J> {
    jobs: Vec<J>,
    posted: u64,
    done: u64,
    open: bool,
}

pub struct JobBoard<J> {
    desk: Mutex<Desk<J>>,
    bell: Condvar,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        JobBoard {
            desk: Mutex::new(Desk {
                jobs: vec![],
                posted: 0,
                done: 0,
                open: true,
            }),
            bell: Condvar::new(),
        }
    }

    fn wait<T>(&self, mut ready: impl FnMut(&mut Desk<J>) -> Option<T>) -> T {
        let mut desk = self.desk.lock().unwrap();
        loop {
            if let Some(answer) = ready(&mut desk) {
                return answer;
            }
            (desk, _) = self.bell.wait_timeout(desk, A_MOMENT).unwrap();
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut desk = self.desk.lock().unwrap();
        if !desk.open {
            return Err(Closed(job));
        }
        desk.posted += 1;
        desk.jobs.push(job);
        self.bell.notify_all();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        self.wait(|desk| match desk.jobs.pop() {
            Some(job) => Some(Some(job)),
            None if desk.open => None,
            None => Some(None),
        })
    }

    pub fn done(&self) {
        self.desk.lock().unwrap().done += 1;
        self.bell.notify_all();
    }

    pub fn wait_idle(&self) {
        self.wait(|desk| (desk.posted == desk.done).then_some(()));
    }

    pub fn close(&self) {
        self.desk.lock().unwrap().open = false;
        self.bell.notify_all();
    }
}
