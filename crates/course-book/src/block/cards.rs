//! Cards for acting out the recorded failure of a starter: one card for each step of each thread,
//! and the order in which the checker played them.

use std::collections::BTreeMap;

use interleaving::Counterexample;
use interleaving::render::layout::{Block, Layout, Row};
use interleaving::render::phrase::thread;
use interleaving::render::text;

use crate::html::escape;

/// The cards, and their order below them.
#[must_use]
pub fn cards(counterexample: &Counterexample, title: &str) -> String {
    let layout = Layout::new(counterexample);
    let mut hands: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    let mut order = Vec::new();
    for row in played(&layout) {
        let hand = hands.entry(row.thread).or_default();
        hand.push(step(row));
        let name = thread(counterexample, row.thread);
        order.push(format!("{} {}", escape(&name), hand.len()));
    }
    let mut out = format!(
        "<section class=\"cards\" aria-label=\"{title}\">\n<p class=\"cards-title\">{title}: {headline}</p>\n<ul class=\"deck\">\n",
        title = escape(title),
        headline = escape(&text::clean(&counterexample.headline)),
    );
    for (owner, hand) in &hands {
        let name = escape(&thread(counterexample, *owner));
        for (number, step) in (1..).zip(hand) {
            out.push_str(&format!(
                "<li class=\"step-card\"><strong>{name} {number}</strong><br>{step}</li>\n"
            ));
        }
    }
    out.push_str(&format!(
        "</ul>\n<details><summary>The order that the checker found</summary><p>{}</p></details>\n</section>\n",
        order.join(", ")
    ));
    out
}

/// The steps of the threads that have a column: the main thread sets the scene and has no cards.
fn played(layout: &Layout) -> impl Iterator<Item = &Row> {
    let rows = layout.blocks.iter().flat_map(|block| match block {
        Block::Rows { rows, .. } => rows.as_slice(),
        Block::LeftOut { .. } => &[],
    });
    rows.filter(|row| layout.columns.contains(&row.thread) && row.source.is_some())
}

/// What the card asks its player to do: the line of the program, not what came of it in one order.
fn step(row: &Row) -> String {
    let code = row.source.as_ref().map_or("", |source| source.text.trim());
    // `reads pages: 0` is what came of it in one order; the card says `reads pages`.
    let deeds: Vec<&str> = row
        .phrases
        .iter()
        .map(|phrase| phrase.text.split(':').next().unwrap_or_default())
        .collect();
    format!(
        "<code class=\"nohighlight\">{}</code><br>{}",
        escape(&text::clean(code)),
        escape(&deeds.join("; "))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDED: &str = r#"{"v":1,"headline":"counted 1 of 2","threads":[{"name":"main"},{"name":"A"},{"name":"B"}],"objects":[{"name":"hits","kind":"racy"}],"events":[{"thread":1,"action":{"do":"load","value":"0"},"object":0,"source":{"file":"src/lib.rs","line":4,"text":"let seen = self.hits;"}},{"thread":2,"action":{"do":"load","value":"0"},"object":0,"source":{"file":"src/lib.rs","line":4,"text":"let seen = self.hits;"},"switch":"preempted"},{"thread":1,"action":{"do":"store","value":"1","before":"0"},"object":0,"source":{"file":"src/lib.rs","line":5,"text":"self.hits = seen + 1;"},"switch":"preempted"}],"surprises":{"preemptions":1},"calmest":true,"execution":3}"#;

    #[test]
    fn each_thread_has_its_cards_and_the_order_is_below() {
        let counterexample: Counterexample = serde_json::from_str(RECORDED).unwrap();
        let html = cards(&counterexample, "ex02");
        for expected in [
            "<strong>thread A 1</strong><br><code class=\"nohighlight\">let seen = self.hits;</code><br>reads hits</li>",
            "<strong>thread A 2</strong><br><code class=\"nohighlight\">self.hits = seen + 1;</code><br>writes hits</li>",
            "<strong>thread B 1</strong>",
            "<p>thread A 1, thread B 1, thread A 2</p>",
        ] {
            assert!(
                html.contains(expected),
                "`{expected}` is missing in\n{html}"
            );
        }
    }
}
