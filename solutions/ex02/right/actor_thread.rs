//! right: one thread owns the counts; everybody else sends it messages and waits for answers.
//! loom: no: it starts one more thread in every model, and that is too much for loom

use lab::sync::mpsc::{Receiver, Sender, channel};
use lab::thread::{self, JoinHandle};

enum Message {
    Visit { page: usize, weight: u64 },
    Count { page: usize, answer: Sender<u64> },
    Total { answer: Sender<u64> },
    Close,
}

pub struct Visits {
    desk: Sender<Message>,
    keeper: Option<JoinHandle<()>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        let (desk, messages) = channel();
        let keeper = thread::spawn(move || keep(vec![0; pages], &messages));
        Visits {
            desk,
            keeper: Some(keeper),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.send(Message::Visit { page, weight });
    }

    pub fn get(&self, page: usize) -> u64 {
        let (answer, reply) = channel();
        self.send(Message::Count { page, answer });
        reply.recv().expect("the keeper answers every question")
    }

    pub fn total(&self) -> u64 {
        let (answer, reply) = channel();
        self.send(Message::Total { answer });
        reply.recv().expect("the keeper answers every question")
    }

    fn send(&self, message: Message) {
        let sent = self.desk.send(message);
        sent.expect("the keeper works until the counter is dropped");
    }
}

impl Drop for Visits {
    fn drop(&mut self) {
        self.send(Message::Close);
        if let Some(keeper) = self.keeper.take() {
            keeper.join().expect("the keeper does not panic");
        }
    }
}

fn keep(mut counts: Vec<u64>, messages: &Receiver<Message>) {
    while let Ok(message) = messages.recv() {
        match message {
            Message::Visit { page, weight } => counts[page] += weight,
            Message::Count { page, answer } => answer.send(counts[page]).unwrap_or(()),
            Message::Total { answer } => answer.send(counts.iter().sum()).unwrap_or(()),
            Message::Close => return,
        }
    }
}
