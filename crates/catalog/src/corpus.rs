//! The starter and the solutions of an exercise: `solutions/exNN`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{CatalogError, Place};
use crate::expectation::Expectation;
use crate::files;
use crate::header::Header;
use crate::second_judge::Remark;

/// A file of the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name below `solutions/exNN`, with `/`: `wrong/read_then_write.rs`.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// A right solution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// The file.
    pub entry: Entry,
    /// One sentence: what is different about it.
    pub about: String,
    /// What its header says about loom.
    pub loom: Option<Remark>,
}

/// A wrong solution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The file.
    pub entry: Entry,
    /// One sentence: the bug.
    pub about: String,
    /// Who rejects it and how.
    pub expected: Expectation,
    /// The misconception behind it.
    pub misconception: Option<String>,
    /// One question for the learner.
    pub question: Option<String>,
    /// What its header says about loom.
    pub loom: Option<Remark>,
}

/// The corpus of one exercise, each list in the order of the file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corpus {
    /// The pristine starter.
    pub starter: Entry,
    /// The right solutions.
    pub right: Vec<Right>,
    /// The wrong solutions.
    pub wrong: Vec<Wrong>,
}

impl Corpus {
    /// Reads the headers of all solutions in the folder `solutions/exNN`.
    ///
    /// # Errors
    ///
    /// When the starter is missing, a file is neither readable nor a `.rs` file, a header is
    /// broken, or a file lies in the wrong one of the two folders.
    pub fn read(folder: &Path) -> Result<Corpus, CatalogError> {
        let starter = Entry {
            name: "starter.rs".to_owned(),
            path: folder.join("starter.rs"),
        };
        if !starter.path.is_file() {
            let help = "restore it with `git checkout` of this file".to_owned();
            return Err(CatalogError::Missing {
                path: starter.path,
                help,
            });
        }
        let mut corpus = Corpus {
            starter,
            right: Vec::new(),
            wrong: Vec::new(),
        };
        for (entry, header) in read_headers(folder, "right")? {
            match header {
                Header::Right { about, loom } => corpus.right.push(Right { entry, about, loom }),
                Header::Wrong { .. } => return Err(misplaced(&entry, "wrong")),
            }
        }
        for (entry, header) in read_headers(folder, "wrong")? {
            match header {
                Header::Wrong {
                    about,
                    expected,
                    misconception,
                    question,
                    loom,
                } => {
                    corpus.wrong.push(Wrong {
                        entry,
                        about,
                        expected,
                        misconception,
                        question,
                        loom,
                    });
                }
                Header::Right { .. } => return Err(misplaced(&entry, "right")),
            }
        }
        Ok(corpus)
    }

    /// The names of the wrong solutions that are documented to end like this, in order.
    pub fn matches<'a>(&'a self, seen: &'a Expectation) -> impl Iterator<Item = &'a Wrong> {
        self.wrong
            .iter()
            .filter(move |wrong| wrong.expected == *seen)
    }
}

fn misplaced(entry: &Entry, says: &str) -> CatalogError {
    CatalogError::invalid(
        Place::line(&entry.path.display().to_string(), 1),
        format!("the header says that this file is {says}"),
        format!("move it to the folder `{says}`, or correct the header"),
    )
}

/// The files of one of the two folders with their headers, in the order of their names.
fn read_headers(folder: &Path, part: &str) -> Result<Vec<(Entry, Header)>, CatalogError> {
    let folder = folder.join(part);
    let failed = |source: io::Error| CatalogError::Io {
        action: "read",
        path: folder.clone(),
        source,
    };
    let mut names = Vec::new();
    let listing = match fs::read_dir(&folder) {
        Ok(listing) => listing,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    for file in listing {
        let name = file.map_err(failed)?.file_name();
        // Editors leave hidden files; they are nobody's solution.
        match name.to_str() {
            Some(name) if name.starts_with('.') || name.ends_with('~') => {}
            Some(name) if name.ends_with(".rs") => names.push(name.to_owned()),
            _ => {
                let place = Place::file(&folder.join(&name).display().to_string());
                let help = "move it away: only `.rs` files are solutions";
                return Err(CatalogError::invalid(place, "this is not a solution", help));
            }
        }
    }
    names.sort_unstable();
    let read = |name: String| {
        let path = folder.join(&name);
        let text = files::read(&path)?.unwrap_or_default();
        let header = Header::parse(&text, &path.display().to_string())?;
        Ok((
            Entry {
                name: format!("{part}/{name}"),
                path,
            },
            header,
        ))
    };
    names.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use interleaving::Kind;

    use super::*;
    use crate::Word;

    const RIGHT: &str = "//! right: one lock around the whole update\n";
    const WRONG: &str = "//! wrong: two locks\n//! killed-by: same_page\n//! verdict: violated\n//! kind: lost-update\n";

    fn corpus(files: &[(&str, &str)]) -> (tempfile::TempDir, Result<Corpus, CatalogError>) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
            fs::write(path, text).expect("writable");
        }
        let corpus = Corpus::read(folder.path());
        (folder, corpus)
    }

    #[test]
    fn files_come_in_the_order_of_their_names() {
        let files = [
            ("starter.rs", ""),
            ("right/b.rs", RIGHT),
            ("right/a.rs", RIGHT),
            ("wrong/two_locks.rs", WRONG),
            ("wrong/.swap", "an editor's file"),
        ];
        let (_folder, corpus) = corpus(&files);
        let corpus = corpus.expect("a complete corpus");
        let names: Vec<_> = corpus
            .right
            .iter()
            .map(|right| right.entry.name.as_str())
            .collect();
        assert_eq!(names, ["right/a.rs", "right/b.rs"]);
        assert_eq!(corpus.wrong.len(), 1);

        let seen = Expectation::new("same_page", Word::Violated, Some(Kind::LostUpdate));
        let seen = seen.expect("consistent");
        let names: Vec<_> = corpus
            .matches(&seen)
            .map(|wrong| wrong.entry.name.as_str())
            .collect();
        assert_eq!(names, ["wrong/two_locks.rs"]);
    }

    #[test]
    fn a_missing_starter_is_an_error() {
        let (_folder, corpus) = corpus(&[("right/a.rs", RIGHT)]);
        assert!(matches!(corpus, Err(CatalogError::Missing { .. })));
    }

    #[test]
    fn a_file_in_the_wrong_folder_is_an_error() {
        let (_folder, corpus) = corpus(&[("starter.rs", ""), ("right/a.rs", WRONG)]);
        let message = corpus.expect_err("misplaced").to_string();
        assert!(message.contains("right/a.rs:1"), "{message}");
        assert!(
            message.contains("move it to the folder `wrong`"),
            "{message}"
        );
    }

    #[test]
    fn a_foreign_file_is_an_error() {
        let (_folder, corpus) = corpus(&[("starter.rs", ""), ("wrong/notes.txt", "")]);
        assert!(
            corpus
                .expect_err("not Rust")
                .to_string()
                .contains("notes.txt")
        );
    }
}
