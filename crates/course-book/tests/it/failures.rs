//! One change to a good course, and the finding that it must lead to.

use std::fs;

use crate::fixture::Fixture;

const PAGE: &str = "book/src/part1/02-lost-update.md";

/// Changes one text of the chapter and gives back what is found.
fn after_changing(old: &str, new: &str) -> Vec<String> {
    let fixture = Fixture::new();
    fixture.change(PAGE, old, new);
    fixture.refused()
}

/// What is found after replacing a text that must be in a file exactly once.
fn after_changing_file(file: &str, old: &str, new: &str) -> Vec<String> {
    let fixture = Fixture::new();
    fixture.change(file, old, new);
    fixture.refused()
}

#[test]
fn a_missing_include() {
    let found = after_changing("starter.rs:hit", "started.rs");
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:18: {{#include}}: `../../../solutions/ex02/started.rs` does not exist"
        ]
    );
}

#[test]
fn a_missing_anchor() {
    let found = after_changing("starter.rs:hit", "starter.rs:miss");
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:18: {{#include}}: there is no anchor `miss` in the file; it has hit"
        ]
    );
}

#[test]
fn an_include_from_outside() {
    let found = after_changing(
        "../../../solutions/ex02/starter.rs:hit",
        "../../../../etc/passwd",
    );
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:18: {{#include}}: `../../../../etc/passwd` lies outside the course"
        ]
    );
}

#[test]
fn an_unknown_directive() {
    let found = after_changing("{{#quiz 02}}", "{{#quizz 02}}");
    assert!(found[1].starts_with("book/src/part1/02-lost-update.md:29: {{#quizz}}: this directive is not known; known are: include"), "{found:?}");
}

#[test]
fn a_directive_without_end() {
    let found = after_changing("{{#counterexample ex02}}", "{{#counterexample ex02}");
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:21: `{{#` without `}}` on the same line; write `\\{{#` to show it"
        ]
    );
}

#[test]
fn an_unknown_quiz_and_an_unused_one() {
    let found = after_changing("{{#quiz 02}}", "{{#quiz 99}}");
    assert_eq!(
        found,
        [
            "book/quizzes/02.toml: no page shows this quiz; write `{{#quiz 02}}` on one, or remove the file",
            "book/src/part1/02-lost-update.md:29: {{#quiz}}: there is no quiz `99` in book/quizzes; there are: 02",
        ]
    );
}

#[test]
fn a_link_to_a_page_that_does_not_exist() {
    let found = after_changing("../glossary.md#lost-update", "../glosary.md");
    assert_eq!(
        found,
        ["book/src/part1/02-lost-update.md:13: `../glosary.md`: the page does not exist"]
    );
}

#[test]
fn a_link_to_a_heading_that_does_not_exist() {
    let found = after_changing("glossary.md#lost-update", "glossary.md#lost-updates");
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:13: `../glossary.md#lost-updates`: the page has no heading or anchor `#lost-updates`"
        ]
    );
}

#[test]
fn a_link_inside_the_page_that_leads_nowhere() {
    let found = after_changing("(#fix-it)", "(#repair-it)");
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:13: `#repair-it`: the page has no heading or anchor `#repair-it`"
        ]
    );
}

#[test]
fn a_link_in_html_that_leads_nowhere() {
    let found = after_changing("- A list in a fold.", "<a href=\"no.md\">no</a>");
    assert_eq!(
        found,
        ["book/src/part1/02-lost-update.md:37: `no.md`: the page does not exist"]
    );
}

#[test]
fn a_reference_without_a_definition() {
    let found = after_changing("The starter:", "The [starter][code]:");
    assert_eq!(
        found,
        ["book/src/part1/02-lost-update.md:15: the link `[code]` has no definition"]
    );
}

#[test]
fn an_image_that_does_not_exist_or_says_nothing() {
    let found = after_changing(
        "![Two arrows that cross](arrows.svg)",
        "![](arrow.svg) <img src=\"arrows.svg\">",
    );
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:23: `arrow.svg` does not exist",
            "book/src/part1/02-lost-update.md:23: the image has no `alt`; say what it shows, or write alt=\"\" if it shows nothing new",
            "book/src/part1/02-lost-update.md:23: the image has no text alternative; write what it shows between the brackets",
        ]
    );
}

#[test]
fn an_image_from_another_host() {
    let found = after_changing("(arrows.svg)", "(https://example.org/arrows.svg)");
    assert_eq!(
        found,
        [
            "(rendered) part1/02-lost-update.html: the page fetches `https://example.org/arrows.svg` from another host"
        ]
    );
}

#[test]
fn a_column_without_a_heading() {
    let found = after_changing("The starter:", "\n| | runs |\n|---|---|\n| a | 1 |\n");
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:16: a column of the table has no heading; name what stands in it"
        ]
    );
}

#[test]
fn html_that_is_not_balanced() {
    let found = after_changing("- A list in a fold.", "<b>bold");
    assert!(
        found.len() == 1 && found[0].starts_with("(rendering): mdBook says: "),
        "{found:?}"
    );
}

#[test]
fn a_chapter_without_its_exercise() {
    let found = after_changing("exercise: ex02\n", "");
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:1: the chapter lacks its exercise; write `exercise: exNN` in the front matter",
            "book/src/part1/02-lost-update.md:26: the card of ex02 stands on a page whose front matter does not say `exercise: ex02`",
            "exercises/ex02/exercise.toml: the exercise lacks its chapter: no page of SUMMARY.md says `exercise: ex02`",
        ]
    );
}

#[test]
fn a_chapter_that_does_not_show_its_exercise() {
    let found = after_changing("{{#exercise ex02}}", "");
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:3: the chapter does not show its exercise; write `{{#exercise ex02}}`"
        ]
    );
}

#[test]
fn an_exercise_that_does_not_exist() {
    let found = after_changing("exercise: ex02", "exercise: ex2");
    assert!(
        found.contains(
            &"book/src/part1/02-lost-update.md:3: there is no exercise `ex2`; there are: ex02"
                .to_owned()
        ),
        "{found:?}"
    );
}

#[test]
fn an_exercise_without_a_chapter() {
    let fixture = Fixture::new();
    let manifest = fs::read_to_string(fixture.path("exercises/ex02/exercise.toml")).unwrap();
    fixture.write(
        "exercises/ex07/exercise.toml",
        manifest.replace("ex02", "ex07"),
    );
    assert_eq!(
        fixture.refused(),
        [
            "exercises/ex07/exercise.toml: the exercise lacks its chapter: no page of SUMMARY.md says `exercise: ex07`",
            "exercises/ex07/exercise.toml: the exercise lacks its presenter page: write book/src/instructors/ex07.md and name it in SUMMARY.md",
        ]
    );
}

#[test]
fn a_chapter_that_contradicts_its_exercise() {
    let found = after_changing(
        "exercise: 15, debrief: 10 }\ntopics: [\"S0.3\"]",
        "exercise: 20, debrief: 10 }\ntopics: [\"S0.4\"]",
    );
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:4: `minutes` must be what exercises/ex02/exercise.toml says: { concept: 8, exercise: 15, debrief: 10 }",
            "book/src/part1/02-lost-update.md:5: `topics` differs from exercises/ex02/exercise.toml, which says: S0.3",
        ]
    );
}

#[test]
fn a_title_that_is_not_the_heading() {
    let found = after_changing("# The lost update", "# A lost update");
    assert_eq!(
        found,
        [
            "book/src/part1/02-lost-update.md:2: `title` is not the heading of the page: A lost update"
        ]
    );
}

#[test]
fn numbers_that_were_not_recorded() {
    let fixture = Fixture::new();
    fixture.remove("exercises/stats.json");
    fixture.remove("exercises/ex02/counterexample.json");
    let found = fixture.refused();
    assert_eq!(found.len(), 3);
    assert!(
        found
            .iter()
            .all(|finding| finding
                .ends_with("run `cargo course judge --record`, or build with --draft")),
        "{found:?}"
    );
}

#[test]
fn a_counterexample_of_an_unknown_version() {
    let fixture = Fixture::new();
    fixture.change("exercises/ex02/counterexample.json", "\"v\":1", "\"v\":2");
    let found = fixture.refused();
    assert!(
        found[0].contains("version 2 of the form is unknown"),
        "{found:?}"
    );
}

#[test]
fn a_transcript_of_an_unknown_version() {
    let found = after_changing_file("book/transcripts/02-hits.json", "\"v\": 1", "\"v\": 9");
    assert_eq!(
        found,
        [
            "book/transcripts/02-hits.json:2: key `v`: version 9 of the form is unknown; record it again with `cargo course record`"
        ]
    );
}

#[test]
fn a_recording_from_an_unknown_interpreter() {
    let found = after_changing_file("book/transcripts/02-hits.json", "3.14.7", "2.7.18");
    assert_eq!(found.len(), 1);
    assert!(
        found[0]
            .starts_with("book/transcripts/02-hits.json:51: key `version`: `version` is `2.7.18`"),
        "{found:?}"
    );
}

#[test]
fn a_program_that_has_changed_since_it_was_recorded() {
    let found = after_changing_file("book/python/02-hits.py", "print('exact')", "print('lost')");
    assert_eq!(
        found,
        [
            "book/transcripts/02-hits.json: book/python/02-hits.py has changed since it was recorded; run `cargo course record 02-hits`"
        ]
    );
}

#[test]
fn a_claim_that_the_recording_contradicts() {
    let found = after_changing_file("book/python/02-hits.py", "gil 3.10+", "all 3.10+");
    assert_eq!(
        found,
        [
            "book/python/02-hits.py:3: key `claim`: `all 3.10+: always exact` does not hold: 3.14.7t printed 11 × `too small`, 1 × `exact`",
            "book/python/02-hits.py:3: key `claim`: `all 3.10+: always exact` does not hold: on 3.14t the explorer reaches `exact`, `too small`",
        ]
    );
}

#[test]
fn a_header_that_says_something_unknown() {
    let found = after_changing_file("book/python/02-hits.py", "# runs: 12", "# run: 12");
    assert!(
        found[0].starts_with("book/python/02-hits.py:2: key `run`: this key is not known"),
        "{found:?}"
    );
}

#[test]
fn a_program_that_no_page_shows_and_one_that_is_not_recorded() {
    let fixture = Fixture::new();
    fixture.change(
        "book/src/part1/02-lost-update.md",
        "{{#transcript 02-listing}}",
        "",
    );
    fixture.remove("book/transcripts/02-listing.json");
    assert_eq!(
        fixture.refused(),
        [
            "book/python/02-listing.py: it is not recorded; run `cargo course record 02-listing`",
            "book/python/02-listing.py: no page shows this program; write `{{#transcript 02-listing}}` on one, or remove the file",
        ]
    );
}

#[test]
fn a_recording_that_is_asked_for_and_not_there() {
    let fixture = Fixture::new();
    fixture.remove("book/transcripts/02-hits.json");
    let found = fixture.refused();
    let line = "book/src/part1/02-lost-update.md:31: {{#transcript}}: book/transcripts/02-hits.json does not have the recorded runs of this program; run `cargo course record 02-hits`, or build with --draft";
    assert!(found.iter().any(|found| found == line), "{found:?}");
    let found = after_changing("{{#transcript 02-hits}}", "{{#transcript hits}}");
    assert!(
        found.iter().any(|found| found.ends_with(
            "there is no program `hits` in book/python; there are: 02-hits, 02-listing"
        )),
        "{found:?}"
    );
}

#[test]
fn a_page_that_the_summary_names_and_nobody_wrote() {
    let fixture = Fixture::new();
    fixture.change("book/src/SUMMARY.md", "(glossary.md)", "(glosary.md)");
    assert_eq!(
        fixture.refused(),
        [
            "book/src/SUMMARY.md:8: the page `glosary.md` does not exist",
            "book/src/glossary.md: SUMMARY.md does not name this page; add it or remove the file",
        ]
    );
    assert!(
        !fixture.path("book/src/glosary.md").exists(),
        "mdBook would make the file"
    );
}

#[test]
fn a_page_that_is_not_text() {
    let fixture = Fixture::new();
    fixture.write("book/src/glossary.md", [0xff, 0xfe, 0x00]);
    let found = fixture.refused();
    assert!(
        found.len() == 1 && found[0].contains("glossary.md"),
        "{found:?}"
    );
}

#[test]
fn a_directive_on_the_page_for_unknown_addresses() {
    let fixture = Fixture::new();
    fixture.write("book/src/404.md", "# Gone\n\n{{#quiz 02}}\n");
    assert_eq!(
        fixture.refused(),
        ["book/src/404.md: directives and front matter do not work on this page"]
    );
}

#[test]
fn an_empty_page() {
    let fixture = Fixture::new();
    fixture.write("book/src/part1/empty.md", "\n");
    fixture.change(
        "book/src/SUMMARY.md",
        "\n[Glossary]",
        "- [Empty](part1/empty.md)\n\n[Glossary]",
    );
    assert_eq!(
        fixture.refused(),
        ["book/src/part1/empty.md: the page is empty"]
    );
}

#[test]
fn the_sources_are_never_deleted() {
    for folder in [
        "book",
        "book/src",
        "book/src/out",
        ".",
        "exercises",
        "exercises/ex02/../../book",
    ] {
        let fixture = Fixture::new();
        fixture.change("book.toml", "target/book", folder);
        let found = fixture.refused();
        assert!(
            found[0].contains("would delete")
                && found[0].ends_with("set `build-dir = \"target/book\"` in book.toml"),
            "{folder}: {found:?}"
        );
        assert!(fixture.path("book/src/SUMMARY.md").exists());
    }
}

#[test]
fn a_folder_with_other_things_is_not_replaced() {
    let fixture = Fixture::new();
    fixture.write("target/book/thesis.txt", "three years of work");
    assert_eq!(
        fixture.refused(),
        [
            "ROOT/target/book holds something that is not a book of this program; remove it or choose another folder with --dest"
        ]
    );
    assert!(fixture.path("target/book/thesis.txt").exists());
}

#[test]
fn a_path_without_its_slashes() {
    let mut fixture = Fixture::new();
    fixture.options.site_url = Some("thread-safety".to_owned());
    assert_eq!(
        fixture.refused(),
        ["`thread-safety` must start and end with `/`; write --site-url /path/"]
    );
}

#[test]
fn a_link_from_the_root_on_the_page_for_unknown_addresses() {
    let fixture = Fixture::new();
    fixture.write("book/src/404.md", "# Gone\n\n[Start](/introduction.html)\n");
    assert_eq!(
        fixture.refused(),
        [
            "(rendered) 404.html: `/introduction.html` starts with `/`, but the book may be published below a path"
        ]
    );
}

#[test]
fn an_unknown_setting() {
    let fixture = Fixture::new();
    fixture.change("book.toml", "default-theme", "default-thema");
    let found = fixture.refused();
    assert!(found[0].contains("default-thema"), "{found:?}");
}

#[test]
fn a_root_without_a_book() {
    let mut fixture = Fixture::new();
    fixture.remove("book.toml");
    assert_eq!(
        fixture.refused(),
        ["ROOT/book.toml is missing; give the folder of book.toml with --root"]
    );
    fixture.options.root = fixture.path("nowhere");
    let found = fixture.refused();
    assert!(
        found[0].contains("cannot be opened; give the folder of book.toml with --root"),
        "{found:?}"
    );
}

#[test]
fn a_broken_exercise() {
    let fixture = Fixture::new();
    fixture.change("exercises/ex02/exercise.toml", "part = 1", "part = one");
    let found = fixture.refused();
    assert!(
        found[0].starts_with("exercises/ex02/exercise.toml:4"),
        "{found:?}"
    );
}

const PRESENTER: &str = "book/src/instructors/ex02.md";

#[test]
fn a_script_whose_minutes_do_not_add_up() {
    assert_eq!(
        after_changing_file(PRESENTER, "- 8 min: vote", "- 9 min: vote"),
        [
            "book/src/instructors/ex02.md:7: the minutes of the script add up to 34, and the exercise has 33: concept, exercise and debrief"
        ]
    );
    let found = after_changing_file(PRESENTER, "- 8 min: vote", "- vote");
    assert_eq!(
        found[1],
        "book/src/instructors/ex02.md:9: an item of the script starts with its minutes: `- 5 min: …`"
    );
}

#[test]
fn a_presenter_page_with_other_headings() {
    assert_eq!(
        after_changing_file(PRESENTER, "## Valves", "## Ways out"),
        [
            "book/src/instructors/ex02.md:23: the headings must be, in this order: Goal, Script, Ask the room, What they will write, Valves, If the demo fails"
        ]
    );
    assert_eq!(
        after_changing_file(PRESENTER, "# ex02: The visit counter", "# ex02"),
        ["book/src/instructors/ex02.md:1: the heading must be `# ex02: The visit counter`"]
    );
}

#[test]
fn a_wrong_solution_that_is_not_there() {
    assert_eq!(
        after_changing_file(PRESENTER, "`b.rs`", "`d.rs`"),
        [
            "book/src/instructors/ex02.md:17: 2 wrong solutions are named; the 3 most frequent ones belong here",
            "book/src/instructors/ex02.md:20: there is no `d.rs` in solutions/ex02/wrong",
        ]
    );
}

#[test]
fn an_exercise_without_a_presenter_page() {
    let fixture = Fixture::new();
    fixture.change(
        "book/src/SUMMARY.md",
        "\n- [ex02](instructors/ex02.md)\n",
        "",
    );
    fixture.remove(PRESENTER);
    assert_eq!(
        fixture.refused(),
        [
            "exercises/ex02/exercise.toml: the exercise lacks its presenter page: write book/src/instructors/ex02.md and name it in SUMMARY.md"
        ]
    );
}

const TRACKS: &str = "book/tracks.toml";

#[test]
fn a_track_with_an_unknown_chapter() {
    assert_eq!(
        after_changing_file(
            TRACKS,
            "{ chapter = 2 },",
            "{ chapter = 2 },\n    { chapter = 99 },"
        ),
        ["book/tracks.toml:10: track `half-day`: key `chapter`: there is no chapter 99"]
    );
}

#[test]
fn a_track_that_is_longer_than_its_day() {
    assert_eq!(
        after_changing_file(TRACKS, "end = \"12:00\"", "end = \"09:20\""),
        [
            "book/tracks.toml:1: track `half-day`: key `end`: it is over at 09:33, and `end` is 09:20"
        ]
    );
}

#[test]
fn minutes_of_a_track_without_a_reason() {
    assert_eq!(
        after_changing_file(TRACKS, "{ chapter = 2 }", "{ chapter = 2, minutes = 40 }"),
        [
            "book/tracks.toml:9: track `half-day`: key `minutes`: 40 is no less than the 33 of the whole chapter",
            "book/tracks.toml:9: track `half-day`: keys `minutes` and `valve` belong together: say what is left out, and how long the rest takes",
        ]
    );
}

#[test]
fn a_track_with_an_unknown_key() {
    let found = after_changing_file(TRACKS, "pause = 15", "breaks = 15");
    assert!(
        found[0].starts_with("book/tracks.toml:7: unknown field `breaks`"),
        "{found:?}"
    );
}

#[test]
fn a_timetable_of_an_unknown_track() {
    let found = after_changing_file(
        "book/src/introduction.md",
        "{{#timetable half-day}}",
        "{{#timetable week}}",
    );
    assert_eq!(
        found,
        [
            "book/src/introduction.md:8: {{#timetable}}: there is no track `week` in book/tracks.toml; there are: half-day"
        ]
    );
}
