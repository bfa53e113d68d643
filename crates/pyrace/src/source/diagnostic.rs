//! Messages that point into the source text.

use std::fmt;

use super::{LineIndex, Span};

/// What is wrong with a program, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The source text it is about.
    pub span: Span,
    /// What is wrong, in lower case, without a final period.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A diagnostic without a hint.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            span,
            message: message.into(),
            hint: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The message with the source line and a caret under the place:
    ///
    /// ```text
    /// line 3, column 5: `match` is not supported by the explorer
    ///     match order:
    ///     ^^^^^
    /// hint: write it as `if` and `elif`
    /// ```
    #[must_use]
    pub fn render(&self, source: &str) -> String {
        let lines = LineIndex::new(source);
        let at = lines.position(source, self.span.start);
        let text = lines.line(source, at.line);
        let line_start = lines.start(at.line);
        let shown: String = text
            .chars()
            .map(|c| if c == '\t' { ' ' } else { c })
            .collect();
        let end = self.span.end.clamp(
            self.span.start,
            line_start + u32::try_from(text.len()).unwrap_or(u32::MAX),
        );
        let width = source
            .get(self.span.start as usize..end as usize)
            .map_or(1, |marked| marked.chars().count().max(1));
        let mut out = format!("line {}, column {}: {}\n", at.line, at.column, self.message);
        // One very long line must not flood the reader: a window around the place is enough.
        let skip = (at.column as usize - 1).saturating_sub(60);
        let window: String = shown.chars().skip(skip).take(100).collect();
        let indent = at.column as usize - 1 - skip;
        let width = width.min(100usize.saturating_sub(indent).max(1));
        out.push_str(&format!(
            "    {}\n    {}{}",
            window.trim_end(),
            " ".repeat(indent),
            "^".repeat(width)
        ));
        if let Some(hint) = &self.hint {
            out.push_str(&format!("\nhint: {hint}"));
        }
        out
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
