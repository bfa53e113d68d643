//! The number of an exercise, as people write it.

use std::fmt;
use std::str::FromStr;

/// The id of an exercise: `ex01` to `ex99`.
///
/// The id is the key everywhere (folders, packages, progress), so a title may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExerciseId(u8);

/// A text that is not the id of an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownId {
    /// What was written.
    pub text: String,
}

impl fmt::Display for UnknownId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not an exercise number; write it like `7`, `07` or `ex07`",
            self.text
        )
    }
}

impl std::error::Error for UnknownId {}

impl ExerciseId {
    /// The id with this number; `None` outside 1 to 99.
    #[must_use]
    pub fn from_number(number: u8) -> Option<ExerciseId> {
        (1..=99).contains(&number).then_some(ExerciseId(number))
    }

    /// The number, from 1 to 99.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// The id as the name of a folder, `ex07`; `None` for any other way to write it.
    #[must_use]
    pub fn from_folder(name: &str) -> Option<ExerciseId> {
        name.parse()
            .ok()
            .filter(|id: &ExerciseId| id.to_string() == name)
    }

    /// Those of `known` whose number is closest to this one, at most `limit`, in order.
    #[must_use]
    pub fn nearest(self, known: &[ExerciseId], limit: usize) -> Vec<ExerciseId> {
        let mut nearest = known.to_vec();
        nearest.sort_by_key(|id| (id.0.abs_diff(self.0), id.0));
        nearest.truncate(limit);
        nearest.sort_unstable();
        nearest
    }
}

impl FromStr for ExerciseId {
    type Err = UnknownId;

    /// Reads `7`, `07`, `ex7`, `ex07` or `EX07`.
    fn from_str(text: &str) -> Result<ExerciseId, UnknownId> {
        let unknown = || UnknownId {
            text: text.to_owned(),
        };
        let lower = text.trim().to_ascii_lowercase();
        let digits = lower.strip_prefix("ex").unwrap_or(&lower);
        if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(unknown());
        }
        digits
            .parse()
            .ok()
            .and_then(ExerciseId::from_number)
            .ok_or_else(unknown)
    }
}

impl fmt::Display for ExerciseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("ex{:02}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ExerciseId {
        text.parse().expect("a valid id")
    }

    #[test]
    fn people_write_numbers_in_several_ways() {
        for text in ["7", "07", "ex7", "ex07", "EX07", " ex07 "] {
            assert_eq!(id(text).to_string(), "ex07", "{text:?}");
        }
    }

    #[test]
    fn other_texts_are_refused_by_name() {
        for text in [
            "", "0", "00", "ex", "ex00", "100", "ex007", "+7", "-1", "seven", "ex7a", "７",
        ] {
            let error = text.parse::<ExerciseId>().expect_err(text);
            assert_eq!(error.text, text);
        }
    }

    #[test]
    fn a_folder_has_one_spelling() {
        assert_eq!(ExerciseId::from_folder("ex07"), Some(id("7")));
        assert_eq!(ExerciseId::from_folder("ex7"), None);
        assert_eq!(ExerciseId::from_folder("07"), None);
    }

    #[test]
    fn the_nearest_ids_come_in_order() {
        let known: Vec<_> = ["2", "7", "10", "13"].map(id).to_vec();
        assert_eq!(id("8").nearest(&known, 2), ["7", "10"].map(id));
        assert_eq!(id("99").nearest(&known, 1), ["13"].map(id));
        assert_eq!(id("1").nearest(&[], 3), []);
    }
}
