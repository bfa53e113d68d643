//! What the pages of a good book hold.

use std::fs;

use crate::fixture::Fixture;

#[test]
fn a_page_holds_what_its_directives_stand_for() {
    let page = Fixture::new().page("part1/02-lost-update.html");
    for expected in [
        // the include, without its anchor marks
        "pub fn hit() {",
        // the card, from exercise.toml and stats.json
        "<code>cargo course check ex02</code>",
        "about 15 minutes, 33 with reading and talking",
        "rejected: lost update, by <code>same_page</code> after 3 executions",
        "two hits on one page are both counted",
        "<td>every interleaving</td><td>3 to 1 400</td>",
        // the counterexample
        "found in execution 3: 1 forced switch — no run needs less than that to fail",
        "let seen = self.hits &lt; 1;",
        "⇢ preempted",
        "<strong>✘ fails here</strong>",
        // the quiz
        "<strong>Question 1.</strong> How many?",
        "<strong>Right.</strong> Some orders lose one.",
        "<strong>Wrong.</strong> Not in every order.",
        // the transcript
        "<th scope=\"row\">3.12.1 to 3.13.0</th><td>on</td><td>24</td><td>24 × <code>exact</code></td><td>always <code>exact</code></td>",
        "<th scope=\"row\">3.14.7t</th><td>off</td><td>12</td><td>11 × <code>too small</code><br>1 × <code>exact</code></td><td><code>exact</code> or <code>too small</code></td>",
        "<li>with the GIL, 3.10 and later: always <code>exact</code> (seen in 24 of 24 runs; the only outcome of every schedule on 3.12 to 3.13)</li>",
        "<code>book/python/02-hits-small.py</code>",
        "<code>--with-assertions</code>",
        "Output on 3.12.1",
        "b &lt; c",
        // the fold
        "<details class=\"speaker\">",
    ] {
        assert!(
            page.contains(expected),
            "`{expected}` is missing in\n{page}"
        );
    }
    for gone in ["ANCHOR", "misconceptions:", "a recorded run", "{{#"] {
        assert!(!page.contains(gone), "`{gone}` is in\n{page}");
    }
}

#[test]
fn a_comment_of_an_author_does_not_split_a_paragraph() {
    let page = Fixture::new().page("part1/02-lost-update.html");
    assert!(page.contains("below</a>.\nThe starter:</p>"), "{page}");
}

#[test]
fn a_backslash_shows_a_directive() {
    assert!(
        Fixture::new()
            .page("introduction.html")
            .contains("<code>{{#quiz 02}}</code>")
    );
}

#[test]
fn every_page_has_its_own_description() {
    let fixture = Fixture::new();
    for (page, description) in [
        ("introduction.html", "What it is &quot;about&quot;."),
        ("index.html", "What it is &quot;about&quot;."),
        (
            "part1/02-lost-update.html",
            "You learn to see the lost update.",
        ),
    ] {
        let html = fixture.page(page);
        let expected = format!("<meta name=\"description\" content=\"{description}\">");
        assert_eq!(
            html.matches("<meta name=\"description\"").count(),
            1,
            "{page}"
        );
        assert!(html.contains(&expected), "{page}");
    }
}

#[test]
fn a_page_can_be_used_with_the_keyboard_and_asks_no_other_host() {
    let fixture = Fixture::new();
    let page = fixture.page("part1/02-lost-update.html");
    assert!(page.contains("class=\"skip-link\""));
    assert!(page.contains("<button id=\"mdbook-sidebar-toggle\""));
    assert_eq!(page.matches("<h1").count(), 1);
    assert!(!page.contains("<script src=\"http") && !page.contains("cdnjs"));
}

#[test]
fn building_twice_gives_equal_bytes() {
    let fixture = Fixture::new();
    let first = fixture.page("part1/02-lost-update.html");
    assert_eq!(fixture.page("part1/02-lost-update.html"), first);
}

#[test]
fn a_draft_shows_notes_where_nothing_is_recorded() {
    let mut fixture = Fixture::new();
    fixture.remove("exercises/stats.json");
    fixture.remove("exercises/ex02/counterexample.json");
    fixture.options.draft = true;
    let page = fixture.page("part1/02-lost-update.html");
    assert_eq!(page.matches("class=\"draft\"").count(), 2, "{page}");
}

#[test]
fn a_build_that_fails_leaves_the_last_good_book() {
    let fixture = Fixture::new();
    let good = fixture.page("part1/02-lost-update.html");
    fixture.write(
        "book/src/part1/02-lost-update.md",
        "# Broken {{#nothing}}\n",
    );
    fixture.refused();
    let kept = fs::read_to_string(fixture.path("target/book/part1/02-lost-update.html")).unwrap();
    assert_eq!(kept, good);
}

#[test]
fn nothing_but_the_book_is_left_behind() {
    let fixture = Fixture::new();
    fixture.build().unwrap();
    let mut left: Vec<String> = fs::read_dir(fixture.path("target"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["book", "book.lock"]);
}

#[test]
fn a_book_can_be_published_below_a_path() {
    let mut fixture = Fixture::new();
    fixture.options.site_url = Some("/thread-safety/".to_owned());
    assert!(
        fixture
            .page("404.html")
            .contains("<base href=\"/thread-safety/\">")
    );
}

#[test]
fn timetables_sheets_and_cards_are_made_of_the_chapters() {
    let page = Fixture::new().page("introduction.html");
    for expected in [
        // the timetable
        "<td>09:00</td><td>33</td><td><a href=\"part1/02-lost-update.html\">2. The lost update</a></td><td><code>ex02</code></td>",
        "<td>09:33</td><td></td><td><em>end</em></td>",
        "1 chapter, 33 min without breaks.",
        // the sheet
        "<h2 id=\"sheet-ex02\">",
        "<li>see the lost update</li>",
        "Where to look: a",
        // the cards
        "<code class=\"nohighlight\">let seen = self.hits &lt; 1;</code>",
        "The order that the checker found",
    ] {
        assert!(
            page.contains(expected),
            "`{expected}` is missing in\n{page}"
        );
    }
}
