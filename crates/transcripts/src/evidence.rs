//! All programs of the book with their recordings.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::mistake::Mistake;
use crate::program::{Explore, Program, claims_something, digest_of_body, explored_file};
use crate::transcript::Transcript;

/// The folder of the programs, relative to the root of the course.
pub const PROGRAMS: &str = "book/python";

/// The folder of the recordings, relative to the root of the course.
pub const TRANSCRIPTS: &str = "book/transcripts";

/// What stands below `book/python` and `book/transcripts`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The programs by name; a file that only the explorer reads is not one of them.
    pub programs: BTreeMap<String, Program>,
    /// The recordings by the name of their program.
    pub transcripts: BTreeMap<String, Transcript>,
    /// The hash of each file in `book/python` without its header, by the name of the file.
    bodies: BTreeMap<String, String>,
}

impl Evidence {
    /// Reads both folders below `root`; a folder that is not there is empty.
    ///
    /// A file in `book/python` without a claim is no program of its own when the header of another
    /// one says `explore:` and its name.
    ///
    /// Everything that can be understood is given back, with the mistakes of the rest.
    #[must_use]
    pub fn read(root: &Path) -> (Evidence, Vec<Mistake>) {
        let mut mistakes = Vec::new();
        let sources = files(root, PROGRAMS, "py", &mut mistakes);
        let stored = files(root, TRANSCRIPTS, "json", &mut mistakes);
        let mut evidence = Evidence::default();
        let mut unclaimed: BTreeMap<String, Vec<Mistake>> = BTreeMap::new();
        for (name, text) in &sources {
            let file = format!("{PROGRAMS}/{name}.py");
            let body = digest_of_body(text);
            evidence.bodies.insert(format!("{name}.py"), body);
            match Program::parse(name, &file, text) {
                Ok(program) => {
                    evidence.programs.insert(name.clone(), program);
                }
                Err(found) if !claims_something(text) => {
                    unclaimed.insert(format!("{name}.py"), found);
                }
                Err(found) => mistakes.extend(found),
            }
        }
        let explored: BTreeSet<String> = sources
            .values()
            .map(String::as_str)
            .filter_map(explored_file)
            .collect();
        for program in evidence.programs.values() {
            let Explore::Other(other) = &program.explore else {
                continue;
            };
            if !evidence.bodies.contains_key(other) {
                let problem = format!("{PROGRAMS}/{other} does not exist");
                let line = program.explore_line;
                mistakes.push(Mistake::at(&program.file, line, "explore", problem));
            }
        }
        for (file, found) in unclaimed {
            if !explored.contains(&file) {
                mistakes.extend(found);
            }
        }
        for (name, text) in &stored {
            let file = transcript_file(name);
            if !sources.contains_key(name) {
                let problem = format!(
                    "there is no program {PROGRAMS}/{name}.py; remove the file, or restore the program"
                );
                mistakes.push(Mistake::in_file(&file, problem));
                continue;
            }
            match Transcript::parse(&file, text) {
                Ok(transcript) => {
                    evidence.transcripts.insert(name.clone(), transcript);
                }
                Err(mistake) => mistakes.push(mistake),
            }
        }
        (evidence, mistakes)
    }

    /// The file that is explored for this program, with the hash of its body.
    #[must_use]
    pub fn explored(&self, program: &Program) -> Option<(String, &str)> {
        let file = match &program.explore {
            Explore::Itself => format!("{}.py", program.name),
            Explore::Other(file) => file.clone(),
            Explore::No(_) => return None,
        };
        let body = self.bodies.get(&file)?;
        Some((format!("{PROGRAMS}/{file}"), body))
    }

    /// Everything that keeps the recording of a program from being evidence; `None` when the
    /// program is not recorded at all.
    #[must_use]
    pub fn check(&self, program: &Program) -> Option<Vec<Mistake>> {
        let transcript = self.transcripts.get(&program.name)?;
        let explored = self.explored(program).map(|(_, hash)| hash);
        Some(transcript.check(&transcript_file(&program.name), program, explored))
    }
}

/// The file of a program's recording, relative to the root of the course.
#[must_use]
pub fn transcript_file(name: &str) -> String {
    format!("{TRANSCRIPTS}/{name}.json")
}

/// The files of a folder with this extension: name without extension, and text.
fn files(
    root: &Path,
    folder: &str,
    extension: &str,
    mistakes: &mut Vec<Mistake>,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return found,
        Err(error) => {
            mistakes.push(Mistake::in_file(folder, format!("cannot be read: {error}")));
            return found;
        }
    };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.extension().is_none_or(|found| found != extension) {
            continue;
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        match fs::read_to_string(&path) {
            Ok(text) => {
                found.insert(name.into_owned(), text);
            }
            Err(error) => {
                let file = format!("{folder}/{name}.{extension}");
                let problem = format!("cannot be read: {error}; save it as UTF-8");
                mistakes.push(Mistake::in_file(&file, problem));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::tests::recording;

    const PROGRAM: &str = "# what: two threads add one\n# claim: all: always exact\n# explore: no: a test\n\nprint('exact')\n";

    fn course(files: &[(&str, &str)]) -> (tempfile::TempDir, Evidence, Vec<String>) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
            fs::write(path, text).expect("writable");
        }
        let (evidence, mistakes) = Evidence::read(folder.path());
        let mistakes = mistakes.iter().map(ToString::to_string).collect();
        (folder, evidence, mistakes)
    }

    #[test]
    fn a_smaller_program_for_the_explorer_needs_no_claim() {
        let header = PROGRAM.replace("no: a test", "02-add-small.py");
        let (_folder, evidence, mistakes) = course(&[
            ("book/python/02-add.py", &header),
            (
                "book/python/02-add-small.py",
                "# what: the same\nprint('exact')\n",
            ),
        ]);
        assert_eq!(mistakes, [""; 0]);
        let program = &evidence.programs["02-add"];
        let (file, hash) = evidence.explored(program).expect("it is explored");
        assert_eq!(file, "book/python/02-add-small.py");
        assert_eq!(hash, digest_of_body("print('exact')\n"));
        assert_eq!(evidence.check(program), None);
    }

    #[test]
    fn what_does_not_belong_together_is_found() {
        let header = PROGRAM.replace("no: a test", "02-smaller.py");
        let (_folder, _, mistakes) = course(&[
            ("book/python/02-add.py", &header),
            ("book/python/03-other.py", "print('exact')\n"),
            ("book/transcripts/04-lost.json", "{}"),
        ]);
        insta::assert_snapshot!(mistakes.join("\n"), @r#"
        book/python/02-add.py:3: key `explore`: book/python/02-smaller.py does not exist
        book/python/03-other.py:1: key `what`: it is missing: say in a few words what the program does
        book/python/03-other.py:1: key `claim`: there is none: say what is printed on which interpreters, or write `# show: output`
        book/python/03-other.py:1: key `explore`: it is missing: write `self`, the name of a smaller program, or `no: ` and the reason
        book/transcripts/04-lost.json: there is no program book/python/04-lost.py; remove the file, or restore the program
        "#);
    }

    #[test]
    fn a_broken_recording_is_a_mistake_and_no_evidence() {
        let (_folder, evidence, mistakes) = course(&[
            ("book/python/02-add.py", PROGRAM),
            ("book/transcripts/02-add.json", "{\n  \"v\": true\n}\n"),
        ]);
        assert!(evidence.transcripts.is_empty());
        insta::assert_snapshot!(mistakes.join("\n"), @"book/transcripts/02-add.json:2: key `v`: invalid type: boolean `true`, expected u32; record it again with `cargo course record`");
    }

    #[test]
    fn a_recording_that_fits_is_evidence() {
        let program = Program::parse("02-add", "book/python/02-add.py", PROGRAM).expect("valid");
        let mut transcript = Transcript::of(&program);
        transcript.add(recording("3.12.1", true, &[("exact", 20)]));
        transcript.claims = transcript.judged(&program);
        let (_folder, evidence, mistakes) = course(&[
            ("book/python/02-add.py", PROGRAM),
            ("book/transcripts/02-add.json", &transcript.to_json()),
        ]);
        assert_eq!(mistakes, [""; 0]);
        assert_eq!(
            evidence.check(&evidence.programs["02-add"]),
            Some(Vec::new())
        );
    }
}
