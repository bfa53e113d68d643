//! An outcome in words.

use std::fmt::Write as _;

use super::thread_name;
use crate::search::outcome::{Outcome, Status, Uncaught};

/// A text of this many characters is shortened: the reader has the full one in the table and in JSON.
const LONGEST: usize = 60;

/// What happens, as a heading: `n = 1`, `prints 5`, `the program hangs in a deadlock`.
#[must_use]
pub fn ends(outcome: &Outcome) -> String {
    match outcome.status {
        Status::Deadlock => "the program hangs in a deadlock".to_owned(),
        Status::Stuck => "the program runs in a loop for ever".to_owned(),
        Status::Exception => {
            let texts: Vec<String> = outcome.exceptions.iter().map(uncaught).collect();
            texts.join(", ")
        }
        Status::Ok if !outcome.out.is_empty() => format!("prints {}", printed(&outcome.out)),
        Status::Ok if !outcome.vars.is_empty() => variables(&outcome.vars),
        Status::Ok => "the program ends".to_owned(),
    }
}

/// What schedules do, behind `868 of 924 schedules`: `end with n = 1`, `print 5`, `end in a deadlock`.
#[must_use]
pub fn schedules_do(outcome: &Outcome, one: bool) -> String {
    let verb = |verb: &str| format!("{verb}{}", if one { "s" } else { "" });
    match outcome.status {
        Status::Deadlock => format!("{} in a deadlock", verb("end")),
        Status::Stuck => format!("{} in an endless loop", verb("end")),
        Status::Exception => format!("{} with {}", verb("end"), ends(outcome)),
        Status::Ok if !outcome.out.is_empty() => {
            format!("{} {}", verb("print"), printed(&outcome.out))
        }
        Status::Ok if !outcome.vars.is_empty() => {
            format!("{} with {}", verb("end"), variables(&outcome.vars))
        }
        Status::Ok => format!("{} without a trace", verb("end")),
    }
}

/// Everything about an outcome: the status unless it is fine, exceptions, variables, output.
#[must_use]
pub fn in_full(outcome: &Outcome) -> String {
    let mut parts: Vec<String> = Vec::new();
    if outcome.status != Status::Ok {
        parts.push(outcome.status.name().to_owned());
    }
    parts.extend(outcome.exceptions.iter().map(uncaught));
    parts.extend(outcome.vars.iter().map(assignment));
    parts.extend(outcome.out.iter().map(|line| format!("prints {line}")));
    if parts.is_empty() {
        "the program ends".to_owned()
    } else {
        parts.join(", ")
    }
}

/// A few words for a cell of a table: `n = 1`, `KeyError`, `deadlock`, or the printed text.
#[must_use]
pub fn in_short(outcome: &Outcome) -> String {
    match outcome.status {
        Status::Exception => {
            let classes: Vec<&str> = outcome
                .exceptions
                .iter()
                .map(|uncaught| uncaught.class.as_str())
                .collect();
            classes.join(", ")
        }
        Status::Ok if !outcome.out.is_empty() => printed(&outcome.out),
        Status::Ok if !outcome.vars.is_empty() => variables(&outcome.vars),
        Status::Ok => "ends".to_owned(),
        status => status.name().to_owned(),
    }
}

/// `ValueError: text`, or the class alone.
pub(crate) fn exception_text(class: &str, message: &str) -> String {
    if message.is_empty() {
        class.to_owned()
    } else {
        format!("{class}: {message}")
    }
}

fn uncaught(uncaught: &Uncaught) -> String {
    format!(
        "{} in thread {}, line {}",
        shortened(&exception_text(&uncaught.class, &uncaught.message)),
        thread_name(usize::from(uncaught.thread)),
        uncaught.line
    )
}

fn assignment((name, value): &(String, String)) -> String {
    format!("{name} = {value}")
}

/// `n = 1, total = 5`, shortened.
pub(crate) fn variables(vars: &[(String, String)]) -> String {
    let all: Vec<String> = vars.iter().map(assignment).collect();
    shortened(&all.join(", "))
}

fn printed(out: &[String]) -> String {
    match out {
        [] => "nothing".to_owned(),
        [line] => format!("`{}`", shortened(line)),
        [first, second] => format!("`{}`, then `{}`", shortened(first), shortened(second)),
        [.., last] => format!("{} lines, the last one `{}`", out.len(), shortened(last)),
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST - 1).collect();
    let _ = write!(short, "…");
    short
}

/// A number with a comma after every three digits; long ones as a power of ten.
#[must_use]
pub fn grouped(digits: &str) -> String {
    if digits.len() > 24 {
        return format!("{}.{}e{}", &digits[..1], &digits[1..4], digits.len() - 1);
    }
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
