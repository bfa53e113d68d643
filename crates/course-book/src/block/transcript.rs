//! A recorded run of a Python program on several interpreters: `book/transcripts/NAME.json`.
//!
//! The file is written by a recorder, never by hand, so that no number on a page is typed.

use serde::Deserialize;

use crate::html::{escape, inline_code};

/// The version of the form that is understood.
const FORMAT: u32 = 1;

/// What was recorded about one program.
#[derive(Debug, Deserialize)]
pub struct Transcript {
    v: u32,
    /// What was run, as a reader would type it: `python lost_update.py`.
    command: String,
    /// The program's file, relative to the root of the course.
    #[serde(default)]
    program: String,
    /// The interpreters, in the order in which they are shown.
    recordings: Vec<Recording>,
}

/// The runs on one interpreter.
#[derive(Debug, Deserialize)]
struct Recording {
    /// `3.14.7`
    version: String,
    /// What is special about the build, such as `free-threaded`; empty for the usual one.
    #[serde(default)]
    build: String,
    /// Whether the GIL was on while the program ran.
    gil: bool,
    /// How many cores the machine had.
    cores: u32,
    /// How often the program was run.
    runs: u32,
    /// How often it ended in which way.
    #[serde(default)]
    outcomes: Vec<Outcome>,
    /// The output of one run.
    #[serde(default)]
    output: String,
}

#[derive(Debug, Deserialize)]
struct Outcome {
    text: String,
    count: u32,
}

/// Reads the text of a transcript.
///
/// # Errors
///
/// When it is not what the recorder of this version writes, or holds no recording.
pub fn parse(text: &str) -> Result<Transcript, String> {
    let transcript: Transcript = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if transcript.v != FORMAT {
        return Err(format!(
            "version {} of the form is unknown; record it again",
            transcript.v
        ));
    }
    if transcript.recordings.is_empty() {
        return Err("there is no recording in it; record it again".to_owned());
    }
    Ok(transcript)
}

/// The transcript as a part of a page.
#[must_use]
pub fn figure(transcript: &Transcript) -> String {
    let mut out = format!(
        "<figure class=\"transcript\">\n<figcaption><code>{}</code>{}</figcaption>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Recorded runs\">\n<table>\n<thead><tr>\
         <th scope=\"col\">CPython</th><th scope=\"col\">GIL</th><th scope=\"col\">cores</th>\
         <th scope=\"col\">runs</th><th scope=\"col\">outcomes</th></tr></thead>\n<tbody>\n",
        escape(&transcript.command),
        match transcript.program.as_str() {
            "" => String::new(),
            program => format!(", from <code>{}</code>", escape(program)),
        },
    );
    for recording in &transcript.recordings {
        let outcomes: Vec<String> = recording
            .outcomes
            .iter()
            .map(|outcome| format!("{} × {}", outcome.count, inline_code(&outcome.text)))
            .collect();
        out.push_str(&format!(
            "<tr><th scope=\"row\">{version}</th><td>{gil}</td><td>{cores}</td><td>{runs}</td><td>{outcomes}</td></tr>\n",
            version = escape(format!("{} {}", recording.version, recording.build).trim()),
            gil = if recording.gil { "on" } else { "off" },
            cores = recording.cores,
            runs = recording.runs,
            outcomes = outcomes.join("<br>"),
        ));
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    for recording in transcript
        .recordings
        .iter()
        .filter(|recording| !recording.output.trim().is_empty())
    {
        out.push_str(&format!(
            "<details><summary>Output on {}</summary><pre><code class=\"nohighlight\">{}</code></pre></details>\n",
            escape(format!("{} {}", recording.version, recording.build).trim()),
            escape(recording.output.trim_end()),
        ));
    }
    out.push_str("</figure>\n");
    out
}
