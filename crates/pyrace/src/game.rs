//! The scheduler as a game: the reader chooses which thread runs next.
//!
//! The whole graph is built first, so the game knows from every state how many schedules go on and how
//! many of them end badly, and which choice leads to a bad end with the fewest forced switches.

use std::collections::VecDeque;

use crate::bigint::BigInt;
use crate::explore::{Explorer, Program};
use crate::machine::{State, Status as ThreadStatus};
use crate::report::trace::Tracer;
use crate::report::{Report, Row, thread_name};
use crate::search::Limits;
use crate::search::count::backward;
use crate::search::graph::Graph;
use crate::search::outcome::Outcome;
use crate::search::witness::Decision;
use crate::sorted::SortedSet;

/// What a thread can do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Can {
    /// It can run.
    Run,
    /// It waits, but its time-out may fire: running it lets the time-out fire.
    TimeOut(String),
    /// It waits for something: why the button is off.
    Wait(String),
    /// It has ended.
    Ended,
}

/// A thread as the player sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    /// The number of the thread.
    pub thread: u16,
    /// Its name.
    pub name: String,
    /// The line that it is at; 0 if it has ended.
    pub line: u32,
    /// Its next instruction in words.
    pub next: String,
    /// Whether it can run.
    pub can: Can,
}

/// What lies ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromHere {
    /// The schedules that go on from here.
    pub all: BigInt,
    /// Those of them that end badly.
    pub bad: BigInt,
}

/// The thread cannot run now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CannotRun {
    /// The number of the thread.
    pub thread: u16,
}

impl std::fmt::Display for CannotRun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "thread {} cannot run now: choose one that is ready",
            thread_name(usize::from(self.thread))
        )
    }
}

impl std::error::Error for CannotRun {}

/// A game with one program.
pub struct Game {
    tracer: Tracer,
    graph: Option<Graph>,
    ahead: Option<Vec<(BigInt, BigInt)>>,
    bad: Vec<bool>,
    report: Report,
    state: State,
    history: Vec<Move>,
}

/// A step that can be taken back.
struct Move {
    /// The state before it.
    before: State,
    decision: Decision,
    /// Another thread ran before that could have gone on.
    forced: bool,
}

impl Game {
    /// Starts a game.
    ///
    /// # Errors
    ///
    /// The report, if the program is not supported.
    pub fn new(program: &Program, limits: Limits) -> Result<Game, Box<Report>> {
        let explorer = Explorer::new(program).limits(Limits {
            bytecode_states: 0,
            ..limits
        });
        let report = explorer.clone().symmetry(false).run();
        if report.refused {
            return Err(Box::new(report));
        }
        let (graph, machine) = explorer.graph();
        let any_bad = report
            .counted
            .iter()
            .any(|counted| Report::is_bad(&counted.outcome));
        let is_bad = |outcome: &Outcome| {
            let found = report
                .counted
                .iter()
                .find(|counted| counted.outcome == *outcome);
            if any_bad {
                Report::is_bad(outcome)
            } else {
                found.is_some_and(Report::is_surprising)
            }
        };
        let bad: Vec<bool> = graph
            .as_ref()
            .map(|graph| graph.outcomes.iter().map(is_bad).collect())
            .unwrap_or_default();
        let ahead = graph.as_ref().and_then(|graph| backward(graph, &bad));
        let mut tracer = Tracer::new(program, machine);
        let Ok(state) = tracer.root() else {
            return Err(Box::new(report));
        };
        Ok(Game {
            tracer,
            graph,
            ahead,
            bad,
            report,
            state,
            history: Vec::new(),
        })
    }

    /// What an exploration of the program found.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The forced switches so far: steps before which another thread could have gone on.
    #[must_use]
    pub fn preemptions(&self) -> u32 {
        self.history.iter().map(|step| u32::from(step.forced)).sum()
    }

    /// The threads and what they can do.
    pub fn players(&mut self) -> Vec<Player> {
        let state = self.state.clone();
        (0..state.threads.len())
            .map(|t| {
                let (line, next) = self.tracer.describe(&state, t);
                let ended = state.threads[t].status == ThreadStatus::Done;
                Player {
                    thread: t as u16,
                    name: thread_name(t),
                    line: if ended { 0 } else { line },
                    next: if ended { String::new() } else { next },
                    can: if ended {
                        Can::Ended
                    } else {
                        self.tracer.can(&state, t)
                    },
                }
            })
            .collect()
    }

    /// The variables, and the state of locks and queues.
    pub fn variables(&mut self) -> Vec<(String, String)> {
        let state = self.state.clone();
        self.tracer.watch(&state)
    }

    /// Lets a thread run to its next decision and tells what it did.
    ///
    /// # Errors
    ///
    /// The thread has ended, or it waits without a time-out.
    pub fn step(&mut self, thread: u16) -> Result<Vec<Row>, CannotRun> {
        let refused = CannotRun { thread };
        if usize::from(thread) >= self.state.threads.len() {
            return Err(refused);
        }
        let before = self.state.clone();
        let can = if before.threads[usize::from(thread)].status == ThreadStatus::Done {
            Can::Ended
        } else {
            self.tracer.can(&before, usize::from(thread))
        };
        let time_out = match can {
            Can::Run => false,
            Can::TimeOut(_) => true,
            Can::Wait(_) | Can::Ended => return Err(refused),
        };
        let decision = Decision { thread, time_out };
        let last = self.history.last().map(|step| step.decision.thread);
        let forced = last.is_some_and(|last| {
            last != thread
                && before.threads[usize::from(last)].status != ThreadStatus::Done
                && self.tracer.can(&before, usize::from(last)) == Can::Run
        });
        let mut rows = Vec::new();
        if self
            .tracer
            .follow(&mut self.state, decision, &mut rows)
            .is_err()
        {
            self.state = before;
            return Err(refused);
        }
        self.history.push(Move {
            before,
            decision,
            forced: forced || time_out,
        });
        Ok(rows)
    }

    /// Takes the last step back; false at the start.
    pub fn undo(&mut self) -> bool {
        match self.history.pop() {
            Some(step) => {
                self.state = step.before;
                true
            }
            None => false,
        }
    }

    /// The decisions so far.
    pub fn decisions(&self) -> Vec<Decision> {
        self.history.iter().map(|step| step.decision).collect()
    }

    /// The end, when there is nothing left to decide.
    pub fn outcome(&mut self) -> Option<Outcome> {
        let state = self.state.clone();
        self.tracer.end(&state)
    }

    /// True if the end is one that the player looks for.
    pub fn is_won(&mut self) -> bool {
        let Some(outcome) = self.outcome() else {
            return false;
        };
        let known = self.graph.as_ref().and_then(|graph| {
            let at = graph.outcomes.iter().position(|other| *other == outcome)?;
            self.bad.get(at).copied()
        });
        known.unwrap_or_else(|| Report::is_bad(&outcome))
    }

    fn node(&mut self) -> Option<u32> {
        let fingerprint = self.tracer.fingerprint(&mut self.state.clone());
        self.graph.as_ref()?.seen.get(fingerprint)
    }

    /// How many schedules go on from here and how many of them end badly; `None` if that is not known.
    pub fn from_here(&mut self) -> Option<FromHere> {
        let node = self.node()?;
        let (all, bad) = self.ahead.as_ref()?.get(node as usize)?.clone();
        Some(FromHere { all, bad })
    }

    /// The thread to run next on a way to a bad end with the fewest forced switches; `None` if no
    /// way leads there.
    pub fn hint(&mut self) -> Option<u16> {
        let start = self.node()?;
        let last = self
            .history
            .last()
            .map_or(u16::MAX, |step| step.decision.thread);
        let graph = self.graph.as_ref()?;
        let mut target = vec![false; graph.len()];
        for end in &graph.ends {
            target[end.node as usize] = self.bad[end.outcome as usize];
        }
        // Breadth first by the number of forced switches (0-1 search); the first choice is remembered.
        let mut queue = VecDeque::from([(start, last, None)]);
        let mut seen = SortedSet::new();
        while let Some((node, last, first)) = queue.pop_front() {
            if !seen.insert((node, last)) {
                continue;
            }
            if target[node as usize] {
                return first;
            }
            let edges = graph.edges_of(node);
            let could_go_on = edges.iter().any(|edge| edge.from_place == last);
            for edge in edges {
                let next = (edge.to, edge.to_place, first.or(Some(edge.from_place)));
                if (could_go_on && edge.from_place != last) || edge.time_out {
                    queue.push_back(next);
                } else {
                    queue.push_front(next);
                }
            }
        }
        None
    }
}
