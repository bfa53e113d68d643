//! One build: read, check, render, check again, and only then put the result in its place.
//!
//! Everything is rendered into a folder beside the destination, so a build that fails leaves the
//! last good book where it is. Two builds of one destination at once are refused.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;

use crate::course::Course;
use crate::finding::{Finding, Findings};
use crate::page::{Page, expand};
use crate::rendered::Rendered;
use crate::{links, log, pairing, presenter, summary, theme, tracks};

/// A file that says: this folder is a book that we built, and may be replaced.
const MARK: &str = ".course-book";

/// What to build and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The root of the course: the folder of `book.toml`.
    pub root: PathBuf,
    /// Where the book shall stand; `build-dir` of `book.toml` when it is not said.
    pub destination: Option<PathBuf>,
    /// The path under which the book will be served; `/` when it is not said.
    pub site_url: Option<String>,
    /// Accept parts that are not recorded yet.
    pub draft: bool,
}

/// A book that was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// Where it stands.
    pub destination: PathBuf,
    /// How many pages it has.
    pub pages: usize,
}

/// Builds the book.
///
/// # Errors
///
/// [`Findings`] when something in the book must be repaired; other errors when files cannot be
/// read or written, or the destination is not ours to replace.
pub fn build(options: &Options) -> Result<Built> {
    let root = options.root.canonicalize().with_context(|| {
        format!(
            "{} cannot be opened; give the folder of book.toml with --root",
            options.root.display()
        )
    })?;
    let mut config = config(&root)?;
    let src = root.join(&config.book.src);
    let destination = match &options.destination {
        Some(folder) => std::path::absolute(folder)?,
        None => root.join(&config.build.build_dir),
    };
    guard(&root, &src, &destination)?;
    let staging = beside(&destination, "staging");
    let _lock = lock(&beside(&destination, "lock"))?;
    if staging.exists() {
        fs::remove_dir_all(&staging).with_context(|| format!("removing {}", staging.display()))?;
    }
    let rendered = staging.join("html");
    theme::write(&staging.join("theme"), &root.join("book/theme"))?;
    settings(&mut config, options, &staging, &rendered)?;

    let (course, mut found) = Course::read(&root, &src, options.draft)?;
    found.extend(contents(&src, &course));
    Findings::check(found)?;
    let (mut book, warnings) = log::warnings_of(|| MDBook::load_with_config(&root, config));
    let found = logged(&warnings, "book/src/SUMMARY.md");
    let pages = match &mut book {
        Ok(book) => prepare(book, &course, found)?,
        Err(_) => Vec::new(),
    };
    let book = book.context("loading the book")?;

    let (result, warnings) = log::warnings_of(|| book.build());
    Findings::check(logged(&warnings, "(rendering)"))?;
    result.context("rendering the book")?;

    let html = Rendered::read(&rendered)?;
    let ids = html.ids();
    let found = pages
        .iter()
        .flat_map(|page| links::check(page, &src, &ids))
        .collect();
    Findings::check(found)?;
    Findings::check(html.check())?;
    html.describe(&descriptions(&pages))?;
    fs::write(
        rendered.join(MARK),
        "This folder is replaced by every build of the book.\n",
    )?;
    replace(&rendered, &destination)?;
    fs::remove_dir_all(&staging).with_context(|| format!("removing {}", staging.display()))?;
    Ok(Built {
        destination,
        pages: pages.len(),
    })
}

fn config(root: &Path) -> Result<Config> {
    let path = root.join("book.toml");
    if !path.is_file() {
        bail!(
            "{} is missing; give the folder of book.toml with --root",
            path.display()
        );
    }
    Config::from_disk(&path).with_context(|| format!("{} cannot be understood", path.display()))
}

/// The settings that are ours to decide, whatever `book.toml` says.
fn settings(config: &mut Config, options: &Options, staging: &Path, rendered: &Path) -> Result<()> {
    config.build.build_dir = rendered.to_path_buf();
    // A missing chapter is an error, and includes are resolved here, strictly.
    config.build.create_missing = false;
    config.build.use_default_preprocessors = false;
    config.set("output.html.theme", staging.join("theme"))?;
    config.set("output.html.playground.runnable", false)?;
    let site_url = options.site_url.as_deref().unwrap_or("/");
    if !site_url.starts_with('/') || !site_url.ends_with('/') {
        bail!("`{site_url}` must start and end with `/`; write --site-url /path/");
    }
    config.set("output.html.site-url", site_url)?;
    Ok(())
}

/// Refuses destinations whose replacement would destroy something.
///
/// mdBook empties its destination first: with `src = "book/src"` and its default `build-dir =
/// "book"` it deletes the sources. Here the destination may be neither above nor below them, and
/// an existing folder must be one that we built.
fn guard(root: &Path, src: &Path, destination: &Path) -> Result<()> {
    let plain = |path: &Path| {
        let mut plain = PathBuf::new();
        for component in path.components() {
            match component {
                Component::ParentDir => {
                    plain.pop();
                }
                Component::CurDir => {}
                other => plain.push(other),
            }
        }
        plain
    };
    // Symbolic links count: the longest part that exists is followed.
    let followed = |path: &Path| {
        let path = plain(path);
        let existing = path
            .ancestors()
            .find_map(|part| Some((part, part.canonicalize().ok()?)));
        match existing {
            Some((part, real)) => match path.strip_prefix(part) {
                Ok(rest) if !rest.as_os_str().is_empty() => real.join(rest),
                _ => real,
            },
            None => path,
        }
    };
    let (root, src, destination) = (followed(root), followed(src), followed(destination));
    let kept = [
        src,
        root.join("book"),
        root.join("exercises"),
        root.join("solutions"),
        root.join("crates"),
    ];
    let overlaps =
        |folder: &PathBuf| folder.starts_with(&destination) || destination.starts_with(folder);
    if let Some(folder) = kept.iter().find(|folder| overlaps(folder)) {
        bail!(
            "building into {} would delete {}; set `build-dir = \"target/book\"` in book.toml",
            destination.display(),
            folder.display()
        );
    }
    if root.starts_with(&destination) {
        bail!(
            "building into {} would delete the course; set `build-dir = \"target/book\"` in book.toml",
            destination.display()
        );
    }
    if destination.exists() && !destination.is_dir() {
        bail!(
            "{} is a file; choose another folder with --dest",
            destination.display()
        );
    }
    let empty = || fs::read_dir(&destination).is_ok_and(|mut entries| entries.next().is_none());
    if destination.is_dir() && !destination.join(MARK).is_file() && !empty() {
        bail!(
            "{} holds something that is not a book of this program; remove it or choose another folder with --dest",
            destination.display()
        );
    }
    Ok(())
}

/// `target/book` and `lock` make `target/book.lock`.
fn beside(destination: &Path, what: &str) -> PathBuf {
    let mut name = destination.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(what);
    destination.with_file_name(name)
}

fn lock(path: &Path) -> Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    let file = File::create(path).with_context(|| format!("making {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            bail!("another build of this book is running; wait until it has finished")
        }
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("locking {}", path.display()))
        }
    }
}

/// Links of SUMMARY.md to pages that do not exist, and pages that it does not name.
fn contents(src: &Path, course: &Course) -> Vec<Finding> {
    let file = course.shown(&src.join("SUMMARY.md"));
    let text = match fs::read_to_string(src.join("SUMMARY.md")) {
        Ok(text) => text,
        Err(error) => return vec![Finding::in_file(&file, format!("cannot be read: {error}"))],
    };
    let mut found = Vec::new();
    let mut named = vec!["SUMMARY.md".to_owned(), "404.md".to_owned()];
    for (line, target) in summary::pages(&text) {
        let target = target.as_str();
        if !src.join(target).is_file() {
            found.push(Finding::at(
                &file,
                line,
                format!("the page `{target}` does not exist"),
            ));
        }
        if named.iter().any(|known| known == target) {
            found.push(Finding::at(
                &file,
                line,
                format!("the page `{target}` is named twice"),
            ));
        }
        named.push(target.to_owned());
    }
    // mdBook renders this one page as it is.
    let lost = fs::read_to_string(src.join("404.md")).unwrap_or_default();
    if lost.contains("{{#") || lost.starts_with("---") {
        let message = "directives and front matter do not work on this page";
        found.push(Finding::in_file(
            &course.shown(&src.join("404.md")),
            message,
        ));
    }
    for path in crate::rendered::files(src).unwrap_or_default() {
        let name = path
            .strip_prefix(src)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        if name.ends_with(".md") && !named.contains(&name) {
            found.push(Finding::in_file(
                &course.shown(&path),
                "SUMMARY.md does not name this page; add it or remove the file",
            ));
        }
    }
    found
}

/// Expands every page of the book in place.
fn prepare(book: &mut MDBook, course: &Course, mut found: Vec<Finding>) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    book.book.for_each_chapter_mut(|chapter| {
        let Some(path) = chapter.source_path.clone() else {
            return;
        };
        let (page, findings) = expand(course, &path, &chapter.content);
        chapter.content.clone_from(&page.markdown);
        found.extend(findings);
        pages.push(page);
    });
    found.extend(pairing::check(course, &pages));
    found.extend(presenter::check(course, &pages));
    found.extend(tracks::check(course));
    found.extend(course.unused_quizzes());
    found.extend(course.unproven_programs());
    if !course.draft {
        found.extend(course.unused_programs());
    }
    Findings::check(found)?;
    Ok(pages)
}

fn logged(warnings: &[String], file: &str) -> Vec<Finding> {
    warnings
        .iter()
        .map(|warning| Finding::in_file(file, format!("mdBook says: {warning}")))
        .collect()
}

/// The description of each page that has one, by the path of the page.
fn descriptions(pages: &[Page]) -> BTreeMap<String, String> {
    let describe = |page: &Page| {
        let front_matter = &page.front_matter;
        let text = match (
            &front_matter.description,
            front_matter.objectives.as_slice(),
        ) {
            (Some(description), _) => description.clone(),
            (None, []) => return None,
            (None, objectives) => {
                let objectives: Vec<&str> = objectives
                    .iter()
                    .map(|text| text.trim_end_matches('.'))
                    .collect();
                format!("You learn to {}.", objectives.join("; ")).replace('`', "")
            }
        };
        Some((page.path.clone(), text))
    };
    let mut descriptions: BTreeMap<String, String> = pages.iter().filter_map(describe).collect();
    // The first page stands at the address of the book, too.
    if let Some(first) = pages
        .first()
        .and_then(|page| descriptions.get(&page.path))
        .cloned()
    {
        descriptions.entry("index.md".to_owned()).or_insert(first);
    }
    descriptions
}

/// Puts the new book in the place of the old one.
fn replace(new: &Path, destination: &Path) -> Result<()> {
    let old = beside(destination, "old");
    if old.exists() {
        fs::remove_dir_all(&old).with_context(|| format!("removing {}", old.display()))?;
    }
    if destination.exists() {
        fs::rename(destination, &old)
            .with_context(|| format!("moving {} aside", destination.display()))?;
    }
    fs::rename(new, destination).with_context(|| format!("making {}", destination.display()))?;
    if old.exists() {
        fs::remove_dir_all(&old).with_context(|| format!("removing {}", old.display()))?;
    }
    Ok(())
}
