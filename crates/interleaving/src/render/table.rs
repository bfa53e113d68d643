//! The table: a column per thread, time downward, what happened at the right.

use crate::{Counterexample, Source, Switch};

use super::layout::{Block, Layout, Row, steps};
use super::outcome;
use super::phrase::{Mark, Phrase, thread};
use super::style::Style;
use super::text::{clean, counted, cut, fit, width, wrap};

/// A thread's column narrower than this would show too little of a source line.
const NARROWEST_COLUMN: usize = 20;
/// The last column is never narrower than this.
const NARROWEST_LAST: usize = 22;
/// … and asks for no more than this when the room is short.
const MODEST_LAST: usize = 28;
/// What happened in one row takes at most this many lines of the terminal.
const MOST_LINES: usize = 12;
/// What stands between two columns.
const BETWEEN: &str = " │ ";
/// A headline or a remark takes at most this many lines.
const MOST_HEADLINES: usize = 24;

/// Writes the table with everything around it.
pub(super) fn render(counterexample: &Counterexample, style: &Style) -> String {
    let layout = Layout::new(counterexample);
    let mut page = Page {
        width: style.width.max(Style::NARROWEST),
        color: style.color,
        out: String::new(),
    };
    page.headline(counterexample);
    if !layout.blocks.is_empty() {
        page.out.push('\n');
        Table::new(counterexample, &layout, page.width).write(&mut page);
    }
    page.footer(counterexample, &layout);
    page.out
}

/// Writes the table alone.
pub(super) fn render_steps(counterexample: &Counterexample, style: &Style) -> String {
    let layout = Layout::new(counterexample);
    let mut page = Page {
        width: style.width.max(Style::NARROWEST),
        color: style.color,
        out: String::new(),
    };
    if !layout.blocks.is_empty() {
        Table::new(counterexample, &layout, page.width).write(&mut page);
    }
    page.out
}

/// The colours of the table; which one stands where is decided here and nowhere else.
#[derive(Clone, Copy)]
enum Ink {
    Plain,
    Heading,
    Faint,
    Surprise,
    Failure,
}

/// The text under construction.
struct Page {
    width: usize,
    color: bool,
    out: String,
}

impl Page {
    fn put(&mut self, ink: Ink, text: &str) {
        let code = match ink {
            _ if !self.color || text.trim().is_empty() => "",
            Ink::Plain => "",
            Ink::Heading => "\x1b[1m",
            Ink::Faint => "\x1b[2m",
            Ink::Surprise => "\x1b[33m",
            Ink::Failure => "\x1b[1;31m",
        };
        self.out.push_str(code);
        self.out.push_str(text);
        if !code.is_empty() {
            self.out.push_str("\x1b[0m");
        }
    }

    /// Ends a line; spaces at its end are of no use to anybody.
    fn end(&mut self) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out.push('\n');
    }

    /// A text of several lines, each wrapped to the width; a line keeps its own indentation.
    fn paragraph(&mut self, ink: Ink, start: &str, text: &str) {
        let mut start = start.to_owned();
        for line in text.lines().take(MOST_HEADLINES) {
            let deeper = (line.len() - line.trim_start_matches(' ').len()).min(16);
            let room = self.width - width(&start) - deeper;
            for part in wrap(&clean(line), room, MOST_HEADLINES) {
                self.put(ink, &format!("{start}{:deeper$}{part}", ""));
                self.end();
                start = " ".repeat(width(&start));
            }
        }
    }

    fn headline(&mut self, counterexample: &Counterexample) {
        let headline = match counterexample.headline.trim_end() {
            "" => "a promise is broken",
            headline => headline,
        };
        self.paragraph(Ink::Failure, "✘ ", headline);
        if let Some(found) = outcome(counterexample) {
            self.paragraph(Ink::Plain, "", &found);
        }
    }

    fn footer(&mut self, counterexample: &Counterexample, layout: &Layout) {
        if layout.files.is_empty() && counterexample.remarks.is_empty() {
            return;
        }
        self.out.push('\n');
        if !layout.files.is_empty() {
            let files = format!("lines are from {}", layout.files.join(", "));
            self.paragraph(Ink::Faint, "  ", &files);
        }
        for remark in &counterexample.remarks {
            self.paragraph(Ink::Plain, "  ", remark);
        }
    }
}

/// How the columns lie.
enum Columns {
    /// One for each of these threads, with its width.
    PerThread(Vec<(u16, usize)>),
    /// Too many threads for the width: the thread's name, then the line.
    Labelled { name: usize, line: usize },
}

struct Table<'a> {
    counterexample: &'a Counterexample,
    layout: &'a Layout,
    step: usize,
    columns: Columns,
    last: usize,
}

impl<'a> Table<'a> {
    fn new(counterexample: &'a Counterexample, layout: &'a Layout, width_of_page: usize) -> Self {
        let mut table = Table {
            counterexample,
            layout,
            step: 4,
            columns: Columns::PerThread(Vec::new()),
            last: 0,
        };
        table.step = layout
            .blocks
            .iter()
            .flat_map(Block::rows)
            .map(|row| width(&steps(row.first, row.last)))
            .fold(width("step"), usize::max);

        let rows = || layout.blocks.iter().flat_map(Block::rows);
        let happened = rows()
            .map(|row| width(&happened(row)))
            .max()
            .unwrap_or(0)
            .max(width("what happened"));
        let threads = &layout.columns;
        let room = width_of_page - 1 - table.step;
        let per_thread = room.saturating_sub(width(BETWEEN) * (threads.len() + 1));
        if threads.len() * NARROWEST_COLUMN + NARROWEST_LAST <= per_thread {
            let mut wants: Vec<usize> = threads
                .iter()
                .map(|index| {
                    rows()
                        .filter(|row| row.thread == *index)
                        .map(|row| width(&table.line(row)))
                        .fold(
                            width(&thread(counterexample, *index)).max(width("⇢ has to wait")),
                            usize::max,
                        )
                })
                .collect();
            wants.push(happened);
            let mut shares = fitting(per_thread, wants);
            table.last = shares.pop().unwrap_or(NARROWEST_LAST);
            table.columns = Columns::PerThread(threads.iter().copied().zip(shares).collect());
        } else {
            let names = rows()
                .map(|row| width(&thread(counterexample, row.thread)))
                .max()
                .unwrap_or(0);
            let name = names.clamp(width("thread"), 14);
            let left = room - width(BETWEEN) * 3 - name;
            let line = rows()
                .map(|row| width(&table.line(row)))
                .max()
                .unwrap_or(0)
                .max(width("⇢ has to wait"));
            let shares = fitting(left, vec![line, happened]);
            table.last = shares[1];
            table.columns = Columns::Labelled {
                name,
                line: shares[0],
            };
        }
        table
    }

    fn write(&self, page: &mut Page) {
        self.head(page);
        for block in &self.layout.blocks {
            match block {
                Block::Rows { rows, times, last } => {
                    if *times > 1 {
                        let first = rows.first().map_or(*last, |row| row.first);
                        let what = match rows.len() {
                            1 => "the next row".to_owned(),
                            n => format!("the next {n} rows"),
                        };
                        self.remark(
                            page,
                            &format!("⟳ {what} × {times} (steps {})", steps(first, *last)),
                        );
                    }
                    for row in rows {
                        self.row(page, row);
                    }
                }
                Block::LeftOut { first, last } => {
                    let left_out = counted((last - first + 1) as u64, "step", "steps");
                    self.remark(page, &format!("… {left_out} left out"));
                }
            }
        }
    }

    fn head(&self, page: &mut Page) {
        page.put(Ink::Heading, &format!(" {}", fit("step", self.step)));
        let mut rule = "─".repeat(self.step + 1);
        let mut column = |page: &mut Page, title: &str, columns: usize| {
            page.put(Ink::Faint, BETWEEN);
            page.put(Ink::Heading, &fit(title, columns));
            rule.push_str("─┼─");
            rule.extend(std::iter::repeat_n('─', columns));
        };
        match &self.columns {
            Columns::PerThread(threads) => {
                for (index, columns) in threads {
                    column(page, &thread(self.counterexample, *index), *columns);
                }
            }
            Columns::Labelled { name, line } => {
                column(page, "thread", *name);
                column(page, "line", *line);
            }
        }
        column(page, "what happened", self.last);
        page.end();
        page.put(Ink::Faint, &rule);
        page.end();
    }

    fn row(&self, page: &mut Page, row: &Row) {
        if let Some((switch, left)) = row.switch {
            self.switch(page, switch, left);
        }
        let lines = happened_in_lines(row, self.last);
        for (index, what) in lines.iter().enumerate() {
            let (number, source) = match index {
                0 => (steps(row.first, row.last), self.line(row)),
                _ => (String::new(), String::new()),
            };
            page.put(Ink::Faint, &format!(" {}", right(&number, self.step)));
            if self.layout.spans(row) {
                let name = thread(self.counterexample, row.thread);
                let text = match index {
                    0 => format!("({name}) {source}"),
                    _ => String::new(),
                };
                page.put(Ink::Faint, BETWEEN);
                page.put(Ink::Faint, &fit(&text, self.spanned()));
            } else {
                self.cells(page, row.thread, index == 0, &source, Ink::Plain);
            }
            page.put(Ink::Faint, BETWEEN);
            for (ink, text) in what {
                page.put(*ink, text);
            }
            page.end();
        }
    }

    /// Why the thread that ran before stops here, in its own column.
    fn switch(&self, page: &mut Page, switch: Switch, left: u16) {
        let words = match switch {
            Switch::Preempted => "⇢ preempted",
            Switch::Blocked => "⇢ has to wait",
            Switch::Finished => "⇢ ends",
            Switch::Yielded => "⇢ lets others run",
        };
        let ink = if switch == Switch::Preempted {
            Ink::Surprise
        } else {
            Ink::Faint
        };
        page.put(Ink::Faint, &format!(" {}", right("", self.step)));
        if self.layout.stage && left == 0 {
            let words = format!("({}) {words}", thread(self.counterexample, 0));
            page.put(Ink::Faint, BETWEEN);
            page.put(ink, &fit(&words, self.spanned()));
        } else {
            self.cells(page, left, true, words, ink);
        }
        page.put(Ink::Faint, BETWEEN);
        page.end();
    }

    /// The cells between the step number and what happened, with `text` in the thread's own one.
    fn cells(&self, page: &mut Page, index: u16, named: bool, text: &str, ink: Ink) {
        match &self.columns {
            Columns::PerThread(threads) => {
                for (column, columns) in threads {
                    page.put(Ink::Faint, BETWEEN);
                    let text = if *column == index { text } else { "" };
                    page.put(ink, &fit(text, *columns));
                }
            }
            Columns::Labelled { name, line } => {
                let label = if named {
                    thread(self.counterexample, index)
                } else {
                    String::new()
                };
                page.put(Ink::Faint, BETWEEN);
                page.put(Ink::Heading, &fit(&label, *name));
                page.put(Ink::Faint, BETWEEN);
                page.put(ink, &fit(text, *line));
            }
        }
    }

    /// A line across all columns.
    fn remark(&self, page: &mut Page, text: &str) {
        page.put(Ink::Faint, &format!(" {}{BETWEEN}", right("", self.step)));
        let room = page.width - 1 - self.step - width(BETWEEN);
        page.put(Ink::Faint, &cut(text, room));
        page.end();
    }

    /// The columns of all cells between the step number and what happened.
    fn spanned(&self) -> usize {
        match &self.columns {
            Columns::PerThread(threads) => {
                let cells: usize = threads
                    .iter()
                    .map(|(_, columns)| columns + width(BETWEEN))
                    .sum();
                cells.saturating_sub(width(BETWEEN))
            }
            Columns::Labelled { name, line } => name + width(BETWEEN) + line,
        }
    }

    /// The line of source as it stands in a cell: `12: let seen = self.hits.load();`.
    fn line(&self, row: &Row) -> String {
        row.source
            .as_ref()
            .map_or_else(String::new, |source| place(source, &self.layout.files))
    }
}

/// A line number, with its file's name unless it is the file that most lines are from.
fn place(source: &Source, files: &[String]) -> String {
    let text = clean(source.text.trim());
    let line = source.line;
    if text.is_empty() && files.len() <= 1 {
        return format!("line {line}");
    }
    if files.first().is_none_or(|file| *file == source.file) {
        return format!("{line}: {text}").trim_end().to_owned();
    }
    let name = clean(source.file.rsplit('/').next().unwrap_or_default());
    format!("{name}:{line}: {text}").trim_end().to_owned()
}

fn happened(row: &Row) -> String {
    let phrases: Vec<String> = row.phrases.iter().map(Phrase::in_table).collect();
    phrases.join("; ")
}

/// A line of the last column: texts with their colours.
type Line = Vec<(Ink, String)>;

/// All on one line where that fits, else each phrase on lines of its own.
fn happened_in_lines(row: &Row, columns: usize) -> Vec<Line> {
    if width(&happened(row)) <= columns {
        let mut line = Line::new();
        for phrase in &row.phrases {
            if !line.is_empty() {
                line.push((Ink::Plain, "; ".to_owned()));
            }
            line.push((ink(phrase), phrase.in_table()));
        }
        return vec![line];
    }
    let lines = row.phrases.iter().flat_map(|phrase| {
        let ink = ink(phrase);
        wrap(&phrase.in_table(), columns, 4)
            .into_iter()
            .map(move |line| vec![(ink, line)])
    });
    let mut lines: Vec<Line> = lines.take(MOST_LINES + 1).collect();
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES - 1);
        lines.push(vec![(Ink::Plain, "…".to_owned())]);
    }
    lines
}

fn ink(phrase: &Phrase) -> Ink {
    match phrase.mark {
        Some(Mark::Failure | Mark::Forever) => Ink::Failure,
        Some(_) => Ink::Surprise,
        None => Ink::Plain,
    }
}

fn right(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{}{text}", " ".repeat(missing))
}

/// The widths of the columns; the last one says what happened.
///
/// That text is wrapped and the others are cut, so when the room is short the last column asks for
/// little, and gets what the others leave.
fn fitting(room: usize, mut wants: Vec<usize>) -> Vec<usize> {
    if wants.iter().sum::<usize>() <= room {
        return wants;
    }
    if let Some(last) = wants.last_mut() {
        *last = (*last).min(MODEST_LAST);
    }
    let mut shares = share(room, &wants);
    let left = room - shares.iter().sum::<usize>();
    if let Some(last) = shares.last_mut() {
        *last += left;
    }
    shares
}

/// Shares `room` among columns: nobody gets more than it wants, and what a narrow column does not
/// need goes to the wide ones in equal parts.
fn share(room: usize, wants: &[usize]) -> Vec<usize> {
    let mut shares = vec![0; wants.len()];
    let mut order: Vec<usize> = (0..wants.len()).collect();
    order.sort_by_key(|index| wants[*index]);
    let mut left = room;
    for (done, index) in order.into_iter().enumerate() {
        let fair = left / (wants.len() - done);
        shares[index] = wants[index].min(fair);
        left -= shares[index];
    }
    shares
}
