//! Files that cannot be judged: what is wrong with them, and what to do next.

use std::fs;

use crate::{MAX_SOURCE_BYTES, SourceError, read_source};

#[test]
fn a_file_is_read_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lib.rs");
    fs::write(&path, "fn f() {}\r\n").unwrap();
    assert_eq!(read_source(&path).unwrap(), "fn f() {}\r\n");
}

#[test]
fn every_other_thing_gets_its_own_word() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("empty.rs"), "").unwrap();
    fs::write(at("blank.rs"), " \n\n\t\n").unwrap();
    fs::write(at("latin1.rs"), b"fn f() {}\n// caf\xe9\n").unwrap();
    fs::write(at("large.rs"), vec![b'/'; 10 * 1024 * 1024]).unwrap();
    fs::create_dir(at("folder.rs")).unwrap();
    let error = |name: &str| read_source(&at(name)).unwrap_err();
    assert!(matches!(error("missing.rs"), SourceError::Missing(_)));
    assert!(matches!(error("empty.rs"), SourceError::Empty(_)));
    assert!(matches!(error("blank.rs"), SourceError::Empty(_)));
    assert!(matches!(
        error("latin1.rs"),
        SourceError::NotUtf8 { line: 2, .. }
    ));
    assert!(matches!(
        error("large.rs"),
        SourceError::TooLarge {
            bytes: 10_485_760,
            ..
        }
    ));
    assert!(matches!(error("folder.rs"), SourceError::Directory(_)));

    let here = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
    let names = [
        "missing.rs",
        "empty.rs",
        "latin1.rs",
        "large.rs",
        "folder.rs",
    ];
    let texts: Vec<String> = names
        .iter()
        .map(|name| error(name).to_string().replace(&here, "src/"))
        .collect();
    insta::assert_snapshot!(texts.join("\n"));
}

#[test]
fn the_largest_file_is_still_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lib.rs");
    fs::write(
        &path,
        vec![b'/'; usize::try_from(MAX_SOURCE_BYTES).unwrap()],
    )
    .unwrap();
    assert!(read_source(&path).is_ok());
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("real.rs"), "fn f() {}").unwrap();
    let link = folder.path().join("lib.rs");
    std::os::unix::fs::symlink("real.rs", &link).unwrap();
    assert!(matches!(read_source(&link), Err(SourceError::Link(_))));
}
