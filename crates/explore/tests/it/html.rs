//! The page: one document that needs nothing else, in which no text of the program is markup.

use crate::{COUNTER, LOCKS, explore, stdout};

#[test]
fn the_page_shows_the_sentence_the_outcomes_and_the_schedule() {
    let page = stdout(&explore(COUNTER, &["--html", "--rules", "gil_every"]).success());
    insta::assert_snapshot!("page", page);
}

#[test]
fn the_page_asks_for_nothing_from_elsewhere() {
    for arguments in [&["--html"][..], &["--html", "--python", "all"]] {
        let page = stdout(&explore(LOCKS, arguments));
        for word in [
            "http:", "https:", "src=", "href=", "@import", "url(", "<script",
        ] {
            assert!(!page.contains(word), "{word}");
        }
    }
}

#[test]
fn text_of_the_program_is_never_markup() {
    let program = "x = '<script>alert(1)</script>'\nprint('<b>&amp;</b>')\n";
    let page = stdout(&explore(program, &["--html"]).success());
    assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
    assert!(page.contains("&lt;script&gt;"));
    assert!(page.contains("&lt;b&gt;&amp;amp;&lt;/b&gt;"));
}

#[test]
fn every_element_that_is_opened_is_closed() {
    let broken = "x = = 1\n";
    for (program, arguments) in [
        (COUNTER, &["--html", "--python", "all"][..]),
        (LOCKS, &["--html"]),
        (broken, &["--html"]),
    ] {
        let page = stdout(&explore(program, arguments));
        let mut open: Vec<&str> = Vec::new();
        for tag in page
            .split('<')
            .skip(1)
            .filter_map(|rest| rest.split('>').next())
        {
            let name = tag.split([' ', '\n']).next().unwrap_or_default();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{page}"),
                None if ["!doctype", "meta", "br"].contains(&name) => {}
                None => open.push(name),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}
