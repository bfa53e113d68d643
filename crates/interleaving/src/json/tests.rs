//! Every word of the form is the one that serde makes of the variant's name.

use std::fmt::Debug;

use serde::Serialize;

use super::{Json, JsonForm};
use crate::{Kind, ObjectKind, Switch, Wake};

/// An enum without data, with the list of its variants.
pub(super) trait Every: Sized + 'static {
    /// All variants: the macro that makes the list also makes a `match` the compiler checks.
    const EVERY: &'static [Self];
}

fn agrees<T: Every + JsonForm + Serialize + PartialEq + Debug>() {
    for variant in T::EVERY {
        let json = variant.to_json();
        let serde = serde_json::to_string(variant).expect("a word is JSON");
        assert_eq!(json.to_string(), serde);
        assert_eq!(T::from_json(&json).as_ref(), Ok(variant));
    }
    assert!(T::from_json(&Json::from("no such word")).is_err());
}

#[test]
fn every_word_is_the_word_of_serde() {
    agrees::<Kind>();
    agrees::<ObjectKind>();
    agrees::<Switch>();
    agrees::<Wake>();
}
