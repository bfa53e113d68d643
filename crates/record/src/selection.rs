//! The programs that were asked for.

use std::path::Path;

use transcripts::{Evidence, Program};

use crate::arguments::Arguments;
use crate::problem::Problem;
use crate::terminal;

/// The programs of one run of the command, with everything that is stored about them.
pub(crate) struct Selection {
    /// All programs and recordings.
    pub(crate) evidence: Evidence,
    names: Vec<String>,
}

impl Selection {
    /// Reads the programs and recordings below `root`, and chooses those that are asked for.
    ///
    /// # Errors
    ///
    /// When a name means nothing, or a file that is meant cannot be used; every mistake has been
    /// shown then. The mistakes of other programs are not looked at.
    pub(crate) fn read(root: &Path, arguments: &Arguments) -> Result<Selection, Problem> {
        let (evidence, mistakes) = Evidence::read(root);
        let wanted: Vec<&str> = arguments.names.iter().map(|name| stem(name)).collect();
        let is_meant = |name: &str| {
            let of_chapter = |wanted: &str| name.get(..2) == Some(wanted) && wanted.len() == 2;
            wanted.is_empty() || wanted.iter().any(|w| *w == name || of_chapter(w))
        };
        let own: Vec<_> = mistakes
            .iter()
            .filter(|mistake| is_meant(stem(&mistake.file)))
            // A recording that cannot be read any more is made anew.
            .filter(|mistake| arguments.check || !mistake.file.ends_with(".json"))
            .collect();
        if !own.is_empty() {
            own.iter().for_each(terminal::remark);
            return Err(Problem::usage(
                format!("{} of the programs cannot be used as they are", own.len()),
                "repair the lines above",
            ));
        }
        let mut names: Vec<String> = evidence.programs.keys().cloned().collect();
        names.retain(|name| is_meant(name));
        for wanted in &wanted {
            let means_one = |name: &String| name == wanted || name.get(..2) == Some(wanted);
            if !names.iter().any(means_one) {
                let known: Vec<&str> = evidence.programs.keys().map(String::as_str).collect();
                return Err(Problem::usage(
                    format!("there is no program `{wanted}` in book/python"),
                    format!("there are: {}", known.join(", ")),
                ));
            }
        }
        if arguments.missing {
            names.retain(|name| {
                let program = &evidence.programs[name];
                evidence
                    .check(program)
                    .is_none_or(|found| !found.is_empty())
            });
        }
        Ok(Selection { evidence, names })
    }

    /// The programs, in the order of their names.
    pub(crate) fn programs(&self) -> impl Iterator<Item = &Program> {
        self.names.iter().map(|name| &self.evidence.programs[name])
    }
}

/// `book/python/02-add.py` and `02-add` mean the same.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let file = file.strip_suffix(".py").unwrap_or(file);
    file.strip_suffix(".json").unwrap_or(file)
}
