//! The JSON form of counterexamples and reports.

use interleaving::{Counterexample, FORMAT_VERSION, UnknownVersion, check_version};

use crate::samples;

#[test]
fn the_json_form_is_what_it_was() {
    let text = serde_json::to_string_pretty(&samples::stale_read()).unwrap();
    insta::assert_snapshot!(text);
}

#[test]
fn every_sample_survives_the_json_form() {
    for (name, counterexample) in samples::all() {
        let text = serde_json::to_string(&counterexample).unwrap();
        let again: Counterexample = serde_json::from_str(&text).unwrap();
        assert_eq!(again, counterexample, "{name}");
    }
}

#[test]
fn an_unknown_version_is_refused_while_reading() {
    for v in [0, 2, u32::MAX] {
        let mut value = serde_json::to_value(samples::lost_update()).unwrap();
        value["v"] = v.into();
        let error = serde_json::from_value::<Counterexample>(value)
            .unwrap_err()
            .to_string();
        assert_eq!(error, UnknownVersion { found: v }.to_string());
        assert_eq!(check_version(v), Err(UnknownVersion { found: v }));
    }
    assert_eq!(check_version(FORMAT_VERSION), Ok(()));
}

#[test]
fn an_unknown_version_says_what_to_do_next() {
    let newer = UnknownVersion { found: 2 }.to_string();
    assert_eq!(
        newer,
        "version 2 of the form is unknown, this program reads version 1; update the course, then try again"
    );
    assert!(
        UnknownVersion { found: 0 }
            .to_string()
            .contains("record it again")
    );
}

#[test]
fn a_document_without_a_version_is_refused() {
    let mut value = serde_json::to_value(samples::lost_update()).unwrap();
    value.as_object_mut().unwrap().remove("v");
    assert!(serde_json::from_value::<Counterexample>(value).is_err());
}
