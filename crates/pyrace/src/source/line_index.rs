//! Byte ranges, lines and columns.

/// A range of bytes of the source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to but not including `end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// A place for people: both numbers start at 1, columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

/// Where the lines of a source text begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of a text. `\n`, `\r\n` and a lone `\r` end a line, as in Python.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let bytes = source.as_bytes();
        // A byte order mark is no part of the first line.
        let mut starts = vec![if source.starts_with('\u{feff}') { 3 } else { 0 }];
        for (i, byte) in bytes.iter().enumerate() {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
            if ends {
                starts.push(u32::try_from(i + 1).unwrap_or(u32::MAX));
            }
        }
        LineIndex { starts }
    }

    /// The line of a byte offset, counted from 1.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> u32 {
        let lines = self.starts.partition_point(|start| *start <= offset);
        u32::try_from(lines.max(1)).unwrap_or(u32::MAX)
    }

    /// The byte offset at which a line (counted from 1) begins.
    #[must_use]
    pub fn start(&self, line: u32) -> u32 {
        let index = (line.max(1) as usize - 1).min(self.starts.len() - 1);
        self.starts[index]
    }

    /// Line and column of a byte offset.
    #[must_use]
    pub fn position(&self, source: &str, offset: u32) -> Position {
        let line = self.line_of(offset);
        let before = source.get(self.start(line) as usize..offset as usize);
        let column = before.map_or(0, |text| text.chars().count());
        Position {
            line,
            column: u32::try_from(column).unwrap_or(u32::MAX - 1) + 1,
        }
    }

    /// The text of a line (counted from 1), without its end.
    #[must_use]
    pub fn line<'s>(&self, source: &'s str, line: u32) -> &'s str {
        let start = self.start(line) as usize;
        let end = self
            .starts
            .get(line.max(1) as usize)
            .map_or(source.len(), |next| *next as usize);
        source
            .get(start..end)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }
}
