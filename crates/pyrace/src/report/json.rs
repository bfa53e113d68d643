//! The machine-readable report, version 1.

use std::fmt::Write as _;

use interleaving::Switch;

use super::{Counted, Report, thread_name};
use crate::syntax::LineIndex;

/// Appends a text as a JSON string.
pub fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn list<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    out.push('[');
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

fn number(out: &mut String, value: Option<&crate::bigint::BigInt>) {
    match value {
        Some(value) => quote(out, &value.to_string()),
        None => out.push_str("null"),
    }
}

impl Report {
    /// The report as JSON, version 1. Numbers of schedules are strings; `null` stands for one that is not
    /// known or infinite. Counts are of bytecode schedules if `schedules.bytecode` is there, else of visible ones.
    /// `ahead` of a witness has, before each decision and at the end, how many schedules go on and how many
    /// of them end the same way; it is empty if that was not counted.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\"v\":1,\"python\":");
        quote(&mut out, self.rules.name);
        let _ = write!(
            out,
            ",\"gil\":{},\"complete\":{},\"states\":{},\"schedules\":{{\"bytecode\":",
            self.rules.gil, self.complete, self.states
        );
        number(&mut out, self.schedules.bytecode.as_ref());
        out.push_str(",\"visible\":");
        number(&mut out, self.schedules.visible.as_ref());
        out.push_str("},\"threads\":");
        list(&mut out, &self.threads, |out, thread| {
            out.push_str("{\"name\":");
            quote(out, &thread.name);
            out.push_str(",\"function\":");
            quote(out, &thread.function);
            out.push('}');
        });
        out.push_str(",\"outcomes\":");
        list(
            &mut out,
            self.counted.iter().enumerate(),
            |out, (at, counted)| {
                self.write_outcome(out, at, counted);
            },
        );
        out.push_str(",\"diagnostics\":");
        let lines = LineIndex::new(&self.source);
        list(&mut out, &self.diagnostics, |out, diagnostic| {
            let place = lines.position(&self.source, diagnostic.span.start);
            let _ = write!(
                out,
                "{{\"line\":{},\"column\":{},\"message\":",
                place.line, place.column
            );
            quote(out, &diagnostic.message);
            out.push_str(",\"hint\":");
            match &diagnostic.hint {
                Some(hint) => quote(out, hint),
                None => out.push_str("null"),
            }
            out.push('}');
        });
        out.push('}');
        out
    }

    fn write_outcome(&self, out: &mut String, at: usize, counted: &Counted) {
        let outcome = &counted.outcome;
        let _ = write!(
            out,
            "{{\"status\":\"{}\",\"vars\":{{",
            outcome.status.name()
        );
        for (at, (name, value)) in outcome.vars.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            quote(out, name);
            out.push(':');
            quote(out, value);
        }
        out.push_str("},\"out\":");
        list(out, &outcome.out, |out, line| quote(out, line));
        out.push_str(",\"exceptions\":");
        list(out, &outcome.exceptions, |out, uncaught| {
            out.push_str("{\"thread\":");
            quote(out, &thread_name(usize::from(uncaught.thread)));
            out.push_str(",\"type\":");
            quote(out, &uncaught.class);
            let _ = write!(out, ",\"line\":{}}}", uncaught.line);
        });
        out.push_str(",\"count\":");
        number(out, counted.count.as_ref());
        out.push_str(",\"witness\":");
        match &counted.witness {
            None => out.push_str("null"),
            Some(witness) => {
                let _ = write!(
                    out,
                    "{{\"preemptions\":{},\"schedule\":",
                    witness.preemptions
                );
                list(out, &witness.decisions, |out, decision| {
                    let mark = if decision.time_out { "!" } else { "" };
                    quote(
                        out,
                        &format!("{}{mark}", thread_name(usize::from(decision.thread))),
                    );
                });
                out.push_str(",\"rows\":");
                let rows = self.traces.get(&at).map_or(&[][..], |trace| &trace.rows);
                list(out, rows, |out, row| {
                    out.push_str("{\"thread\":");
                    quote(out, &thread_name(usize::from(row.thread)));
                    let _ = write!(out, ",\"line\":{},\"text\":", row.line);
                    quote(out, &row.text);
                    out.push_str(",\"switch\":");
                    match row.switch {
                        None => out.push_str("null"),
                        Some(Switch::Preempted) => quote(out, "preempted"),
                        Some(Switch::Blocked) => quote(out, "blocked"),
                        Some(Switch::Finished) => quote(out, "finished"),
                        Some(Switch::Yielded) => quote(out, "yielded"),
                    }
                    out.push_str(",\"changes\":{");
                    for (at, (name, value)) in row.changes.iter().enumerate() {
                        if at > 0 {
                            out.push(',');
                        }
                        quote(out, name);
                        out.push(':');
                        quote(out, value);
                    }
                    out.push_str("}}");
                });
                out.push_str(",\"ahead\":");
                let ahead = self.traces.get(&at).map_or(&[][..], |trace| &trace.ahead);
                list(out, ahead, |out, here| {
                    let _ = write!(out, "[\"{}\",\"{}\"]", here.all, here.bad);
                });
                out.push_str(",\"blocked\":");
                let blocked = self.traces.get(&at).map_or(&[][..], |trace| &trace.blocked);
                list(out, blocked, |out, (thread, line, on)| {
                    out.push_str("{\"thread\":");
                    quote(out, &thread_name(usize::from(*thread)));
                    let _ = write!(out, ",\"line\":{line},\"on\":");
                    quote(out, on);
                    out.push('}');
                });
                out.push('}');
            }
        }
        out.push('}');
    }
}
