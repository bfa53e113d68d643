//! Checks of what was rendered, and the few changes that mdBook has no setting for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::finding::Finding;
use crate::html::{Tag, escape, tags};
use crate::links::{Ids, decoded, resolved};

/// Every HTML file of the rendered book, by its path with `/`.
#[derive(Debug)]
pub struct Rendered {
    root: PathBuf,
    pages: BTreeMap<String, String>,
}

impl Rendered {
    /// Reads the folder that a renderer wrote.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn read(root: &Path) -> Result<Rendered> {
        let mut pages = BTreeMap::new();
        for path in files(root)? {
            if path
                .extension()
                .is_some_and(|extension| extension == "html")
            {
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("reading {}", path.display()))?;
                let name = path
                    .strip_prefix(root)
                    .unwrap_or(&path)
                    .to_string_lossy()
                    .replace('\\', "/");
                pages.insert(name, text);
            }
        }
        Ok(Rendered {
            root: root.to_path_buf(),
            pages,
        })
    }

    /// The ids of each page, by the name of its source: `part1/a.md` for `part1/a.html`.
    #[must_use]
    pub fn ids(&self) -> Ids {
        let page = |(name, html): (&String, &String)| {
            let ids: BTreeSet<String> = tags(html)
                .iter()
                .filter_map(id)
                .map(decoded_entities)
                .collect();
            (format!("{}.md", name.trim_end_matches(".html")), ids)
        };
        self.pages.iter().map(page).collect()
    }

    /// Links that lead nowhere, ids that stand on a page twice, and requests to other hosts.
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let ids = self.ids();
        for (name, html) in &self.pages {
            let mut seen = BTreeSet::new();
            let mut add = |message: String| {
                found.push(Finding::in_file(&format!("(rendered) {name}"), message))
            };
            for tag in tags(html) {
                if let Some(id) = id(&tag).filter(|id| !seen.insert(id.to_owned())) {
                    add(format!("the id `{id}` stands on the page twice"));
                }
                for url in [tag.get("href"), tag.get("src")].into_iter().flatten() {
                    if let Err(message) = self.target(name, &tag, &decoded_entities(url), &ids) {
                        add(message);
                    }
                }
            }
        }
        found
    }

    fn target(&self, page: &str, tag: &Tag<'_>, url: &str, ids: &Ids) -> Result<(), String> {
        if url.starts_with("https://") || url.starts_with("http://") {
            // A link that the reader may click is fine; what the browser fetches by itself is not.
            let fetched = tag.get("src").is_some()
                || (tag.name == "link" && tag.get("rel") != Some("canonical"));
            return if fetched {
                Err(format!("the page fetches `{url}` from another host"))
            } else {
                Ok(())
            };
        }
        if url.starts_with("mailto:") || url.starts_with("data:") {
            return Ok(());
        }
        // The page for unknown addresses is shown at any depth: its links start at its base.
        if tag.name == "base" {
            return Ok(());
        }
        if url.starts_with('/') {
            return Err(format!(
                "`{url}` starts with `/`, but the book may be published below a path"
            ));
        }
        let (path, fragment) = url
            .split_once('#')
            .map_or((url, ""), |(path, fragment)| (path, fragment));
        let place = match path {
            "" => page.to_owned(),
            path => {
                resolved(page, &decoded(path)).ok_or_else(|| format!("`{url}` leaves the book"))?
            }
        };
        if let Some(known) = ids.get(&format!("{}.md", place.trim_end_matches(".html"))) {
            return if fragment.is_empty() || known.contains(&decoded(fragment)) {
                Ok(())
            } else {
                Err(format!("`{url}`: there is no `#{fragment}` on that page"))
            };
        }
        if place.is_empty() || self.root.join(&place).exists() {
            Ok(())
        } else {
            Err(format!("`{url}` does not exist"))
        }
    }

    /// Gives each page its own description, where it has one.
    ///
    /// # Errors
    ///
    /// When a page does not have exactly one place for it, which means that mdBook has changed, or
    /// when it cannot be written.
    pub fn describe(&self, descriptions: &BTreeMap<String, String>) -> Result<()> {
        const START: &str = "<meta name=\"description\" content=\"";
        for (name, html) in &self.pages {
            let Some(description) =
                descriptions.get(&format!("{}.md", name.trim_end_matches(".html")))
            else {
                continue;
            };
            let mut places = html.match_indices(START);
            let (Some((at, _)), None) = (places.next(), places.next()) else {
                bail!(
                    "{name} does not have exactly one description; mdBook's template has changed"
                );
            };
            let from = at + START.len();
            let to = from
                + html[from..]
                    .find('"')
                    .with_context(|| format!("{name}: the description has no end"))?;
            let text = format!("{}{}{}", &html[..from], escape(description), &html[to..]);
            fs::write(self.root.join(name), text).with_context(|| format!("writing {name}"))?;
        }
        Ok(())
    }
}

fn id<'a>(tag: &Tag<'a>) -> Option<&'a str> {
    tag.get("id").filter(|id| !id.is_empty())
}

fn decoded_entities(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// Every file below a folder, in order.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
