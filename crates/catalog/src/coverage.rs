//! Which topics and misconceptions the course covers, and where.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::exercise::Exercise;

/// A topic of the source material.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The id: `S0.7`.
    pub id: String,
    /// The topic in a few words.
    pub text: String,
}

/// A belief that an exercise puts to the test.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misconception {
    /// The id: `M3`.
    pub id: String,
    /// The belief, as people say it.
    pub belief: String,
}

/// All topics, in the order of the source material.
///
/// # Panics
///
/// Never: the list is part of this crate and tested.
#[must_use]
pub fn topics() -> &'static [Topic] {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        topic: Vec<Topic>,
    }
    static TOPICS: OnceLock<Vec<Topic>> = OnceLock::new();
    TOPICS.get_or_init(|| {
        let file: File = toml::from_str(include_str!("../data/topics.toml"))
            .expect("data/topics.toml is part of the crate and tested");
        file.topic
    })
}

/// All misconceptions, in order.
///
/// # Panics
///
/// Never: the list is part of this crate and tested.
#[must_use]
pub fn misconceptions() -> &'static [Misconception] {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        misconception: Vec<Misconception>,
    }
    static MISCONCEPTIONS: OnceLock<Vec<Misconception>> = OnceLock::new();
    MISCONCEPTIONS.get_or_init(|| {
        let file: File = toml::from_str(include_str!("../data/misconceptions.toml"))
            .expect("data/misconceptions.toml is part of the crate and tested");
        file.misconception
    })
}

/// Which exercises cover a topic and which expose a misconception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage<'a> {
    /// Every topic with the exercises that name it; the list is empty for an open topic.
    pub topics: Vec<(&'static Topic, Vec<&'a Exercise>)>,
    /// Every misconception with the exercises that name it.
    pub misconceptions: Vec<(&'static Misconception, Vec<&'a Exercise>)>,
}

impl<'a> Coverage<'a> {
    /// Turns the exercises' lists round.
    #[must_use]
    pub fn of(exercises: &'a [Exercise]) -> Coverage<'a> {
        let mut by_id: BTreeMap<&str, Vec<&Exercise>> = BTreeMap::new();
        for exercise in exercises {
            for id in exercise.topics.iter().chain(&exercise.misconceptions) {
                by_id.entry(id).or_default().push(exercise);
            }
        }
        let mut take = |id: &str| by_id.remove(id).unwrap_or_default();
        Coverage {
            topics: topics()
                .iter()
                .map(|topic| (topic, take(&topic.id)))
                .collect(),
            misconceptions: misconceptions().iter().map(|m| (m, take(&m.id))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_topic_and_misconception_is_listed_once() {
        let topics: BTreeSet<_> = topics().iter().map(|topic| &topic.id).collect();
        assert_eq!(topics.len(), super::topics().len());
        assert_eq!(topics.len(), 21 + 9 + 11 + 8 + 10);
        let beliefs: Vec<_> = misconceptions().iter().map(|m| m.id.clone()).collect();
        let expected: Vec<_> = (1..=20).map(|number| format!("M{number}")).collect();
        assert_eq!(beliefs, expected);
    }

    #[test]
    fn no_text_is_empty() {
        assert!(topics().iter().all(|topic| !topic.text.trim().is_empty()));
        assert!(misconceptions().iter().all(|m| !m.belief.trim().is_empty()));
    }
}
