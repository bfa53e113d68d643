//! A counterexample as a table of the page: the same rows as in the terminal, in real HTML.

use interleaving::render::layout::{Block, Layout, Row, steps};
use interleaving::render::phrase::{Mark, Phrase, thread};
use interleaving::render::{outcome, text};
use interleaving::{Counterexample, Source, Switch};

use crate::html::escape;

/// The table; `label` tells screen readers which one it is.
#[must_use]
pub fn table(counterexample: &Counterexample, label: &str) -> String {
    let layout = Layout::new(counterexample);
    let headline = counterexample
        .headline
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ");
    let mut out = format!(
        "<figure class=\"interleaving\">\n<figcaption><strong>{}</strong>",
        escape(&text::clean(&headline))
    );
    if let Some(found) = outcome(counterexample) {
        out.push_str(&format!("<br>{}", escape(&found)));
    }
    out.push_str("</figcaption>\n");
    if !layout.blocks.is_empty() {
        out.push_str(&format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n<table>\n<thead><tr><th scope=\"col\">step</th>",
            escape(label)
        ));
        for column in &layout.columns {
            out.push_str(&format!(
                "<th scope=\"col\">{}</th>",
                escape(&thread(counterexample, *column))
            ));
        }
        out.push_str("<th scope=\"col\">what happened</th></tr></thead>\n<tbody>\n");
        for block in &layout.blocks {
            rows(&mut out, counterexample, &layout, block);
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
    }
    for remark in &counterexample.remarks {
        out.push_str(&format!(
            "<p class=\"remark\">{}</p>\n",
            escape(&text::clean(remark))
        ));
    }
    if !layout.files.is_empty() {
        let files: Vec<String> = layout
            .files
            .iter()
            .map(|file| format!("<code>{}</code>", escape(file)))
            .collect();
        out.push_str(&format!(
            "<p class=\"remark\">Lines are from {}.</p>\n",
            files.join(", ")
        ));
    }
    out.push_str("</figure>\n");
    out
}

fn rows(out: &mut String, counterexample: &Counterexample, layout: &Layout, block: &Block) {
    let remark = |text: &str| {
        let columns = layout.columns.len() + 1;
        format!("<tr class=\"folded\"><td></td><td colspan=\"{columns}\">{text}</td></tr>\n")
    };
    match block {
        Block::Rows { rows, times, last } => {
            if *times > 1 {
                let first = rows.first().map_or(*last, |row| row.first);
                let what = match rows.len() {
                    1 => "The next row happens".to_owned(),
                    n => format!("The next {n} rows happen"),
                };
                out.push_str(&remark(&format!(
                    "{what} {times} times (steps {}).",
                    steps(first, *last)
                )));
            }
            for row in rows {
                one(out, counterexample, layout, row);
            }
        }
        Block::LeftOut { first, last } => {
            out.push_str(&remark(&format!(
                "Steps {} are left out.",
                steps(*first, *last)
            )));
        }
    }
}

fn one(out: &mut String, counterexample: &Counterexample, layout: &Layout, row: &Row) {
    if let Some((switch, left)) = row.switch {
        let words = match switch {
            Switch::Preempted => "⇢ preempted",
            Switch::Blocked => "⇢ has to wait",
            Switch::Finished => "⇢ ends",
            Switch::Yielded => "⇢ lets others run",
        };
        let words = if layout.columns.contains(&left) {
            words.to_owned()
        } else {
            format!("({}) {words}", escape(&thread(counterexample, left)))
        };
        out.push_str("<tr class=\"switch\"><td></td>");
        cells(out, layout, left, &words);
        out.push_str("<td></td></tr>\n");
    }
    let class = match row.phrases.iter().find_map(|phrase| phrase.mark.as_ref()) {
        Some(Mark::Failure | Mark::Forever) => " class=\"failure\"",
        Some(_) => " class=\"surprise\"",
        None => "",
    };
    out.push_str(&format!(
        "<tr{class}><th scope=\"row\">{}</th>",
        steps(row.first, row.last)
    ));
    let mut line = row
        .source
        .as_ref()
        .map_or_else(String::new, |source| place(source, layout));
    if layout.spans(row) {
        line = format!("({}) {line}", escape(&thread(counterexample, row.thread)));
    }
    cells(out, layout, row.thread, &line);
    let phrases: Vec<String> = row.phrases.iter().map(happened).collect();
    out.push_str(&format!("<td>{}</td></tr>\n", phrases.join("<br>")));
}

/// The cells of the threads, with `html` in the thread's own one; a thread without a column of its
/// own gets all of them.
fn cells(out: &mut String, layout: &Layout, index: u16, html: &str) {
    if !layout.columns.contains(&index) {
        out.push_str(&format!(
            "<td colspan=\"{}\">{html}</td>",
            layout.columns.len()
        ));
        return;
    }
    for column in &layout.columns {
        let html = if *column == index { html } else { "" };
        out.push_str(&format!("<td>{html}</td>"));
    }
}

fn place(source: &Source, layout: &Layout) -> String {
    let number = if layout.files.first().is_none_or(|file| *file == source.file) {
        source.line.to_string()
    } else {
        let file = source.file.rsplit('/').next().unwrap_or_default();
        format!("{}:{}", escape(&text::clean(file)), source.line)
    };
    let code = escape(&text::clean(source.text.trim()));
    format!("<span class=\"line-number\">{number}</span> <code class=\"nohighlight\">{code}</code>")
}

fn happened(phrase: &Phrase) -> String {
    match &phrase.mark {
        Some(Mark::Failure | Mark::Forever) => {
            format!("<strong>✘ {}</strong>", escape(&phrase.text))
        }
        Some(mark) => format!(
            "{} <strong>{}</strong>",
            escape(&phrase.text),
            escape(&mark.in_table())
        ),
        None => escape(&phrase.text),
    }
}
