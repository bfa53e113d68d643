//! A report as one page of HTML that needs nothing else: no script, no font, no network.

use std::io::{self, Write as _};
use std::path::Path;

use pyrace::report::html::{escape, inline};

use crate::compare;
use crate::explored::Explored;
use crate::show::rules_in_words;

/// The style of the page: light and dark, readable on paper and on a narrow screen.
const STYLE: &str = include_str!("page.css");

/// Writes the page.
pub(crate) fn write(explored: &[Explored], source: &str, file: &Path) -> io::Result<()> {
    let name = if file == Path::new("-") {
        "a program".to_owned()
    } else {
        file.display().to_string()
    };
    let name = escape(&name);
    let mut out = io::stdout().lock();
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Every schedule of {name}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>Every schedule of {name}</h1>\n"
    )?;
    if explored.len() > 1 {
        writeln!(out, "<p>{}</p>", inline(&compare::sentence(explored)))?;
        comparison(&mut out, explored)?;
    }
    listing(&mut out, source)?;
    for one in explored {
        let rules = escape(&rules_in_words(&one.rules));
        if let [_] = explored {
            write!(out, "<h2>Under {rules}</h2>\n{}", one.report.to_html(3))?;
        } else {
            write!(
                out,
                "<details>\n<summary><h2>Under {rules}</h2></summary>\n{}</details>\n",
                one.report.to_html(3)
            )?;
        }
    }
    out.write_all(b"</main>\n</body>\n</html>\n")
}

fn comparison(out: &mut impl io::Write, explored: &[Explored]) -> io::Result<()> {
    out.write_all(
        b"<table class=\"comparison\">\n<thead><tr><th scope=\"col\">Python</th><th scope=\"col\">verdict</th>\
          <th scope=\"col\">schedules</th><th scope=\"col\">how it ends</th></tr></thead>\n<tbody>\n",
    )?;
    for [rules, verdict, schedules, ends] in compare::rows(explored) {
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(&rules),
            escape(&verdict),
            escape(&schedules),
            inline(&ends)
        )?;
    }
    out.write_all(b"</tbody>\n</table>\n")
}

fn listing(out: &mut impl io::Write, source: &str) -> io::Result<()> {
    out.write_all(b"<ol class=\"source\">\n")?;
    for line in source.lines() {
        writeln!(out, "<li><code>{}</code></li>", escape(line))?;
    }
    out.write_all(b"</ol>\n")
}
