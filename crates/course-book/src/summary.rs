//! The table of contents: which pages the book has.

/// The pages that SUMMARY.md names, with their lines, in its order.
#[must_use]
pub fn pages(text: &str) -> Vec<(usize, String)> {
    (1..)
        .zip(text.lines())
        .filter_map(|(line, text)| {
            let (_, rest) = text.rsplit_once("](")?;
            let (target, _) = rest.split_once(')')?;
            let target = target.trim().trim_start_matches("./");
            (!target.is_empty()).then(|| (line, target.to_owned()))
        })
        .collect()
}

/// The number of a chapter: `part2/07-check-then-act.md` is chapter 7; other pages have none.
#[must_use]
pub fn chapter_number(path: &str) -> Option<u32> {
    let (part, name) = path.split_once('/')?;
    let part = part.strip_prefix("part")?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (number, _) = name.split_once('-')?;
    (is_number(part) && is_number(number) && number.len() == 2).then_some(())?;
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_pages_and_drafts_are_not() {
        let text = "# Summary\n\n[Start](./start.md)\n\n- [One](part1/01-one.md)\n- [Later]()\n";
        let found = pages(text);
        assert_eq!(
            found,
            [
                (3, "start.md".to_owned()),
                (5, "part1/01-one.md".to_owned())
            ]
        );
    }

    #[test]
    fn chapters_are_told_from_other_pages() {
        assert_eq!(chapter_number("part1/02-lost-update.md"), Some(2));
        assert_eq!(chapter_number("part12/40-x.md"), Some(40));
        for path in [
            "introduction.md",
            "part1/README.md",
            "part1/primer.md",
            "parts/02-x.md",
            "part/02-x.md",
            "part1/2-x.md",
            "instructors/02-x.md",
        ] {
            assert_eq!(chapter_number(path), None, "{path}");
        }
    }
}
