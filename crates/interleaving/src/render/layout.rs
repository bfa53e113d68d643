//! From events to rows: what belongs to one line of source stands in one row, and loops are folded.

use crate::{Action, Counterexample, Event, Source, Switch};

use super::phrase::{Phrase, Speaker};

/// The longest block of rows that is looked for when loops are folded.
const LONGEST_BLOCK: usize = 12;
/// A block is folded when it stands at least this often in a row.
const FEWEST_ROUNDS: usize = 3;
/// More blocks than this are not shown: the middle is left out, because a failure is explained by
/// how the threads set out and by what happened last.
const MOST_BLOCKS: usize = 160;
/// The blocks kept at the beginning when the middle is left out.
const FIRST_BLOCKS: usize = 40;

/// More phrases than this are not shown for one row; the middle is left out.
const MOST_PHRASES: usize = 10;

/// Steps of one thread at one line of source, with nobody in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The number of the first step, from 1.
    pub first: usize,
    /// The number of the last step.
    pub last: usize,
    /// The thread: index into the counterexample's threads.
    pub thread: u16,
    /// The line that did it.
    pub source: Option<Source>,
    /// When the reader needs it: which thread ran before this row, and why it does not go on.
    pub switch: Option<(Switch, u16)>,
    /// What happened, in order.
    pub phrases: Vec<Phrase>,
}

impl Row {
    /// Equal but for the step numbers.
    fn repeats(&self, other: &Row) -> bool {
        self.thread == other.thread
            && self.switch == other.switch
            && self.source == other.source
            && self.phrases == other.phrases
    }
}

/// Rows that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// These rows, `times` times in a row; `last` is the number of the last step of the last round.
    Rows {
        /// The rows of one round.
        rows: Vec<Row>,
        /// How often they stand there: 1, or at least 3.
        times: usize,
        /// The number of the last step of the last round.
        last: usize,
    },
    /// The steps from `first` to `last` are not shown.
    LeftOut {
        /// The number of the first step left out.
        first: usize,
        /// The number of the last step left out.
        last: usize,
    },
}

/// A counterexample, ready to be written by one of the writers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The threads that have a column, in their order.
    pub columns: Vec<u16>,
    /// True when thread 0 only sets the stage, so that its rows may span all columns.
    pub stage: bool,
    /// The rows, in the order of time.
    pub blocks: Vec<Block>,
    /// The source files of the rows; the first one is the program's own.
    pub files: Vec<String>,
}

impl Layout {
    /// Arranges the events of a counterexample.
    #[must_use]
    pub fn new(counterexample: &Counterexample) -> Layout {
        let rows = rows(counterexample);
        let stage = sets_the_stage(&counterexample.events);
        let mut columns: Vec<u16> = rows.iter().map(|row| row.thread).collect();
        columns.sort_unstable();
        columns.dedup();
        columns.retain(|thread| !stage || *thread != 0);
        let files = files(&rows);
        Layout {
            columns,
            stage,
            blocks: shortened(folded(rows)),
            files,
        }
    }

    /// True when this row belongs to the thread that only sets the stage.
    #[must_use]
    pub fn spans(&self, row: &Row) -> bool {
        self.stage && row.thread == 0
    }
}

/// Merges consecutive steps of one thread on one line.
fn rows(counterexample: &Counterexample) -> Vec<Row> {
    let mut speaker = Speaker::new(counterexample);
    let mut rows: Vec<Row> = Vec::new();
    let mut before: Option<&Event> = None;
    for (index, event) in counterexample.events.iter().enumerate() {
        let step = index + 1;
        match rows.last_mut() {
            Some(row) if row.thread == event.thread && same_line(row, event) => {
                row.last = step;
                row.phrases.push(speaker.say(event, before));
            }
            _ => rows.push(Row {
                first: step,
                last: step,
                thread: event.thread,
                source: event.source.clone(),
                switch: before.and_then(|before| telling(before, event)),
                phrases: vec![speaker.say(event, None)],
            }),
        }
        before = Some(event);
    }
    for row in &mut rows {
        row.phrases = said_once(std::mem::take(&mut row.phrases));
    }
    rows
}

/// A step without a line of its own, such as the end of a thread, belongs to the line before it.
fn same_line(row: &Row, event: &Event) -> bool {
    match (&row.source, &event.source) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(row), Some(event)) => row.line == event.line && row.file == event.file,
    }
}

/// The switch to this event, unless the step before it tells the same already.
fn telling(before: &Event, event: &Event) -> Option<(Switch, u16)> {
    if before.thread == event.thread {
        return None;
    }
    let told = match event.switch? {
        Switch::Preempted => false,
        Switch::Blocked => matches!(
            before.action,
            Action::Wait | Action::Park | Action::Blocked { .. } | Action::Finish
        ),
        Switch::Finished => {
            matches!(
                before.action,
                Action::Finish | Action::Panic { .. } | Action::Fault { .. }
            )
        }
        Switch::Yielded => matches!(before.action, Action::Yield),
    };
    (!told).then_some((event.switch?, before.thread))
}

/// True when thread 0 starts the others, waits for them and looks at the result, and two or more
/// other threads do the rest: then a column for it would only take room away.
fn sets_the_stage(events: &[Event]) -> bool {
    let mut others: Vec<u16> = events
        .iter()
        .map(|e| e.thread)
        .filter(|t| *t != 0)
        .collect();
    let (Some(first), Some(last)) = (
        events.iter().position(|event| event.thread != 0),
        events.iter().rposition(|event| event.thread != 0),
    ) else {
        return false;
    };
    others.sort_unstable();
    others.dedup();
    others.len() >= 2
        && events[first..=last]
            .iter()
            .filter(|event| event.thread == 0)
            .all(|event| {
                matches!(
                    event.action,
                    Action::Spawn { .. }
                        | Action::Join { .. }
                        | Action::Finish
                        | Action::Yield
                        | Action::Note { .. }
                        | Action::Blocked { .. }
                )
            })
}

/// The files: the program's own before its tests, then in the order of how many rows they have;
/// equal ones in the order of time. The first one is the file whose name need not be said.
fn files(rows: &[Row]) -> Vec<String> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for source in rows.iter().filter_map(|row| row.source.as_ref()) {
        match counted.iter_mut().find(|(file, _)| *file == source.file) {
            Some((_, count)) => *count += 1,
            None => counted.push((&source.file, 1)),
        }
    }
    let is_test = |file: &str| file.split('/').any(|folder| folder == "tests");
    counted.sort_by_key(|(file, count)| (is_test(file), std::cmp::Reverse(*count)));
    counted
        .into_iter()
        .map(|(file, _)| file.to_owned())
        .collect()
}

/// Folds blocks of rows that repeat.
fn folded(rows: Vec<Row>) -> Vec<Block> {
    repeats(&rows, Row::repeats)
        .into_iter()
        .map(|Repeat { round, times, end }| Block::Rows {
            last: rows[end - 1].last,
            rows: rows[round].to_vec(),
            times,
        })
        .collect()
}

/// Folds what a loop on one line says again and again, and shortens what is left.
fn said_once(phrases: Vec<Phrase>) -> Vec<Phrase> {
    let mut said = Vec::new();
    for Repeat { round, times, .. } in repeats(&phrases, PartialEq::eq) {
        let size = round.len();
        said.extend_from_slice(&phrases[round]);
        if let (Some(last), true) = (said.last_mut(), times > 1) {
            last.text.push_str(&match size {
                1 => format!(" × {times}"),
                size => format!(" (these {size} × {times})"),
            });
        }
    }
    if said.len() > MOST_PHRASES {
        let gone = said.len() - MOST_PHRASES;
        let from = MOST_PHRASES / 2;
        said.splice(from..from + gone, [Phrase::left_out(gone)]);
    }
    said
}

/// A run of items that stands there `times` times, one round after the other.
struct Repeat {
    round: std::ops::Range<usize>,
    times: usize,
    /// One past the last item of the last round.
    end: usize,
}

/// Finds rounds that repeat; at each place the one that covers the most items wins, and among
/// equals the shortest. Items that do not repeat come one by one.
fn repeats<T>(items: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<Repeat> {
    let rounds = |rest: &[T], size: usize| {
        let (round, rest) = rest.split_at(size);
        let again = |next: &&[T]| next.iter().zip(round).all(|(a, b)| same(a, b));
        1 + rest.chunks_exact(size).take_while(again).count()
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let rest = &items[at..];
        let (size, times) = (1..=LONGEST_BLOCK.min(rest.len()))
            .map(|size| (size, rounds(rest, size)))
            .filter(|(_, times)| *times >= FEWEST_ROUNDS)
            .max_by_key(|(size, times)| (size * times, std::cmp::Reverse(*size)))
            .unwrap_or((1, 1));
        found.push(Repeat {
            round: at..at + size,
            times,
            end: at + size * times,
        });
        at += size * times;
    }
    found
}

/// Leaves the middle out of a very long run.
fn shortened(mut blocks: Vec<Block>) -> Vec<Block> {
    if blocks.len() <= MOST_BLOCKS {
        return blocks;
    }
    let kept_at_the_end = MOST_BLOCKS - FIRST_BLOCKS;
    let tail = blocks.split_off(blocks.len() - kept_at_the_end);
    let gone = blocks.split_off(FIRST_BLOCKS);
    if let (Some(first), Some(last)) = (gone.first(), gone.last()) {
        blocks.push(Block::LeftOut {
            first: first.first(),
            last: last.last(),
        });
    }
    blocks.extend(tail);
    blocks
}

impl Block {
    /// Its rows, once.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        match self {
            Block::Rows { rows, .. } => rows,
            Block::LeftOut { .. } => &[],
        }
    }

    /// The number of its first step.
    #[must_use]
    pub fn first(&self) -> usize {
        match self {
            Block::Rows { rows, last, .. } => rows.first().map_or(*last, |row| row.first),
            Block::LeftOut { first, .. } => *first,
        }
    }

    /// The number of its last step.
    #[must_use]
    pub fn last(&self) -> usize {
        match self {
            Block::Rows { last, .. } | Block::LeftOut { last, .. } => *last,
        }
    }
}

/// The step numbers of a row or block: `7` or `7–9`.
#[must_use]
pub fn steps(first: usize, last: usize) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}–{last}")
    }
}
