//! The scheduler as a game in the terminal: the reader says who runs next.
//!
//! Moves are read line by line, so the game works the same in a terminal, through a pipe, and with a
//! screen reader.

use std::io::{self, BufRead as _, IsTerminal as _, Write};

use pyrace::game::{Can, FromHere, Game};
use pyrace::report::text::Verdict;
use pyrace::report::words::{grouped, in_full};
use pyrace::report::{Row, thread_name};
use pyrace::{Limits, Report};

use crate::arguments::Arguments;
use crate::explored::compile;
use crate::show::{diagnostics, rules_in_words};
use crate::{Failure, input};

/// States of a game: the numbers ahead need all of them at once.
const STATES: u64 = 200_000;

/// What can be typed.
const KEYS: &str = concat!(
    "  A, B, …     let this thread run to its next step that others can see\n",
    "  u, undo     take the last step back\n",
    "  h, hint     which thread to choose for a bad end\n",
    "  r, restart  begin again\n",
    "  q, quit     leave (so does Ctrl-C)\n",
    "`main` is a thread, too. Several moves can stand in one line: A B B A\n",
);

/// What one word of a line asks for.
#[derive(Debug, PartialEq, Eq)]
enum Move {
    Run(u16),
    Undo,
    Hint,
    Restart,
    Quit,
    Help,
    Unknown(String),
}

impl Move {
    /// A letter in upper case is a thread; in lower case it is a command first.
    fn parse(word: &str, threads: usize) -> Move {
        let thread = |word: &str| {
            (0..threads)
                .find(|at| thread_name(*at) == word)
                .and_then(|at| u16::try_from(at).ok())
        };
        if let Some(thread) = thread(word) {
            return Move::Run(thread);
        }
        match word {
            "u" | "undo" => Move::Undo,
            "h" | "hint" => Move::Hint,
            "r" | "restart" => Move::Restart,
            "q" | "quit" | "exit" => Move::Quit,
            "?" | "help" => Move::Help,
            "m" => Move::Run(0),
            word => {
                let number = word.parse().ok().filter(|at| usize::from(*at) < threads);
                thread(&word.to_uppercase())
                    .or(number)
                    .map_or_else(|| Move::Unknown(word.to_owned()), Move::Run)
            }
        }
    }
}

/// Plays until the reader leaves or the moves end.
///
/// # Errors
///
/// The program cannot be read, or the output cannot be written.
pub(crate) fn play(arguments: &Arguments) -> Result<u8, Failure> {
    let source = input::read(&arguments.file)?;
    let rules = arguments.rules[0];
    let limits = Limits {
        states: arguments.max_states.unwrap_or(STATES),
        ..Limits::default()
    };
    let refused = |report: &Report| -> Result<u8, Failure> {
        diagnostics([report].into_iter(), &source)?;
        Ok(crate::USAGE)
    };
    let program = match compile(&source, rules, arguments)? {
        Ok(program) => program,
        Err(report) => return refused(&report),
    };
    let game = match Game::new(&program, limits) {
        Ok(game) => game,
        Err(report) => return refused(&report),
    };
    let mut table = Table {
        game,
        lines: source.lines().collect(),
        out: anstream::stdout().lock(),
    };
    let file = arguments.file.display();
    writeln!(
        table.out,
        "{file} under {}. You are the scheduler.",
        rules_in_words(&rules)
    )?;
    table.goal()?;
    writeln!(table.out, "\n{KEYS}")?;
    table.board()?;
    let echo = !io::stdin().is_terminal();
    let mut lines = io::stdin().lock().lines();
    loop {
        write!(table.out, "> ")?;
        table.out.flush()?;
        let Some(line) = lines.next() else {
            writeln!(table.out)?;
            return Ok(0);
        };
        let Ok(line) = line else {
            writeln!(table.out, "\nThat was no text.")?;
            return Ok(crate::USAGE);
        };
        if echo {
            writeln!(table.out, "{line}")?;
        }
        if !table.line(&line)? {
            return Ok(0);
        }
    }
}

struct Table<'s, W> {
    game: Game,
    lines: Vec<&'s str>,
    out: W,
}

impl<W: Write> Table<'_, W> {
    /// What the player looks for.
    fn goal(&mut self) -> io::Result<()> {
        let report = self.game.report();
        let Some(at) = report.main() else {
            let headline = report.headline();
            writeln!(self.out, "{headline}")?;
            return writeln!(
                self.out,
                "There is no bad end to look for. Try all the same, or another version."
            );
        };
        let switches = report.counted[at].witness.as_ref().map(|w| w.preemptions);
        let ends = in_full(&report.counted[at].outcome);
        writeln!(
            self.out,
            "Look for a schedule that {}.",
            bad_in_words(report.verdict(), true)
        )?;
        match switches {
            Some(0) => writeln!(self.out, "One ends so: {ends}. It needs no forced switch."),
            Some(1) => writeln!(self.out, "One ends so: {ends}. It needs one forced switch."),
            Some(n) => writeln!(
                self.out,
                "One ends so: {ends}. It needs {n} forced switches."
            ),
            None => writeln!(self.out, "One ends so: {ends}."),
        }
    }

    /// Does what a line says; false when the reader leaves.
    fn line(&mut self, line: &str) -> io::Result<bool> {
        let mut changed = line.trim().is_empty();
        for word in line.split_whitespace() {
            let threads = self.game.players().len();
            match Move::parse(word, threads) {
                Move::Quit => return Ok(false),
                Move::Help => write!(self.out, "{KEYS}")?,
                Move::Unknown(word) => {
                    writeln!(
                        self.out,
                        "There is no thread or command `{word}`: type ? for help."
                    )?;
                    break;
                }
                Move::Hint => self.hint()?,
                Move::Undo => {
                    if self.game.undo() {
                        changed = true;
                    } else {
                        writeln!(
                            self.out,
                            "This is the start: there is no step to take back."
                        )?;
                    }
                }
                Move::Restart => {
                    while self.game.undo() {}
                    changed = true;
                }
                Move::Run(thread) => match self.game.step(thread) {
                    Ok(rows) => {
                        self.rows(&rows)?;
                        changed = true;
                    }
                    Err(error) => {
                        self.refuse(thread, &error.to_string())?;
                        break;
                    }
                },
            }
        }
        if changed {
            self.board()?;
        }
        Ok(true)
    }

    fn refuse(&mut self, thread: u16, error: &str) -> io::Result<()> {
        let name = thread_name(usize::from(thread));
        let players = self.game.players();
        match players.get(usize::from(thread)).map(|player| &player.can) {
            Some(Can::Wait(why)) => writeln!(self.out, "Thread {name} {why}."),
            Some(Can::Ended) => writeln!(self.out, "Thread {name} has ended."),
            _ => writeln!(self.out, "{error}"),
        }
    }

    fn hint(&mut self) -> io::Result<()> {
        match self.game.hint() {
            Some(thread) => writeln!(self.out, "Try {}.", thread_name(usize::from(thread))),
            None if self.game.from_here().is_none() => {
                writeln!(self.out, "There are too many schedules for a hint.")
            }
            None => writeln!(
                self.out,
                "No way leads to a bad end from here: type u to go back."
            ),
        }
    }

    /// What a step did.
    fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            let changes: Vec<String> = row
                .changes
                .iter()
                .map(|(name, value)| format!("{name} = {value}"))
                .collect();
            let changes = if changes.is_empty() {
                String::new()
            } else {
                format!("   now {}", changes.join(", "))
            };
            let name = thread_name(usize::from(row.thread));
            writeln!(
                self.out,
                "  {name} line {}: {}{changes}",
                row.line, row.text
            )?;
        }
        Ok(())
    }

    /// The threads, the variables, and what lies ahead; or the end.
    fn board(&mut self) -> io::Result<()> {
        writeln!(self.out)?;
        let players = self.game.players();
        let widest = players.iter().map(|player| player.name.len()).max();
        let widest = widest.unwrap_or(0);
        for player in &players {
            let line = self
                .lines
                .get((player.line as usize).wrapping_sub(1))
                .map_or("", |line| line.trim());
            let name = &player.name;
            let place = format!("{}: {line}", player.line);
            let what = match &player.can {
                Can::Run => format!("{place}   next {}", player.next),
                Can::TimeOut(why) => format!("{place}   {why}, or lets its time-out fire"),
                Can::Wait(why) => format!("{place}   {why}"),
                Can::Ended => "has ended".to_owned(),
            };
            writeln!(self.out, "  {name:<widest$}  {what}")?;
        }
        let variables = self.game.variables();
        if !variables.is_empty() {
            let all: Vec<String> = variables
                .iter()
                .map(|(name, value)| format!("{name} = {value}"))
                .collect();
            writeln!(self.out, "  {}", all.join(", "))?;
        }
        match self.game.outcome() {
            Some(outcome) => self.end(&in_full(&outcome)),
            None => match self.game.from_here() {
                Some(ahead) => {
                    let text = ahead_in_words(&ahead, self.game.report().verdict());
                    writeln!(self.out, "{text}")
                }
                None => writeln!(self.out, "The continuations from here are not counted."),
            },
        }
    }

    fn end(&mut self, ends: &str) -> io::Result<()> {
        let used = match self.game.preemptions() {
            0 => "no forced switch".to_owned(),
            1 => "one forced switch".to_owned(),
            n => format!("{n} forced switches"),
        };
        if self.game.is_won() {
            writeln!(self.out, "The end: {ends}. You found it, with {used}.")?;
        } else {
            writeln!(self.out, "The end: {ends}. Nothing went wrong this time.")?;
        }
        writeln!(
            self.out,
            "Type u to take a step back, r to begin again, q to leave."
        )
    }
}

/// `From here 4 of 6 continuations lose an update.`
fn ahead_in_words(ahead: &FromHere, verdict: Verdict) -> String {
    let (all, bad) = (ahead.all.to_string(), ahead.bad.to_string());
    let one = all == "1";
    let continuations = if one { "continuation" } else { "continuations" };
    let many = format!("{} of {} {continuations}", grouped(&bad), grouped(&all));
    match verdict {
        Verdict::Always | Verdict::Order => {
            format!("From here {} {continuations}.", grouped(&all))
        }
        verdict => format!("From here {many} {}.", bad_in_words(verdict, bad == "1")),
    }
}

/// What a bad schedule does.
fn bad_in_words(verdict: Verdict, one: bool) -> &'static str {
    match (verdict, one) {
        (Verdict::Deadlock, true) => "deadlocks",
        (Verdict::Deadlock, false) => "deadlock",
        (Verdict::Loop, true) => "loops for ever",
        (Verdict::Loop, false) => "loop for ever",
        (Verdict::Failure, true) => "ends with an exception",
        (Verdict::Failure, false) => "end with an exception",
        (Verdict::LostUpdate, true) => "loses an update",
        (Verdict::LostUpdate, false) => "lose an update",
        (_, true) => "ends as no calm schedule does",
        (_, false) => "end as no calm schedule does",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upper_case_letter_is_a_thread_and_a_lower_case_one_a_command_first() {
        assert_eq!(Move::parse("A", 3), Move::Run(1));
        assert_eq!(Move::parse("b", 3), Move::Run(2));
        assert_eq!(Move::parse("main", 3), Move::Run(0));
        assert_eq!(Move::parse("2", 3), Move::Run(2));
        assert_eq!(Move::parse("h", 20), Move::Hint);
        assert_eq!(Move::parse("H", 20), Move::Run(8));
        assert_eq!(Move::parse("u", 3), Move::Undo);
        assert_eq!(Move::parse("C", 3), Move::Unknown("C".to_owned()));
        assert_eq!(Move::parse("7", 3), Move::Unknown("7".to_owned()));
    }

    #[test]
    fn what_lies_ahead_agrees_in_number() {
        let words = |all: u32, bad: u32| {
            let ahead = FromHere {
                all: all.into(),
                bad: bad.into(),
            };
            ahead_in_words(&ahead, Verdict::LostUpdate)
        };
        assert_eq!(
            words(6, 4),
            "From here 4 of 6 continuations lose an update."
        );
        assert_eq!(
            words(3, 1),
            "From here 1 of 3 continuations loses an update."
        );
        assert_eq!(
            words(1, 1),
            "From here 1 of 1 continuation loses an update."
        );
    }
}
