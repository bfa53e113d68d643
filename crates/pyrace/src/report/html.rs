//! A report as a piece of HTML: headings, tables and lists, no script and no style of its own.
//!
//! A row of a schedule is a line of the program; the instructions behind it are folded under it. Texts come
//! from the program, so every one of them is escaped.

use std::fmt::Write as _;

use interleaving::Switch;

use super::words::{grouped, in_full};
use super::{Counted, Report, Row, Trace, thread_name};
use crate::syntax::LineIndex;

/// A text as the content of an element or of a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Nothing that a browser does not show may be in a page.
            c if c.is_control() && c != '\n' && c != '\t' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Words with code in backquotes.
#[must_use]
pub fn inline(text: &str) -> String {
    let mut out = String::new();
    for (at, piece) in text.split('`').enumerate() {
        let piece = escape(piece);
        if at % 2 == 1 {
            let _ = write!(out, "<code>{piece}</code>");
        } else {
            out.push_str(&piece);
        }
    }
    out
}

impl Report {
    /// The report: the first sentence, what is wrong with the program or was not proven, the outcomes, and
    /// for the first of them a schedule. `level` is that of the heading of a schedule, 2 to 6.
    #[must_use]
    pub fn to_html(&self, level: u8) -> String {
        let mut out = String::new();
        let _ = writeln!(
            out,
            "<p class=\"headline\"><strong>{}</strong></p>",
            inline(&self.headline())
        );
        if let Some(next) = self.next_step() {
            let _ = writeln!(out, "<p>{}</p>", inline(&next));
        }
        self.write_diagnostics(&mut out);
        if !self.counted.is_empty() {
            self.write_outcomes(&mut out);
        }
        for (at, trace) in self.traces.iter() {
            let Some(counted) = self.counted.get(*at) else {
                continue;
            };
            let _ = writeln!(
                out,
                "<h{level}>A schedule that ends so: {}</h{level}>",
                escape(&in_full(&counted.outcome))
            );
            self.write_trace(&mut out, counted, trace);
        }
        out
    }

    fn write_diagnostics(&self, out: &mut String) {
        if self.diagnostics.is_empty() {
            return;
        }
        out.push_str("<ul class=\"diagnostics\">\n");
        for diagnostic in &self.diagnostics {
            let _ = writeln!(
                out,
                "<li><pre>{}</pre></li>",
                escape(&diagnostic.render(&self.source))
            );
        }
        out.push_str("</ul>\n");
    }

    fn write_outcomes(&self, out: &mut String) {
        out.push_str(
            "<table class=\"outcomes\">\n<thead><tr><th scope=\"col\">how it ends</th>\
             <th scope=\"col\">schedules</th><th scope=\"col\">forced switches</th></tr></thead>\n<tbody>\n",
        );
        for counted in &self.counted {
            let class = if Report::is_bad(&counted.outcome) {
                " class=\"bad\""
            } else if Report::is_surprising(counted) {
                " class=\"surprising\""
            } else {
                ""
            };
            let count = counted.count.as_ref().map_or_else(
                || "not counted".to_owned(),
                |count| grouped(&count.to_string()),
            );
            let switches = counted.witness.as_ref().map_or_else(
                || "not known".to_owned(),
                |witness| witness.preemptions.to_string(),
            );
            let _ = writeln!(
                out,
                "<tr{class}><td>{}</td><td>{count}</td><td>{switches}</td></tr>",
                escape(&in_full(&counted.outcome))
            );
        }
        out.push_str("</tbody>\n</table>\n");
    }

    fn write_trace(&self, out: &mut String, counted: &Counted, trace: &Trace) {
        let mut threads: Vec<u16> = trace.rows.iter().map(|row| row.thread).collect();
        threads.extend(trace.blocked.iter().map(|entry| entry.0));
        threads.sort_unstable();
        threads.dedup();
        out.push_str("<table class=\"schedule\">\n<thead><tr><th scope=\"col\">step</th>");
        for thread in &threads {
            let _ = write!(
                out,
                "<th scope=\"col\">{}</th>",
                self.thread_heading(*thread)
            );
        }
        out.push_str("<th scope=\"col\">what changes</th></tr></thead>\n<tbody>\n");
        let mut at = 0;
        while let Some(first) = trace.rows.get(at) {
            // Steps of one thread in one line, with nobody in between.
            let length = trace.rows[at..]
                .iter()
                .enumerate()
                .take_while(|(offset, row)| {
                    row.thread == first.thread
                        && row.line == first.line
                        && (*offset == 0 || row.switch.is_none())
                })
                .count();
            self.write_rows(out, &threads, at, &trace.rows[at..at + length]);
            at += length;
        }
        for (thread, line, on) in &trace.blocked {
            let cell = format!("{}<br>✘ {} for ever", self.source_line(*line), inline(on));
            out.push_str("<tr class=\"blocked\"><td></td>");
            cells(out, &threads, *thread, &cell);
            out.push_str("<td></td></tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
        let switches = counted.witness.as_ref().map_or(0, |w| w.preemptions);
        let _ = writeln!(
            out,
            "<p>{} No schedule needs fewer to end so.</p>",
            match switches {
                0 => "No forced switch.".to_owned(),
                1 => "One forced switch.".to_owned(),
                n => format!("{n} forced switches."),
            }
        );
        if let Some(ahead) = trace.ahead_in_words() {
            let _ = writeln!(out, "<p>{}</p>", escape(&ahead));
        }
    }

    fn write_rows(&self, out: &mut String, threads: &[u16], at: usize, rows: &[Row]) {
        let first = &rows[0];
        let why = match first.switch {
            Some(Switch::Preempted) => "<br><em>the thread before is interrupted</em>",
            Some(Switch::Blocked) => "<br><em>the thread before has to wait</em>",
            Some(Switch::Finished) => "<br><em>the thread before has ended</em>",
            Some(Switch::Yielded) => "<br><em>the thread before lets others run</em>",
            None => "",
        };
        let class = if first.switch == Some(Switch::Preempted) {
            " class=\"preempted\""
        } else {
            ""
        };
        let mut cell = format!(
            "<details><summary>{}</summary><ul>",
            self.source_line(first.line)
        );
        for row in rows {
            let _ = write!(cell, "<li><code>{}</code></li>", escape(&row.text));
        }
        let _ = write!(cell, "</ul></details>{why}");
        let steps = match rows.len() {
            1 => (at + 1).to_string(),
            n => format!("{}–{}", at + 1, at + n),
        };
        let _ = write!(out, "<tr{class}><th scope=\"row\">{steps}</th>");
        cells(out, threads, first.thread, &cell);
        let changes: Vec<String> = rows
            .iter()
            .flat_map(|row| &row.changes)
            .map(|(name, value)| format!("<code>{} = {}</code>", escape(name), escape(value)))
            .collect();
        let _ = writeln!(out, "<td>{}</td></tr>", changes.join("<br>"));
    }

    fn thread_heading(&self, thread: u16) -> String {
        let name = thread_name(usize::from(thread));
        match self.threads.get(usize::from(thread)) {
            Some(info) if thread > 0 && !info.function.is_empty() => {
                format!("{name}: <code>{}</code>", escape(&info.function))
            }
            _ => name,
        }
    }

    fn source_line(&self, line: u32) -> String {
        if line == 0 {
            return "end".to_owned();
        }
        let lines = LineIndex::new(&self.source);
        format!(
            "{line}: <code>{}</code>",
            escape(lines.line(&self.source, line).trim())
        )
    }
}

/// The cells of the threads, with `html` in the thread's own one.
fn cells(out: &mut String, threads: &[u16], thread: u16, html: &str) {
    for column in threads {
        let html = if *column == thread { html } else { "" };
        let _ = write!(out, "<td>{html}</td>");
    }
}
