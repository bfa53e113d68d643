//! The JSON form of counterexamples and reports.

use interleaving::json::{Json, JsonError, JsonForm};
use interleaving::{Counterexample, FORMAT_VERSION, Report, UnknownVersion, check_version};

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
        assert_eq!(counterexample.to_json().to_string(), text, "{name}");
        let json = Json::parse(&text).unwrap();
        assert_eq!(Counterexample::from_json(&json), Ok(again), "{name}");
    }
}

#[test]
fn an_unknown_version_is_refused_while_reading() {
    for v in [0, 2, u32::MAX] {
        let mut value = serde_json::to_value(samples::lost_update()).unwrap();
        value["v"] = v.into();
        let own = Json::parse(&value.to_string()).unwrap();
        let refused = Counterexample::from_json(&own).unwrap_err();
        assert_eq!(refused, JsonError::Version(UnknownVersion { found: v }));
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
    let own = Json::parse(&value.to_string()).unwrap();
    assert_eq!(
        Counterexample::from_json(&own).unwrap_err().to_string(),
        "field v: is missing; record it again with this version of the course"
    );
    assert!(serde_json::from_value::<Counterexample>(value).is_err());
}

#[test]
fn a_document_of_another_form_is_refused_with_its_place() {
    let cases = [
        (
            r#"{"verdict":"holds","coverage":"some","executions":1}"#,
            "field coverage: unknown word `some`",
        ),
        (
            r#"{"verdict":"holds","coverage":{"up_to":-1},"executions":1}"#,
            "field coverage.up_to: expected a whole number of type u32, found -1",
        ),
        (
            r#"{"verdict":"leak","message":7,"executions":1}"#,
            "field message: expected a string, found 7",
        ),
        (
            r#"{"verdict":"leak","message":"","executions":1,"executions":2}"#,
            "field executions: is there twice",
        ),
        (
            r#"{"verdict":"leak","message":"","executions":1,"counterexample":{"v":1,"headline":"",
               "threads":[],"objects":[{"name":"a","kind":"mutex"},{"name":"b"}],"events":[]}}"#,
            "field counterexample.objects[1].kind: is missing",
        ),
        ("[]", "expected an object, found an array"),
    ];
    for (text, what) in cases {
        let error = Report::from_json(&Json::parse(text).unwrap()).unwrap_err();
        let next = "; record it again with this version of the course";
        assert_eq!(error.to_string(), format!("{what}{next}"));
        assert!(serde_json::from_str::<Report>(text).is_err(), "{text}");
    }
}

#[test]
fn fields_that_may_be_missing_may_be_missing() {
    let text = r#"{"v":1,"headline":"h","threads":[],"objects":[],"new":[1.5e9,null],
        "events":[{"thread":0,"action":{"do":"load"}}],"surprises":{"stale_reads":1}}"#;
    let read = Counterexample::from_json(&Json::parse(text).unwrap()).unwrap();
    assert_eq!(read, serde_json::from_str::<Counterexample>(text).unwrap());
    assert_eq!(read.surprises.stale_reads, 1);
}

#[test]
fn nesting_ends_where_it_ends_for_serde() {
    for (depth, fine) in [(127, true), (128, false), (1_000_000, false)] {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(Json::parse(&text).is_ok(), fine, "{depth}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).is_ok(),
            fine,
            "{depth}"
        );
    }
}

#[test]
fn a_syntax_error_says_where_it_is() {
    assert_eq!(
        Json::parse(r#"{"a":1 "b":2}"#).unwrap_err().to_string(),
        "not JSON at byte 7: expected a comma or the end of the object; \
         record it again with this version of the course"
    );
}
