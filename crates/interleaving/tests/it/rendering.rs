//! What a learner reads, as snapshots: every sample in the wide form, in 80 columns, in sentences.

use interleaving::render::{Style, render};

use crate::samples;

#[test]
fn every_sample_reads_well_in_three_forms() {
    for (name, counterexample) in samples::all() {
        for (form, style) in [
            ("wide", Style::table(Style::WIDE)),
            ("80", Style::table(80)),
            ("plain", Style::plain()),
        ] {
            let text = render(&counterexample, &style);
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(format!("{name}-{form}"), text);
            });
        }
    }
}

#[test]
fn colours_change_nothing_but_colour() {
    for (name, counterexample) in samples::all() {
        let bare = render(&counterexample, &Style::table(Style::WIDE));
        let style = Style {
            color: true,
            ..Style::table(Style::WIDE)
        };
        let coloured = render(&counterexample, &style);
        assert!(coloured.contains("\x1b[1;31m"), "{name}: a failure is red");
        let stripped: Vec<String> = without_colour(&coloured)
            .lines()
            .map(|l| l.trim_end().to_owned())
            .collect();
        assert_eq!(stripped, bare.lines().collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn without_colour_no_escape_reaches_the_terminal() {
    for (name, counterexample) in samples::all() {
        for style in [Style::plain(), Style::table(Style::WIDE), Style::table(80)] {
            assert!(!render(&counterexample, &style).contains('\x1b'), "{name}");
        }
    }
}

fn without_colour(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("\x1b[") {
        out.push_str(&rest[..start]);
        let end = rest[start..].find('m').expect("a colour code ends with m");
        rest = &rest[start + end + 1..];
    }
    out.push_str(rest);
    out
}
