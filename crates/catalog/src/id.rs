//! The number of an exercise, as people write it.

use std::fmt;
use std::str::FromStr;

/// The id of an exercise: `ex01` to `ex99`, and `ex01x` to `ex99x` for the optional extras.
///
/// The id is the key everywhere (folders, packages, progress), so a title may change.
/// An extra belongs to the exercise with its number and comes right behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExerciseId {
    // The order of the fields is the order of the ids.
    number: u8,
    extra: bool,
}

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
    /// The id with this number, not of an extra; `None` outside 1 to 99.
    #[must_use]
    pub fn from_number(number: u8) -> Option<ExerciseId> {
        (1..=99).contains(&number).then_some(ExerciseId {
            number,
            extra: false,
        })
    }

    /// The number, from 1 to 99. An extra has the number of the exercise that it belongs to.
    #[must_use]
    pub fn number(self) -> u8 {
        self.number
    }

    /// True for an optional extra, `ex22x`.
    #[must_use]
    pub fn is_extra(self) -> bool {
        self.extra
    }

    /// The id as the name of a folder, `ex07` or `ex22x`; `None` for any other way to write it.
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
        nearest.sort_by_key(|id| (id.number.abs_diff(self.number), *id));
        nearest.truncate(limit);
        nearest.sort_unstable();
        nearest
    }
}

impl FromStr for ExerciseId {
    type Err = UnknownId;

    /// Reads `7`, `07`, `ex7`, `ex07` or `EX07`, and each of them with an `x` at its end.
    fn from_str(text: &str) -> Result<ExerciseId, UnknownId> {
        let unknown = || UnknownId {
            text: text.to_owned(),
        };
        let lower = text.trim().to_ascii_lowercase();
        let rest = lower.strip_prefix("ex").unwrap_or(&lower);
        let (digits, extra) = match rest.strip_suffix('x') {
            Some(digits) => (digits, true),
            None => (rest, false),
        };
        if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(unknown());
        }
        digits
            .parse()
            .ok()
            .and_then(ExerciseId::from_number)
            .map(|id| ExerciseId { extra, ..id })
            .ok_or_else(unknown)
    }
}

impl fmt::Display for ExerciseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let extra = if self.extra { "x" } else { "" };
        f.pad(&format!("ex{:02}{extra}", self.number))
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
    fn an_extra_has_an_x_at_its_end() {
        for text in ["22x", "ex22x", "EX22X", " ex22x "] {
            assert_eq!(id(text).to_string(), "ex22x", "{text:?}");
        }
        assert_eq!(id("7x").to_string(), "ex07x");
        assert_eq!((id("22x").number(), id("22x").is_extra()), (22, true));
        assert!(!id("22").is_extra());
    }

    #[test]
    fn an_extra_comes_right_behind_its_exercise() {
        let mut ids = ["23", "22x", "9", "22"].map(id);
        ids.sort_unstable();
        assert_eq!(ids, ["9", "22", "22x", "23"].map(id));
    }

    #[test]
    fn other_texts_are_refused_by_name() {
        for text in [
            "", "0", "00", "ex", "ex00", "100", "ex007", "+7", "-1", "seven", "ex7a", "７", "x",
            "exx", "ex0x", "ex7xx", "ex007x", "7 x",
        ] {
            let error = text.parse::<ExerciseId>().expect_err(text);
            assert_eq!(error.text, text);
        }
    }

    #[test]
    fn a_folder_has_one_spelling() {
        assert_eq!(ExerciseId::from_folder("ex07"), Some(id("7")));
        assert_eq!(ExerciseId::from_folder("ex22x"), Some(id("22x")));
        assert_eq!(ExerciseId::from_folder("ex7"), None);
        assert_eq!(ExerciseId::from_folder("ex22X"), None);
        assert_eq!(ExerciseId::from_folder("07"), None);
    }

    #[test]
    fn the_nearest_ids_come_in_order() {
        let known: Vec<_> = ["2", "7", "10", "13"].map(id).to_vec();
        assert_eq!(id("8").nearest(&known, 2), ["7", "10"].map(id));
        assert_eq!(id("99").nearest(&known, 1), ["13"].map(id));
        let with_extra = ["21", "22", "22x"].map(id);
        assert_eq!(id("23").nearest(&with_extra, 2), ["22", "22x"].map(id));
        assert_eq!(id("1").nearest(&[], 3), []);
    }
}
