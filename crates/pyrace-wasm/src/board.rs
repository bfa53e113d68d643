//! The game as JSON.
//!
//! ```json
//! {"v":1,
//!  "players":[{"thread":1,"name":"A","line":5,"next":"LOAD_GLOBAL n","can":"run","why":null}],
//!  "variables":{"n":"0"},
//!  "ahead":["6","4"],
//!  "hint":1,
//!  "rows":[{"thread":1,"line":5,"text":"LOAD_GLOBAL n → 0","changes":{}}],
//!  "preemptions":0,
//!  "end":null,
//!  "won":false,
//!  "problem":null}
//! ```
//!
//! `can` is `run`, `time_out`, `wait` or `ended`; `why` tells what a thread waits for. `ahead` has how many
//! schedules go on and how many of them end badly, or is `null`. `rows` are the steps of the last move.
//! `end` is the status of the end and `null` before it; `problem` says why a move was refused.

use std::fmt::Write as _;

use pyrace::game::{Can, Game};
use pyrace::report::json::quote;
use pyrace::report::{Report, Row};
use pyrace::{Program, Rules};

use crate::answer::{error, limits};

/// A game and what its last move did.
pub struct Board {
    game: Game,
    rows: Vec<Row>,
    problem: Option<String>,
}

impl Board {
    /// Starts a game.
    ///
    /// # Errors
    ///
    /// The answer that says why there is none: an error, or the report with the diagnostics.
    pub fn new(source: &str, rules: &str, states: u32, steps: u32) -> Result<Board, String> {
        let rules: Rules = rules
            .parse()
            .map_err(|problem: pyrace::policy::ParseRulesError| error(&problem.to_string()))?;
        let program = Program::compile(source, rules)
            .map_err(|diagnostics| Report::of_refused(source, rules, diagnostics).to_json())?;
        let game = Game::new(&program, limits(states, steps)).map_err(|report| report.to_json())?;
        Ok(Board {
            game,
            rows: Vec::new(),
            problem: None,
        })
    }

    /// Lets a thread take its next step, and shows the board.
    pub fn step(&mut self, thread: u32) -> String {
        self.problem = None;
        self.rows.clear();
        match u16::try_from(thread).map(|thread| self.game.step(thread)) {
            Ok(Ok(rows)) => self.rows = rows,
            Ok(Err(problem)) => self.problem = Some(problem.to_string()),
            Err(_) => self.problem = Some(format!("there is no thread {thread}")),
        }
        self.show()
    }

    /// Takes the last step back, and shows the board.
    pub fn undo(&mut self) -> String {
        self.rows.clear();
        self.problem = (!self.game.undo()).then(|| "this is the start".to_owned());
        self.show()
    }

    /// The board.
    pub fn show(&mut self) -> String {
        let mut out = String::from("{\"v\":1,\"players\":[");
        for (at, player) in self.game.players().iter().enumerate() {
            out.push_str(if at > 0 { "," } else { "" });
            let _ = write!(out, "{{\"thread\":{},\"name\":", player.thread);
            quote(&mut out, &player.name);
            let _ = write!(out, ",\"line\":{},\"next\":", player.line);
            quote(&mut out, &player.next);
            let (can, why) = match &player.can {
                Can::Run => ("run", None),
                Can::TimeOut(why) => ("time_out", Some(why)),
                Can::Wait(why) => ("wait", Some(why)),
                Can::Ended => ("ended", None),
            };
            let _ = write!(out, ",\"can\":\"{can}\",\"why\":");
            text_or_null(&mut out, why.map(String::as_str));
            out.push('}');
        }
        out.push_str("],\"variables\":");
        dict(&mut out, &self.game.variables());
        out.push_str(",\"ahead\":");
        match self.game.from_here() {
            Some(ahead) => {
                let _ = write!(out, "[\"{}\",\"{}\"]", ahead.all, ahead.bad);
            }
            None => out.push_str("null"),
        }
        out.push_str(",\"hint\":");
        match self.game.hint() {
            Some(thread) => {
                let _ = write!(out, "{thread}");
            }
            None => out.push_str("null"),
        }
        out.push_str(",\"rows\":[");
        for (at, row) in self.rows.iter().enumerate() {
            out.push_str(if at > 0 { "," } else { "" });
            let _ = write!(
                out,
                "{{\"thread\":{},\"line\":{},\"text\":",
                row.thread, row.line
            );
            quote(&mut out, &row.text);
            out.push_str(",\"changes\":");
            dict(&mut out, &row.changes);
            out.push('}');
        }
        let _ = write!(
            out,
            "],\"preemptions\":{},\"end\":",
            self.game.preemptions()
        );
        let end = self.game.outcome();
        text_or_null(&mut out, end.map(|outcome| outcome.status.name()));
        let _ = write!(out, ",\"won\":{},\"problem\":", self.game.is_won());
        text_or_null(&mut out, self.problem.as_deref());
        out.push('}');
        out
    }
}

fn text_or_null(out: &mut String, text: Option<&str>) {
    match text {
        Some(text) => quote(out, text),
        None => out.push_str("null"),
    }
}

fn dict(out: &mut String, entries: &[(String, String)]) {
    out.push('{');
    for (at, (name, value)) in entries.iter().enumerate() {
        out.push_str(if at > 0 { "," } else { "" });
        quote(out, name);
        out.push(':');
        quote(out, value);
    }
    out.push('}');
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const COUNTER: &str = "import threading\nn = 0\ndef work():\n    global n\n    n += 1\n\
        ts = [threading.Thread(target=work) for _ in range(2)]\n\
        for t in ts: t.start()\nfor t in ts: t.join()\n";

    fn board() -> Board {
        Board::new(COUNTER, "gil_every", 1_000, 1_000_000).expect("the program is supported")
    }

    fn json(text: &str) -> Value {
        serde_json::from_str(text).expect("the board is JSON")
    }

    #[test]
    fn the_board_tells_threads_variables_and_what_lies_ahead() {
        let shown = json(&board().show());
        assert_eq!(
            shown["players"][1],
            json!({"thread":1,"name":"A","line":5,"next":"LOAD_GLOBAL n","can":"run","why":null})
        );
        assert_eq!(shown["variables"], json!({"n":"0"}));
        assert_eq!(shown["ahead"], json!(["6", "4"]));
        assert_eq!(shown["end"], Value::Null);
    }

    #[test]
    fn moves_change_the_board_and_refused_ones_say_why() {
        let mut board = board();
        let shown = json(&board.step(1));
        assert_eq!(shown["rows"][0]["text"], "LOAD_GLOBAL n → 0");
        assert_eq!(shown["ahead"], json!(["3", "2"]));
        let shown = json(&board.step(9));
        assert_eq!(
            shown["problem"],
            "thread I cannot run now: choose one that is ready"
        );
        let shown = json(&board.step(70_000));
        assert_eq!(shown["problem"], "there is no thread 70000");
        for thread in [2, 2, 1] {
            board.step(thread);
        }
        let shown = json(&board.show());
        assert_eq!((&shown["end"], &shown["won"]), (&json!("ok"), &json!(true)));
        assert_eq!(shown["preemptions"], 1);
    }

    #[test]
    fn a_program_that_is_not_supported_has_its_diagnostics() {
        let answer = Board::new("x = = 1\n", "3.14", 1_000, 1_000).err();
        let answer = json(&answer.expect("no game"));
        assert_eq!(answer["diagnostics"][0]["column"], 5);
    }
}
