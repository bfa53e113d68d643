//! Rules that changed with a patch release.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;

use pyrace::code::Version;
use pyrace::{Explorer, Program, Rules};

/// What the program of the corpus prints in any schedule.
fn printed(program: &str, rules: Rules) -> BTreeSet<Vec<String>> {
    let path = format!("{}/corpus/{program}.py", env!("CARGO_MANIFEST_DIR"));
    let source = std::fs::read_to_string(path).unwrap();
    let program = Program::compile(&source, rules).unwrap();
    let report = Explorer::new(&program).run();
    let outcomes = report.counted.into_iter();
    outcomes.map(|counted| counted.outcome.out).collect()
}

#[test]
fn a_defaultdict_hands_out_two_locks_up_to_the_release_that_mended_it() {
    let one = BTreeSet::from([vec!["True".to_owned()]]);
    let two = BTreeSet::from([vec!["False".to_owned()], vec!["True".to_owned()]]);
    let of = |version: Version, patch: u32| {
        let rules = Rules::every_instruction(version).of_release(patch);
        printed("x14_defaultdict_of_locks", rules)
    };
    // gh-142495
    assert_eq!(of(Version::V3_12, 99), two);
    assert_eq!(of(Version::V3_13, 11), two);
    assert_eq!(of(Version::V3_13, 12), one);
    assert_eq!(of(Version::V3_14, 2), two);
    assert_eq!(of(Version::V3_14, 3), one);
    assert_eq!(of(Version::V3_15, 0), one);
}
