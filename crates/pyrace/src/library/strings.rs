//! Methods of `str`.

use super::{Method, case};
use crate::machine::{Args, Flow, Into, MAX_LENGTH, MAX_WIDTH, Outcome, Render, Turn};
use crate::value::{Object, Type, Value, name};

impl Turn<'_> {
    /// `separator.join(items)`
    pub(super) fn join(&mut self, separator: Value, items: Vec<Value>) -> Outcome<Flow> {
        let separator = match separator {
            Value::Str(atom) => self.text(atom).to_owned(),
            _ => String::new(),
        };
        let mut out = String::new();
        for (at, item) in items.into_iter().enumerate() {
            let Value::Str(atom) = item else {
                let message = format!(
                    "sequence item {at}: expected str instance, {} found",
                    self.class_name(item)
                );
                return self.raise(Type::TypeError, &message);
            };
            if at > 0 {
                out.push_str(&separator);
            }
            out.push_str(self.text(atom));
            if out.len() > MAX_LENGTH {
                return self.too_long();
            }
        }
        Ok(Flow::Value(self.string(&out)))
    }

    pub(super) fn string_method(
        &mut self,
        method: Method,
        this: Value,
        args: Args,
    ) -> Outcome<Flow> {
        let Value::Str(atom) = this else {
            return Ok(Flow::Value(Value::None));
        };
        if method == Method::StrFormat {
            let positional = self.tuple(args.positional);
            let names = self.dict_of_names(&args.names)?;
            return self.render(Render::StrFormat, [this, positional, names]);
        }
        let names = match method {
            Method::StrSplit | Method::StrRSplit => [name::SEP, name::MAXSPLIT, name::EMPTY],
            Method::StrSplitLines => [name::KEEPENDS, name::EMPTY, name::EMPTY],
            _ => [name::EMPTY; 3],
        };
        let values = self.params(method.name(), args, &names, 0)?;
        if method == Method::StrJoin {
            return self.collect(values[0], Into::Join, this);
        }
        let text = self.text(atom).to_owned();
        self.m.work.spend_bytes(text.len());
        let argument = |turn: &Self, at: usize| match values[at] {
            Value::Str(atom) => Some(turn.text(atom).to_owned()),
            _ => None,
        };
        let result = match method {
            Method::StrUpper => case::upper(&text),
            Method::StrLower | Method::StrCaseFold => case::lower(&text),
            Method::StrTitle => title(&text),
            Method::StrCapitalize => {
                let rest = text.chars().next().map_or(0, char::len_utf8);
                case::upper(&text[..rest]) + &case::lower(&text[rest..])
            }
            Method::StrSwapCase => {
                let mut swapped = String::new();
                for c in text.chars() {
                    if c.is_uppercase() {
                        case::push_lower(&mut swapped, c);
                    } else {
                        case::push_upper(&mut swapped, c);
                    }
                }
                swapped
            }
            Method::StrStrip | Method::StrLStrip | Method::StrRStrip => {
                let set = argument(self, 0);
                let is = |c: char| {
                    set.as_ref()
                        .map_or(c.is_whitespace(), |set| set.contains(c))
                };
                match method {
                    Method::StrStrip => text.trim_matches(is),
                    Method::StrLStrip => text.trim_start_matches(is),
                    _ => text.trim_end_matches(is),
                }
                .to_owned()
            }
            Method::StrReplace => {
                let (Some(old), Some(new)) = (argument(self, 0), argument(self, 1)) else {
                    return self.raise(Type::TypeError, "replace() argument must be str");
                };
                let count = match self.argument(values[2]) {
                    Some(count) if count >= 0 => count as usize,
                    _ => usize::MAX,
                };
                let found = text.matches(&old).count().min(count);
                if found.saturating_mul(new.len()) > MAX_LENGTH {
                    return self.too_long();
                }
                text.replacen(&old, &new, count)
            }
            Method::StrZFill | Method::StrLJust | Method::StrRJust | Method::StrCenter => {
                let width = self.argument(values[0]).unwrap_or(0).max(0) as usize;
                if width > MAX_WIDTH {
                    return self.too_wide();
                }
                pad(
                    method,
                    &text,
                    width,
                    argument(self, 1)
                        .and_then(|fill| fill.chars().next())
                        .unwrap_or(' '),
                )
            }
            Method::StrRemovePrefix => {
                let part = argument(self, 0).unwrap_or_default();
                text.strip_prefix(&part).unwrap_or(&text).to_owned()
            }
            Method::StrRemoveSuffix => {
                let part = argument(self, 0).unwrap_or_default();
                text.strip_suffix(&part).unwrap_or(&text).to_owned()
            }
            Method::StrSplit
            | Method::StrRSplit
            | Method::StrSplitLines
            | Method::StrPartition
            | Method::StrRPartition => {
                let keep_ends =
                    self.truth(values[0])?.unwrap_or(true) && !matches!(values[0], Value::Null);
                return self.split(method, &text, argument(self, 0), values[1], keep_ends);
            }
            _ => return self.ask_string(method, &text, &values),
        };
        Ok(Flow::Value(self.string(&result)))
    }

    fn ask_string(&mut self, method: Method, text: &str, values: &[Value]) -> Outcome<Flow> {
        let all = |test: fn(char) -> bool| !text.is_empty() && text.chars().all(test);
        let cased = |test: fn(char) -> bool, other: fn(char) -> bool| {
            text.chars().any(test) && !text.chars().any(other)
        };
        let answer = match method {
            Method::StrIsDigit | Method::StrIsDecimal | Method::StrIsNumeric => {
                all(|c| c.is_ascii_digit())
            }
            Method::StrIsAscii => text.is_ascii(),
            Method::StrIsIdentifier => {
                let mut chars = text.chars();
                chars.next().is_some_and(|c| c == '_' || c.is_alphabetic())
                    && chars.all(|c| c == '_' || c.is_alphanumeric())
            }
            Method::StrIsTitle => text.chars().any(char::is_alphabetic) && title(text) == text,
            Method::StrIsAlpha => all(char::is_alphabetic),
            Method::StrIsAlnum => all(char::is_alphanumeric),
            Method::StrIsSpace => all(char::is_whitespace),
            Method::StrIsUpper => cased(char::is_uppercase, char::is_lowercase),
            Method::StrIsLower => cased(char::is_lowercase, char::is_uppercase),
            Method::StrStartsWith | Method::StrEndsWith => {
                let candidates = match self.object_of(values[0]) {
                    Some(Object::Tuple(items)) => items.clone(),
                    _ => vec![values[0]],
                };
                let within = self
                    .part_of(text, values[1], values[2])
                    .map(|(_, part)| part);
                let mut any = false;
                for candidate in candidates {
                    let Value::Str(part) = candidate else {
                        let message = format!(
                            "{} first arg must be str or a tuple of str, not {}",
                            method.name(),
                            self.class_name(candidate)
                        );
                        return self.raise(Type::TypeError, &message);
                    };
                    let part = self.text(part);
                    any |= within.is_some_and(|text| {
                        if method == Method::StrStartsWith {
                            text.starts_with(part)
                        } else {
                            text.ends_with(part)
                        }
                    });
                }
                any
            }
            _ => return self.find_text(method, text, values),
        };
        Ok(Flow::Value(Value::Bool(answer)))
    }

    /// The text between two bounds as a slice takes them, and where it begins; `None` if the first one lies
    /// behind the second or behind the end.
    fn part_of<'t>(&self, text: &'t str, from: Value, to: Value) -> Option<(i64, &'t str)> {
        let length = text.chars().count() as i64;
        let bound = |value: Value, default: i64| {
            let index = self.argument(value).unwrap_or(default);
            if index < 0 {
                (index + length).max(0)
            } else {
                index
            }
        };
        let (from, to) = (bound(from, 0), bound(to, length).min(length));
        // Where a character begins, in bytes.
        let place = |index: i64| {
            let begin = text.char_indices().nth(index as usize);
            begin.map_or(text.len(), |(at, _)| at)
        };
        (from <= to).then(|| (from, &text[place(from)..place(to)]))
    }

    fn find_text(&mut self, method: Method, text: &str, values: &[Value]) -> Outcome<Flow> {
        let Value::Str(part) = values[0] else {
            return self.raise(Type::TypeError, "must be str");
        };
        let part = self.text(part);
        let within = self.part_of(text, values[1], values[2]);
        if method == Method::StrCount {
            let count = within.map_or(0, |(_, text)| text.matches(part).count());
            return Ok(Flow::Value(Value::Int(count as i64)));
        }
        let found = within.and_then(|(from, text)| {
            let at = if matches!(method, Method::StrRFind | Method::StrRIndex) {
                text.rfind(part)
            } else {
                text.find(part)
            };
            at.map(|at| from + text[..at].chars().count() as i64)
        });
        match found {
            Some(at) => Ok(Flow::Value(Value::Int(at))),
            None if matches!(method, Method::StrIndex | Method::StrRIndex) => {
                self.raise(Type::ValueError, "substring not found")
            }
            None => Ok(Flow::Value(Value::Int(-1))),
        }
    }

    fn split(
        &mut self,
        method: Method,
        text: &str,
        separator: Option<String>,
        limit: Value,
        keep_ends: bool,
    ) -> Outcome<Flow> {
        if separator.as_deref() == Some("") {
            return self.raise(Type::ValueError, "empty separator");
        }
        let limit = self
            .small(limit)
            .and_then(|limit| usize::try_from(limit).ok())
            .unwrap_or(usize::MAX - 1);
        let parts: Vec<String> = match (method, &separator) {
            (Method::StrSplitLines, _) => split_lines(text, keep_ends),
            (Method::StrPartition | Method::StrRPartition, Some(separator)) => {
                let split = if method == Method::StrPartition {
                    text.split_once(separator.as_str())
                } else {
                    text.rsplit_once(separator.as_str())
                };
                let parts = match split {
                    Some((before, after)) => [before, separator, after],
                    None if method == Method::StrPartition => [text, "", ""],
                    None => ["", "", text],
                };
                let parts = parts.map(|part| self.string(part)).to_vec();
                return Ok(Flow::Value(self.tuple(parts)));
            }
            (Method::StrPartition | Method::StrRPartition, None) => {
                return self.raise(Type::TypeError, "must be str");
            }
            (Method::StrSplit, Some(separator)) => text
                .splitn(limit + 1, separator.as_str())
                .map(str::to_owned)
                .collect(),
            (_, Some(separator)) => {
                let mut parts: Vec<String> = text
                    .rsplitn(limit + 1, separator.as_str())
                    .map(str::to_owned)
                    .collect();
                parts.reverse();
                parts
            }
            (_, None) => split_whitespace(text, limit, method == Method::StrRSplit),
        };
        let parts = parts.iter().map(|part| self.string(part)).collect();
        Ok(Flow::Value(self.alloc(Object::list(parts))))
    }
}

fn split_whitespace(text: &str, limit: usize, from_right: bool) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = if from_right {
        text.trim_end()
    } else {
        text.trim_start()
    };
    while !rest.is_empty() {
        if parts.len() == limit {
            parts.push(
                if from_right {
                    rest.trim_start()
                } else {
                    rest.trim_end()
                }
                .to_owned(),
            );
            break;
        }
        if from_right {
            let cut = rest.rfind(char::is_whitespace);
            let start = cut.map_or(0, |at| {
                at + rest[at..].chars().next().map_or(1, char::len_utf8)
            });
            parts.push(rest[start..].to_owned());
            rest = rest[..cut.unwrap_or(0)].trim_end();
        } else {
            let cut = rest.find(char::is_whitespace).unwrap_or(rest.len());
            parts.push(rest[..cut].to_owned());
            rest = rest[cut..].trim_start();
        }
    }
    if from_right {
        parts.reverse();
    }
    parts
}

/// The lines of a text. CPython splits at more than the line feed.
fn split_lines(text: &str, keep_ends: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let breaks = |c: char| {
            matches!(
                c,
                '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'
                    ..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}'
            )
        };
        let Some(at) = rest.find(breaks) else {
            lines.push(rest.to_owned());
            break;
        };
        let width = if rest[at..].starts_with("\r\n") {
            2
        } else {
            rest[at..].chars().next().map_or(1, char::len_utf8)
        };
        let end = if keep_ends { at + width } else { at };
        lines.push(rest[..end].to_owned());
        rest = &rest[at + width..];
    }
    lines
}

fn title(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        if inside {
            case::push_lower(&mut out, c);
        } else {
            case::push_upper(&mut out, c);
        }
        inside = c.is_alphabetic();
    }
    out
}

fn pad(method: Method, text: &str, width: usize, fill: char) -> String {
    let missing = width.saturating_sub(text.chars().count());
    let run = |count: usize| fill.to_string().repeat(count);
    match method {
        Method::StrZFill => {
            let (sign, digits) = match text.strip_prefix(['-', '+']) {
                Some(rest) => (&text[..1], rest),
                None => ("", text),
            };
            format!("{sign}{}{digits}", "0".repeat(missing))
        }
        Method::StrLJust => format!("{text}{}", run(missing)),
        Method::StrRJust => format!("{}{text}", run(missing)),
        _ => {
            // CPython puts the odd one on the left if the width is odd.
            let left = missing / 2 + (missing & width & 1);
            format!("{}{text}{}", run(left), run(missing - left))
        }
    }
}
