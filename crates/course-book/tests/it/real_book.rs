//! The book of the course itself: every link, include, quiz and card of it.

use std::path::Path;

use course_book::publish::{Options, build};

/// Numbers that are not recorded yet do not hide other findings here; `course-book check`, which
/// runs before a release, does not accept drafts.
#[test]
fn the_book_of_the_course_has_no_findings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        root,
        destination: Some(folder.path().join("book")),
        site_url: None,
        draft: true,
    };
    let built = build(&options).unwrap_or_else(|error| panic!("{error:#}"));
    assert!(built.pages >= 10, "{} pages", built.pages);
}
