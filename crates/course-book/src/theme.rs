//! mdBook's own theme with our changes.
//!
//! The templates of mdBook are not copied into the repository: they are written out by the linked
//! library and changed here, one exact text for another. Each text must be found exactly once, so
//! an upgrade of mdBook that touches one of these places fails loudly and by name. Colours and
//! shapes are in `book/theme/course.css`, behaviour of our own in `book/theme/course.js`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use mdbook_driver::config::HtmlConfig;
use mdbook_html::theme::Theme;

/// A change to a file of the theme: why, what is there, and what takes its place.
struct Patch {
    why: &'static str,
    file: &'static str,
    old: &'static str,
    new: &'static str,
}

/// Stands where mdBook's fonts would be loaded: the fonts of the system need no download.
const FONTS: &str = "/* The fonts are those of the system: see course.css. */\n";

const PATCHES: &[Patch] = &[
    Patch {
        why: "the first Tab reaches a link that jumps over the table of contents",
        file: "index.hbs",
        old: "<div id=\"mdbook-help-container\">",
        new: "<a class=\"skip-link\" href=\"#mdbook-content\">Skip to the text</a>\n    <div id=\"mdbook-help-container\">",
    },
    Patch {
        why: "a label cannot have the focus: the button for the table of contents must be one",
        file: "index.hbs",
        old: "<label id=\"mdbook-sidebar-toggle\" class=\"icon-button\" for=\"mdbook-sidebar-toggle-anchor\" title=\"Toggle Table of Contents\" aria-label=\"Toggle Table of Contents\" aria-controls=\"mdbook-sidebar\">\n                            {{fa \"solid\" \"bars\"}}\n                        </label>",
        new: "<button id=\"mdbook-sidebar-toggle\" class=\"icon-button\" type=\"button\" title=\"Table of contents\" aria-label=\"Table of contents\" aria-controls=\"mdbook-sidebar\">\n                            {{fa \"solid\" \"bars\"}}\n                        </button>",
    },
    Patch {
        why: "… and its click does what the label did",
        file: "book.js",
        old: "            sidebar.offsetHeight;\n        }\n    });",
        new: "            sidebar.offsetHeight;\n        }\n        sidebarCheckbox.checked = !sidebarCheckbox.checked;\n        sidebarCheckbox.dispatchEvent(new Event('change'));\n    });",
    },
    Patch {
        why: "the checkbox behind the button is no control of its own",
        file: "index.hbs",
        old: "<input type=\"checkbox\" id=\"mdbook-sidebar-toggle-anchor\" class=\"hidden\">",
        new: "<input type=\"checkbox\" id=\"mdbook-sidebar-toggle-anchor\" class=\"hidden\" hidden aria-hidden=\"true\" tabindex=\"-1\">",
    },
    Patch {
        why: "a page has one main heading, the one of its text",
        file: "index.hbs",
        old: "<h1 class=\"menu-title\">{{ book_title }}</h1>",
        new: "<p class=\"menu-title\">{{ book_title }}</p>",
    },
    Patch {
        why: "the bar is a landmark",
        file: "index.hbs",
        old: "<div id=\"mdbook-menu-bar\" class=\"menu-bar sticky\">",
        new: "<div id=\"mdbook-menu-bar\" class=\"menu-bar sticky\" role=\"banner\">",
    },
    Patch {
        why: "one light and one dark theme, both with enough contrast",
        file: "index.hbs",
        old: "                            <li role=\"none\"><button role=\"menuitem\" class=\"theme\" id=\"mdbook-theme-rust\">Rust</button></li>\n                            <li role=\"none\"><button role=\"menuitem\" class=\"theme\" id=\"mdbook-theme-coal\">Coal</button></li>\n                            <li role=\"none\"><button role=\"menuitem\" class=\"theme\" id=\"mdbook-theme-navy\">Navy</button></li>\n                            <li role=\"none\"><button role=\"menuitem\" class=\"theme\" id=\"mdbook-theme-ayu\">Ayu</button></li>",
        new: "                            <li role=\"none\"><button role=\"menuitem\" class=\"theme\" id=\"mdbook-theme-ayu\">Dark</button></li>",
    },
    Patch {
        why: "the search field has a name",
        file: "index.hbs",
        old: "placeholder=\"Search this book ...\"",
        new: "placeholder=\"Search this book ...\" aria-label=\"Search this book\"",
    },
    Patch {
        why: "… and its description exists",
        file: "index.hbs",
        old: "aria-describedby=\"searchresults-header\"",
        new: "aria-describedby=\"mdbook-searchresults-header\"",
    },
    Patch {
        why: "two navigations on one page have two names",
        file: "index.hbs",
        old: "<nav class=\"nav-wide-wrapper\" aria-label=\"Page navigation\">",
        new: "<nav class=\"nav-wide-wrapper\" aria-label=\"Previous and next chapter\">",
    },
    Patch {
        why: "fonts of the system: nothing to download, nothing that jumps",
        file: "index.hbs",
        old: "        <!-- Fonts -->\n        <link rel=\"stylesheet\" href=\"{{ resource \"fonts/fonts.css\" }}\">\n",
        new: "",
    },
    Patch {
        why: "an unload handler keeps pages out of the browser's back-forward cache",
        file: "book.js",
        old: "// Fix back button cache problem\nwindow.onunload = function() { };\n",
        new: "",
    },
    Patch {
        why: "no page asks another host for anything",
        file: "book.js",
        old: "    if (playgrounds.length > 0) {\n        fetch_with_timeout('https://play.rust-lang.org/meta/crates', {",
        new: "    if (false) {\n        fetch_with_timeout('https://play.rust-lang.org/meta/crates', {",
    },
    Patch {
        why: "an arrow key scrolls code and moves the caret of a screen reader; it must not turn the page",
        file: "book.js",
        old: "        if (e.shiftKey) {\n            return;\n        }\n\n        switch (e.key) {\n        case 'ArrowRight':",
        new: "        return;\n\n        switch (e.key) {\n        case 'ArrowRight':",
    },
    Patch {
        why: "… so the help does not promise it",
        file: "index.hbs",
        old: "                <p>Press <kbd>←</kbd> or <kbd>→</kbd> to navigate between chapters</p>\n",
        new: "",
    },
    Patch {
        why: "… and neither does the link to the previous chapter",
        file: "index.hbs",
        old: "class=\"nav-chapters previous\" title=\"Previous chapter\" aria-label=\"Previous chapter\" aria-keyshortcuts=\"Left\"",
        new: "class=\"nav-chapters previous\" title=\"Previous chapter\" aria-label=\"Previous chapter\"",
    },
    Patch {
        why: "… nor the one to the next",
        file: "index.hbs",
        old: "class=\"nav-chapters next\" title=\"Next chapter\" aria-label=\"Next chapter\" aria-keyshortcuts=\"Right\"",
        new: "class=\"nav-chapters next\" title=\"Next chapter\" aria-label=\"Next chapter\"",
    },
    Patch {
        why: "… on narrow screens too",
        file: "index.hbs",
        old: "class=\"mobile-nav-chapters previous\" title=\"Previous chapter\" aria-label=\"Previous chapter\" aria-keyshortcuts=\"Left\"",
        new: "class=\"mobile-nav-chapters previous\" title=\"Previous chapter\" aria-label=\"Previous chapter\"",
    },
    Patch {
        why: "… in both directions",
        file: "index.hbs",
        old: "class=\"mobile-nav-chapters next\" title=\"Next chapter\" aria-label=\"Next chapter\" aria-keyshortcuts=\"Right\"",
        new: "class=\"mobile-nav-chapters next\" title=\"Next chapter\" aria-label=\"Next chapter\"",
    },
];

/// Writes the theme into `folder`, which is made; the icon of the book is taken from `own`.
///
/// # Errors
///
/// When a patch does not fit exactly once, or a file cannot be written.
pub fn write(folder: &Path, own: &Path) -> Result<()> {
    for sub in ["", "css", "fonts"] {
        fs::create_dir_all(folder.join(sub))
            .with_context(|| format!("making {}", folder.display()))?;
    }
    let mut config = HtmlConfig::default();
    config.theme = Some(folder.to_path_buf());
    Theme::copy_theme(&config, folder).context("writing mdBook's theme")?;
    // A style sheet for fonts, however short, tells mdBook to leave its 500 KB of fonts out.
    fs::remove_dir_all(folder.join("fonts"))?;
    fs::create_dir_all(folder.join("fonts"))?;
    fs::write(folder.join("fonts/fonts.css"), FONTS)?;
    let icon = own.join("favicon.svg");
    if icon.is_file() {
        fs::copy(&icon, folder.join("favicon.svg"))
            .with_context(|| format!("copying {}", icon.display()))?;
        // One icon for every browser; mdBook's own one must not stand beside it.
        fs::remove_file(folder.join("favicon.png"))?;
    }
    for Patch {
        why,
        file,
        old,
        new,
    } in PATCHES
    {
        let path = folder.join(file);
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        if text.matches(old).count() != 1 {
            bail!(
                "mdBook's {file} has changed where we change it ({why}); adapt `PATCHES` in crates/course-book/src/theme.rs"
            );
        }
        fs::write(&path, text.replacen(old, new, 1))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_fits_the_linked_mdbook_exactly_once() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), folder.path()).unwrap();
        let index = fs::read_to_string(folder.path().join("index.hbs")).unwrap();
        assert!(index.find("skip-link").unwrap() < index.find("mdbook-sidebar").unwrap());
        let fonts = fs::read_to_string(folder.path().join("fonts/fonts.css")).unwrap();
        assert_eq!(fonts, FONTS);
    }

    #[test]
    fn no_page_fetches_from_another_host() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), folder.path()).unwrap();
        let script = fs::read_to_string(folder.path().join("book.js")).unwrap();
        assert!(!script.contains("if (playgrounds.length > 0)"));
        assert!(!script.contains("onunload"));
    }
}
