//! Results of commands in the README.

use std::path::PathBuf;

/// Writes a result over that of the same seed and subject, or after the last result of its kind.
///
/// A result is a line `- 300 inputs with seed 7, …`: what comes before the comma without the first number says
/// what it is about, and `kind` is a part of it that all of its kind have, such as ` inputs with seed `.
///
/// # Errors
///
/// The README cannot be read or written.
pub(crate) fn record(line: &str, kind: &str) -> std::io::Result<()> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path)?;
    let mut lines: Vec<String> = readme.lines().map(str::to_owned).collect();
    let subject = |line: &str| -> Option<String> {
        let (about, _) = line.split_once(',')?;
        let (_, about) = about.split_once(kind)?;
        Some(about.to_owned())
    };
    let new = format!("- {line}");
    let same = lines
        .iter()
        .position(|old| subject(old).is_some() && subject(old) == subject(line));
    let last = lines.iter().rposition(|old| subject(old).is_some());
    match (same, last) {
        (Some(at), _) => lines[at] = new,
        (None, Some(at)) => lines.insert(at + 1, new),
        (None, None) => lines.push(new),
    }
    let temporary = path.with_extension("md.new");
    std::fs::write(&temporary, lines.join("\n") + "\n")?;
    std::fs::rename(temporary, path)
}
