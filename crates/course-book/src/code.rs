//! Parts of source files for the pages: whole files, ranges of lines, and named anchors.
//!
//! An anchor is what stands between two comment lines `ANCHOR: name` and `ANCHOR_END: name`.
//! Lines with such a mark are never shown.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// Which part of a file is meant: what stands behind the path in `file.rs:part`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Everything.
    All,
    /// An anchor by name.
    Anchor(String),
    /// Lines, both ends included, from 1; no end means up to the last line.
    Lines(usize, Option<usize>),
}

/// Splits `path:part` into the path and the part.
///
/// # Errors
///
/// When there is no path, or the part is not an anchor's name or a range of lines.
pub fn parse(arguments: &str) -> Result<(&str, Selection), String> {
    let (path, part) = match arguments.split_once(':') {
        Some((path, part)) => (path.trim(), Some(part.trim())),
        None => (arguments.trim(), None),
    };
    if path.is_empty() {
        return Err("a path is missing; write `{{#include ../file.rs:anchor}}`".to_owned());
    }
    let Some(part) = part else {
        return Ok((path, Selection::All));
    };
    if part.starts_with(|c: char| c.is_ascii_digit() || c == ':') {
        let (first, last) = part.split_once(':').unwrap_or((part, part));
        let first = if first.is_empty() {
            Ok(1)
        } else {
            first.parse()
        };
        let last = if last.is_empty() {
            Ok(None)
        } else {
            last.parse().map(Some)
        };
        return match (first, last) {
            (Ok(first), Ok(last)) if first >= 1 && last.is_none_or(|last| last >= first) => {
                Ok((path, Selection::Lines(first, last)))
            }
            _ => Err(format!(
                "`{part}` is not a range of lines; write `:3:9`, or better an anchor"
            )),
        };
    }
    if part.is_empty() || part.contains(char::is_whitespace) {
        return Err(format!("`{part}` is not the name of an anchor"));
    }
    Ok((path, Selection::Anchor(part.to_owned())))
}

/// Finds a file that a page in `folder` names; nothing outside `root` may be shown.
///
/// # Errors
///
/// When the path is absolute, leaves the root, or is not a readable text file.
pub fn read(root: &Path, folder: &Path, path: &str) -> Result<(PathBuf, String), String> {
    let mut place = folder.to_path_buf();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(name) => place.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                place.pop();
            }
            Component::RootDir | Component::Prefix(_) => {
                return Err(format!(
                    "`{path}` is absolute; write it relative to the page"
                ));
            }
        }
    }
    if !place.starts_with(root) {
        return Err(format!("`{path}` lies outside the course"));
    }
    let bytes = fs::read(&place).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("`{path}` does not exist"),
        _ => format!("`{path}` cannot be read: {error}"),
    })?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok((place, text)),
        Err(_) => Err(format!("`{path}` is not a text in UTF-8")),
    }
}

/// Takes the selected part out of a text, without marks of anchors and without common indentation.
///
/// # Errors
///
/// When the anchor is not there, stands there twice or has no end, the lines do not exist, or
/// nothing would be shown.
pub fn select(text: &str, selection: &Selection) -> Result<String, String> {
    let lines: Vec<&str> = match selection {
        Selection::All => text.lines().collect(),
        Selection::Lines(first, last) => {
            let count = text.lines().count();
            let last = last.unwrap_or(count);
            if *first > count || last > count {
                return Err(format!(
                    "lines {first} to {last} are asked for, the file has {count}"
                ));
            }
            text.lines()
                .skip(first - 1)
                .take(last + 1 - first)
                .collect()
        }
        Selection::Anchor(name) => anchor(text, name)?,
    };
    let shown: Vec<&str> = lines
        .into_iter()
        .filter(|line| mark(line).is_none())
        .collect();
    let indent = shown
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .ok_or("there is nothing to show in this part of the file")?;
    let cut = |line: &&str| line.get(indent..).unwrap_or("").trim_end().to_owned();
    let shown: Vec<String> = shown.iter().map(cut).collect();
    Ok(shown.join("\n").trim_matches('\n').to_owned())
}

fn anchor<'a>(text: &'a str, name: &str) -> Result<Vec<&'a str>, String> {
    let at = |end: bool| -> Vec<usize> {
        let wanted = Some((end, name));
        text.lines()
            .enumerate()
            .filter(|(_, line)| mark(line) == wanted)
            .map(|(index, _)| index)
            .collect()
    };
    match (at(false).as_slice(), at(true).as_slice()) {
        ([], _) => {
            let mut known: Vec<&str> = text
                .lines()
                .filter_map(mark)
                .filter(|(end, _)| !end)
                .map(|(_, name)| name)
                .collect();
            known.sort_unstable();
            Err(match known.as_slice() {
                [] => format!("there is no anchor `{name}` in the file, and no other one"),
                known => format!(
                    "there is no anchor `{name}` in the file; it has {}",
                    known.join(", ")
                ),
            })
        }
        ([start], [end]) if end > start => {
            Ok(text.lines().skip(start + 1).take(end - start - 1).collect())
        }
        ([_], _) => Err(format!(
            "the anchor `{name}` has no single `ANCHOR_END: {name}` behind it"
        )),
        _ => Err(format!(
            "the anchor `{name}` stands in the file more than once"
        )),
    }
}

/// The mark on this line: whether it ends an anchor, and the anchor's name.
fn mark(line: &str) -> Option<(bool, &str)> {
    let (end, rest) = match line.find("ANCHOR_END:") {
        Some(at) => (true, &line[at + "ANCHOR_END:".len()..]),
        None => (false, &line[line.find("ANCHOR:")? + "ANCHOR:".len()..]),
    };
    rest.split_whitespace().next().map(|name| (end, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "use lab::Racy;\n\nimpl Hits {\n    // ANCHOR: hit\n    pub fn hit(&self) {\n        // ANCHOR: body\n        let seen = 1;\n        // ANCHOR_END: body\n    }\n    // ANCHOR_END: hit\n}\n// ANCHOR: open\n";

    fn select_by(arguments: &str) -> Result<String, String> {
        let (_, selection) = parse(arguments)?;
        select(SOURCE, &selection)
    }

    #[test]
    fn anchors_lines_and_files_are_selected() {
        assert_eq!(
            select_by("a.rs:hit").unwrap(),
            "pub fn hit(&self) {\n    let seen = 1;\n}"
        );
        assert_eq!(select_by("a.rs:body").unwrap(), "let seen = 1;");
        assert_eq!(
            select_by("a.rs:1:3").unwrap(),
            "use lab::Racy;\n\nimpl Hits {"
        );
        assert_eq!(select_by("a.rs:3").unwrap(), "impl Hits {");
        assert!(select_by("a.rs").unwrap().ends_with("    }\n}"));
    }

    #[test]
    fn what_cannot_be_selected_says_why() {
        for (arguments, why) in [
            ("", "a path is missing"),
            (
                "a.rs:lost",
                "no anchor `lost` in the file; it has body, hit, open",
            ),
            ("a.rs:open", "no single `ANCHOR_END: open`"),
            ("a.rs:3:90", "the file has 12"),
            ("a.rs:9:3", "not a range of lines"),
            ("a.rs:0", "not a range of lines"),
            ("a.rs:2:2", "nothing to show"),
        ] {
            let message = select_by(arguments).unwrap_err();
            assert!(message.contains(why), "{arguments}: {message}");
        }
    }

    #[test]
    fn only_files_of_the_course_are_read() {
        let root = Path::new("/course");
        let folder = root.join("book/src");
        for path in ["/etc/passwd", "../../../etc/passwd"] {
            assert!(read(root, &folder, path).is_err(), "{path}");
        }
    }
}
