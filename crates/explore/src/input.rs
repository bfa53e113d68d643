//! The program to explore: a file or the standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// No program is larger, in bytes; a program for the explorer has a few lines.
const LARGEST: u64 = 4 << 20;

/// Why there is no program, with the next thing to try.
pub(crate) struct Problem {
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

/// Reads the program.
///
/// # Errors
///
/// When it cannot be read, is too large, or is not UTF-8.
pub(crate) fn read(file: &Path) -> Result<String, Problem> {
    let shown = if file == Path::new("-") {
        "the standard input".to_owned()
    } else {
        file.display().to_string()
    };
    let bytes = if file == Path::new("-") {
        limited(io::stdin().lock())
    } else {
        File::open(file).and_then(limited)
    };
    let bytes = bytes.map_err(|error| Problem {
        message: format!("cannot read {shown}: {error}"),
        help: "name a Python file, or `-` for the standard input",
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(Problem {
            message: format!("{shown} is larger than {} MiB", LARGEST >> 20),
            help: "cut the program down to the lines that matter",
        });
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        let start = good
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |newline| newline + 1);
        let column = 1 + String::from_utf8_lossy(&good[start..]).chars().count();
        Problem {
            message: format!("{shown}, line {line}, column {column}: this is not UTF-8"),
            help: "save the file as UTF-8",
        }
    })
}

fn limited(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
