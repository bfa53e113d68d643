//! Properties for arbitrary data: the JSON form loses nothing, and no text breaks the table.

use interleaving::json::{Json, JsonForm};
use interleaving::render::text::{clean, cut, fit, width, wrap};
use interleaving::render::{Style, render};
use interleaving::{
    Action, Change, Counterexample, Coverage, Event, Kind, Limit, Object, ObjectKind, Report,
    Source, Surprises, Switch, Thread, Verdict, Wake,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

/// Texts as a hostile program would choose them: control characters, joiners, marks of direction,
/// flags, wide letters, and whatever proptest can think of.
fn text() -> BoxedStrategy<String> {
    let piece = prop_oneof![
        Just("let seen = hits;"),
        Just(" "),
        Just("\n"),
        Just("\r\n"),
        Just("\t"),
        Just("\0"),
        Just("\u{1b}[2J"),
        Just("\u{200d}"),
        Just("\u{fe0f}"),
        Just("\u{202e}"),
        Just("\u{301}"),
        Just("🇩🇪"),
        Just("👩‍🚀"),
        Just("⚠️"),
        Just("漢字"),
        Just("ﷺ"),
        Just("لا"),
        Just("│"),
        Just("ｱﾞ"),
        Just("\u{1100}\u{1161}"),
        Just("e\u{301}\u{302}\u{303}"),
        Just("\u{ad}"),
        Just("\u{e0041}"),
    ];
    prop_oneof![
        3 => vec(piece, 0..24).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
        1 => "[a-z_]{1,12}",
        1 => vec(any::<char>(), 0..80).prop_map(|chars| chars.into_iter().collect()),
    ]
    .boxed()
}

fn maybe() -> BoxedStrategy<Option<String>> {
    option::of(text()).boxed()
}

fn action() -> BoxedStrategy<Action> {
    let thread = 0..9_u16;
    let change = (text(), text()).prop_map(|(name, value)| Change { name, value });
    prop_oneof![
        thread.clone().prop_map(|thread| Action::Spawn { thread }),
        Just(Action::Finish),
        thread.clone().prop_map(|thread| Action::Join { thread }),
        (maybe(), maybe()).prop_map(|(value, newest)| Action::Load { value, newest }),
        (maybe(), any::<bool>()).prop_map(|(value, overtaken)| Action::Store { value, overtaken }),
        (maybe(), maybe()).prop_map(|(before, after)| Action::Update { before, after }),
        (maybe(), maybe(), any::<bool>()).prop_map(|(found, newest, spurious)| {
            Action::CompareFailed {
                found,
                newest,
                spurious,
            }
        }),
        text().prop_map(|ordering| Action::Fence { ordering }),
        (maybe(), any::<bool>()).prop_map(|(value, poisoned)| Action::Lock { value, poisoned }),
        maybe().prop_map(|value| Action::Unlock { value }),
        maybe().prop_map(|value| Action::ReadLock { value }),
        Just(Action::ReadUnlock),
        maybe().prop_map(|value| Action::WriteLock { value }),
        maybe().prop_map(|value| Action::WriteUnlock { value }),
        Just(Action::TryFailed),
        Just(Action::Wait),
        prop_oneof![
            Just(Wake::Notified),
            Just(Wake::Spurious),
            Just(Wake::TimedOut)
        ]
        .prop_map(|how| Action::Woken { how }),
        (any::<bool>(), vec(thread.clone(), 0..4))
            .prop_map(|(all, woken)| Action::Notify { all, woken }),
        maybe().prop_map(|value| Action::Read { value }),
        maybe().prop_map(|value| Action::Write { value }),
        Just(Action::Free),
        maybe().prop_map(|value| Action::Send { value }),
        maybe().prop_map(|value| Action::Receive { value }),
        text().prop_map(|why| Action::ChannelRefused { why }),
        Just(Action::Disconnect),
        Just(Action::Park),
        thread.prop_map(|thread| Action::Unpark { thread }),
        Just(Action::Yield),
        text().prop_map(|text| Action::Note { text }),
        (text(), vec(change, 0..3)).prop_map(|(text, changes)| Action::Step { text, changes }),
        text().prop_map(|message| Action::Panic { message }),
        text().prop_map(|on| Action::Blocked { on }),
        text().prop_map(|what| Action::Fault { what }),
    ]
    .boxed()
}

fn event() -> impl Strategy<Value = Event> {
    let source =
        (text(), any::<u32>(), text()).prop_map(|(file, line, text)| Source { file, line, text });
    let switch = prop_oneof![
        Just(Switch::Preempted),
        Just(Switch::Blocked),
        Just(Switch::Finished),
        Just(Switch::Yielded),
    ];
    // Indices may point nowhere: a renderer meets files that were edited by hand.
    (
        0..9_u16,
        action(),
        option::of(0..6_u16),
        option::of(source),
        option::of(switch),
    )
        .prop_map(|(thread, action, object, source, switch)| Event {
            thread,
            action,
            object,
            source,
            switch,
        })
}

fn counterexample() -> impl Strategy<Value = Counterexample> {
    let thread = text().prop_map(|name| Thread { name });
    let kind = prop_oneof![
        Just(ObjectKind::Mutex),
        Just(ObjectKind::RwLock),
        Just(ObjectKind::Condvar),
        Just(ObjectKind::Barrier),
        Just(ObjectKind::Once),
        Just(ObjectKind::Atomic),
        Just(ObjectKind::Cell),
        Just(ObjectKind::Racy),
        Just(ObjectKind::Channel),
        Just(ObjectKind::Arc),
        Just(ObjectKind::Allocation),
        Just(ObjectKind::Thread),
        Just(ObjectKind::Variable),
    ];
    let object = (text(), kind).prop_map(|(name, kind)| Object { name, kind });
    let surprises =
        (0..3_u32, 0..3_u32, 0..3_u32).prop_map(|(preemptions, stale_reads, weak_failures)| {
            Surprises {
                preemptions,
                stale_reads,
                weak_failures,
                ..Surprises::default()
            }
        });
    (
        text(),
        vec(thread, 0..7),
        vec(object, 0..5),
        vec(event(), 0..14),
        surprises,
        any::<bool>(),
        any::<u64>(),
        vec(text(), 0..3),
    )
        .prop_map(
            |(headline, threads, objects, events, surprises, calmest, execution, remarks)| {
                Counterexample {
                    threads,
                    objects,
                    events,
                    surprises,
                    calmest,
                    execution,
                    remarks,
                    ..Counterexample::new(headline)
                }
            },
        )
}

fn verdict() -> BoxedStrategy<Verdict> {
    let kind = prop_oneof![
        Just(Kind::LostUpdate),
        Just(Kind::LockOrder),
        Just(Kind::WrongTrait),
        Just(Kind::Leak)
    ];
    let coverage = prop_oneof![Just(Coverage::Every), any::<u32>().prop_map(Coverage::UpTo)];
    let limit = prop_oneof![
        any::<u64>().prop_map(Limit::Executions),
        any::<u64>().prop_map(Limit::Seconds),
        any::<u32>().prop_map(Limit::Threads),
        any::<u64>().prop_map(Limit::States),
    ];
    prop_oneof![
        coverage.prop_map(|coverage| Verdict::Holds { coverage }),
        (kind.clone(), text()).prop_map(|(kind, message)| Verdict::Violated { kind, message }),
        kind.clone().prop_map(|kind| Verdict::Deadlock { kind }),
        kind.clone().prop_map(|kind| Verdict::DataRace { kind }),
        (kind, text()).prop_map(|(kind, message)| Verdict::Stuck { kind, message }),
        text().prop_map(|message| Verdict::Leak { message }),
        limit.prop_map(|limit| Verdict::Inconclusive { limit }),
        text().prop_map(|message| Verdict::Refused { message }),
        text().prop_map(|message| Verdict::Crashed { message }),
        text().prop_map(|message| Verdict::CompileError { message }),
    ]
    .boxed()
}

fn report() -> impl Strategy<Value = Report> {
    (verdict(), any::<u64>(), option::of(counterexample())).prop_map(
        |(verdict, executions, counterexample)| Report {
            verdict,
            executions,
            counterexample,
        },
    )
}

/// Texts made of pieces of JSON: some are documents, most are not.
fn almost_json() -> BoxedStrategy<String> {
    let piece = prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d83d", "\\ude00", "0041", "\\n", "\\x",
        "\n", " ", "-", "+", "0", "7", "12", ".", "e", "E", "null", "true", "false", "nul", "a",
        "é", "\u{1}", "\u{7f}", "[]", "{}", "\"a\"", "\"v\":1",
    ]);
    let noise = vec(piece, 0..9).prop_map(|pieces| pieces.concat());
    let leaf = prop_oneof![
        2 => noise,
        2 => prop::sample::select(vec!["null", "true", "0", "-0", "1.5e-3", "18446744073709551616"])
            .prop_map(str::to_owned),
        2 => text().prop_map(|text| serde_json::to_string(&text).expect("a text is JSON")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|values| format!("[{}]", values.join(", "))),
            vec(("[a-c]", inner), 0..4).prop_map(|fields| {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|(key, value)| format!("\"{key}\" :{value}"))
                    .collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
    .boxed()
}

/// A line of the output may hold nothing that moves the cursor or changes the direction.
fn harmless(line: &str) -> bool {
    !line
        .chars()
        .any(|c| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_counterexample_survives_the_json_form(original in counterexample()) {
        let text = serde_json::to_string(&original).unwrap();
        prop_assert_eq!(&original.to_json().to_string(), &text);
        let json = Json::parse(&text).unwrap();
        let read = Counterexample::from_json(&json).unwrap();
        prop_assert_eq!(&read, &original);
        prop_assert_eq!(serde_json::from_str::<Counterexample>(&text).unwrap(), original);
    }

    #[test]
    fn a_report_survives_the_json_form(original in report()) {
        let text = serde_json::to_string(&original).unwrap();
        prop_assert_eq!(&original.to_json().to_string(), &text);
        let json = Json::parse(&text).unwrap();
        let read = Report::from_json(&json).unwrap();
        prop_assert_eq!(&read, &original);
        prop_assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), original);
    }

    #[test]
    fn what_is_json_is_what_serde_says(text in almost_json()) {
        let ours = Json::parse(&text);
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{:?} and {:?}", ours, theirs);
        if let Ok(json) = ours {
            // Numbers and the order of keys are kept as they are written, so texts may differ.
            let again: serde_json::Value = serde_json::from_str(&json.to_string()).unwrap();
            prop_assert_eq!(again, theirs.unwrap());
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in text()) {
        prop_assert_eq!(
            Json::parse(&text).is_ok(),
            serde_json::from_str::<serde_json::Value>(&text).is_ok()
        );
    }

    #[test]
    fn a_damaged_report_is_read_only_where_serde_reads_the_same(
        report in report(), at in any::<prop::sample::Index>(), gone in 0..12_usize, new in almost_json(),
    ) {
        let whole: Vec<char> = report.to_json().to_string().chars().collect();
        let start = at.index(whole.len());
        let end = (start + gone).min(whole.len());
        let damaged: String =
            whole[..start].iter().copied().chain(new.chars()).chain(whole[end..].iter().copied()).collect();
        if let Ok(read) = Json::parse(&damaged).and_then(|json| Report::from_json(&json)) {
            prop_assert_eq!(serde_json::from_str::<Report>(&damaged).unwrap(), read);
        }
    }

    #[test]
    fn every_row_of_the_table_fits(counterexample in counterexample(), width in 0..140_usize) {
        let text = render(&counterexample, &Style::table(width));
        let most = width.max(Style::NARROWEST);
        for line in text.lines() {
            prop_assert!(line.width() <= most, "{} columns of {most}: {line:?}", line.width());
            prop_assert!(harmless(line), "{line:?}");
        }
    }

    #[test]
    fn the_columns_stay_in_line(counterexample in counterexample()) {
        let text = render(&counterexample, &Style::table(Style::WIDE));
        // The rule under the heading says where the columns are; every row's last separator stands there.
        if let Some(rule) = text.lines().find(|line| line.starts_with('─')) {
            let at = rule[..rule.rfind('┼').unwrap()].width();
            let rows = text.lines().skip_while(|line| !line.starts_with('─')).skip(1).take_while(|line| !line.is_empty());
            for row in rows.filter(|row| !row.contains('⟳') && !row.contains("left out")) {
                let found = row.match_indices('│').any(|(index, _)| row[..index].width() == at);
                prop_assert!(found, "no separator in column {at}: {row:?}");
            }
        }
    }

    #[test]
    fn sentences_are_harmless(counterexample in counterexample()) {
        let text = render(&counterexample, &Style::plain());
        prop_assert!(text.lines().all(harmless));
        prop_assert!(text.ends_with('\n'));
    }

    #[test]
    fn rendering_twice_gives_equal_bytes(counterexample in counterexample()) {
        for style in [Style::plain(), Style::table(80), Style { color: true, ..Style::table(112) }] {
            prop_assert_eq!(render(&counterexample, &style), render(&counterexample, &style));
        }
    }

    #[test]
    fn words_of_any_verdict_are_one_harmless_line(verdict in verdict()) {
        let report = Report { verdict, executions: 1, counterexample: None };
        prop_assert!(harmless(&interleaving::words::report(&report)));
    }

    #[test]
    fn cutting_and_filling_reach_the_width_exactly(text in text(), columns in 1..60_usize) {
        let text = clean(&text);
        prop_assert!(width(&cut(&text, columns)) <= columns);
        prop_assert_eq!(width(&fit(&text, columns)), columns);
        prop_assert!(wrap(&text, columns, 4).iter().all(|line| width(line) <= columns));
        prop_assert!(wrap(&text, columns, 4).len() <= 4);
    }

    #[test]
    fn wrapping_loses_no_word_when_there_is_room(words in vec("[a-z]{1,9}", 1..30)) {
        let text = words.join(" ");
        prop_assert_eq!(wrap(&text, 9, 1_000).join(" "), text);
    }
}
