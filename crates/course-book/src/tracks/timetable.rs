//! From the minutes of chapters to a plan of the day.

use super::{Lesson, Plan, Track};

/// The first break from now on is the one with the meal: half past eleven.
const HUNGRY: u32 = 11 * 60 + 30;

/// How many chapters a week of a term has.
const A_WEEK: usize = 2;

/// A line of a timetable by the clock.
#[derive(Debug, PartialEq, Eq)]
struct Slot {
    /// The day, from 1.
    day: u32,
    /// When it starts, in minutes since midnight.
    start: u32,
    /// How long it takes.
    minutes: u32,
    what: What,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    /// A lesson, by its position in the track.
    Lesson(usize),
    Pause,
    Lunch,
}

/// Puts lessons and breaks on the clock. A lesson is never cut in two, so one that is longer than a
/// block is a block of its own; a break is taken before a lesson that would make the block too
/// long; and a lesson that would end too late is the first one of the next day.
fn slots(plan: &Plan, minutes: &[u32]) -> Vec<Slot> {
    let Plan::Days {
        start,
        end,
        block,
        pause,
        lunch,
        ..
    } = *plan
    else {
        return Vec::new();
    };
    let mut slots = Vec::new();
    let (mut day, mut now, mut worked, mut had_lunch) = (1, start, 0, lunch == 0);
    for (at, &minutes) in minutes.iter().enumerate() {
        if worked > 0 && worked + minutes > block {
            let meal = !had_lunch && now >= HUNGRY;
            let rest = if meal { lunch } else { pause };
            let what = if meal { What::Lunch } else { What::Pause };
            had_lunch |= meal;
            slots.push(Slot {
                day,
                start: now,
                minutes: rest,
                what,
            });
            now += rest;
            worked = 0;
        }
        if now + minutes > end && now > start {
            // Nobody takes a break to go home.
            if worked == 0 {
                slots.pop();
            }
            (day, now, worked, had_lunch) = (day + 1, start, 0, lunch == 0);
        }
        slots.push(Slot {
            day,
            start: now,
            minutes,
            what: What::Lesson(at),
        });
        now += minutes;
        worked += minutes;
    }
    slots
}

fn minutes_of(lessons: &[Lesson<'_>]) -> Vec<u32> {
    lessons.iter().map(|lesson| lesson.minutes).collect()
}

/// Why the lessons do not fit into the time of the track.
pub(super) fn too_long(track: &Track, lessons: &[Lesson<'_>]) -> Option<String> {
    match track.plan {
        Plan::Days { end, days, .. } => {
            let slots = slots(&track.plan, &minutes_of(lessons));
            let last = slots.last()?;
            let over = last.start + last.minutes;
            if last.day > days {
                Some(format!(
                    "key `days`: the chapters need {} days; leave one out, or shorten one with a `valve`",
                    last.day
                ))
            } else if over > end {
                let (over, end) = (clock(over), clock(end));
                Some(format!(
                    "key `end`: it is over at {over}, and `end` is {end}"
                ))
            } else {
                None
            }
        }
        Plan::Term { weeks, .. } => {
            let needed = lessons.len().div_ceil(A_WEEK);
            (needed > weeks as usize).then(|| {
                format!(
                    "key `weeks`: {} chapters need {needed} weeks",
                    lessons.len()
                )
            })
        }
        Plan::Alone => None,
    }
}

/// 570 minutes after midnight it is `09:30`.
fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `3 h 25 min`
fn length(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// A link from the page to the chapter.
fn link(lesson: &Lesson<'_>, page: &str) -> String {
    let up = "../".repeat(page.matches('/').count());
    let chapter = lesson.chapter;
    format!(
        "[{}. {}]({up}{})",
        chapter.number, chapter.title, chapter.path
    )
}

/// The timetable as a table in Markdown, with the sum below it.
pub(super) fn markdown(track: &Track, lessons: &[Lesson<'_>], page: &str) -> String {
    let net: u32 = lessons.iter().map(|lesson| lesson.minutes).sum();
    let mut out = String::new();
    match &track.plan {
        Plan::Days { days, .. } => {
            let slots = slots(&track.plan, &minutes_of(lessons));
            out.push_str(
                "\n\n| time | minutes | chapter | exercise | shorter |\n|---|---|---|---|---|\n",
            );
            let mut day = 0;
            for slot in &slots {
                if *days > 1 && slot.day != day {
                    out.push_str(&format!("| **day {}** | | | | |\n", slot.day));
                }
                day = slot.day;
                let (what, exercise, valve) = match slot.what {
                    What::Pause => ("*break*".to_owned(), String::new(), ""),
                    What::Lunch => ("*lunch*".to_owned(), String::new(), ""),
                    What::Lesson(at) => {
                        let lesson = &lessons[at];
                        let exercise = format!("`{}`", lesson.chapter.exercise);
                        (link(lesson, page), exercise, lesson.valve.unwrap_or(""))
                    }
                };
                out.push_str(&format!(
                    "| {} | {} | {what} | {exercise} | {valve} |\n",
                    clock(slot.start),
                    slot.minutes
                ));
            }
            if let Some(last) = slots.last() {
                let over = clock(last.start + last.minutes);
                out.push_str(&format!("| {over} | | *end* | | |\n"));
            }
        }
        Plan::Term { session, .. } => {
            out.push_str("\n\n| week | chapters | minutes | of them in class | in the lab |\n|---|---|---|---|---|\n");
            for (week, pair) in (1..).zip(lessons.chunks(A_WEEK)) {
                let sum: u32 = pair.iter().map(|lesson| lesson.minutes).sum();
                let links: Vec<String> = pair.iter().map(|lesson| link(lesson, page)).collect();
                out.push_str(&format!(
                    "| {week} | {} | {sum} | {} | {} |\n",
                    links.join("<br>"),
                    sum.min(*session),
                    sum.saturating_sub(*session)
                ));
            }
        }
        Plan::Alone => {
            out.push_str("\n\n| chapter | reading | exercise | looking at solutions | so far |\n|---|---|---|---|---|\n");
            let mut so_far = 0;
            for lesson in lessons {
                so_far += lesson.minutes;
                let (concept, exercise, debrief) = lesson.chapter.minutes.phases();
                out.push_str(&format!(
                    "| {} | {concept} | {exercise} | {debrief} | {} |\n",
                    link(lesson, page),
                    length(so_far)
                ));
            }
        }
    }
    let plural = if lessons.len() == 1 { "" } else { "s" };
    out.push_str(&format!(
        "\n{} chapter{plural}, {} without breaks.\n",
        lessons.len(),
        length(net)
    ));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(start: &str, end: &str) -> Plan {
        let time = |text| super::super::minutes_of(text).expect("a time");
        Plan::Days {
            start: time(start),
            end: time(end),
            days: 2,
            block: 90,
            pause: 15,
            lunch: 60,
        }
    }

    fn shown(plan: &Plan, minutes: &[u32]) -> Vec<String> {
        slots(plan, minutes)
            .iter()
            .map(|slot| {
                let what = match slot.what {
                    What::Lesson(at) => format!("lesson {at}"),
                    What::Pause => "break".to_owned(),
                    What::Lunch => "lunch".to_owned(),
                };
                format!("{} {} {what} {}", slot.day, clock(slot.start), slot.minutes)
            })
            .collect()
    }

    #[test]
    fn a_break_comes_before_the_lesson_that_would_make_the_block_too_long() {
        assert_eq!(
            shown(&day("09:00", "17:00"), &[40, 50, 30, 100, 20]),
            [
                "1 09:00 lesson 0 40",
                "1 09:40 lesson 1 50",
                "1 10:30 break 15",
                "1 10:45 lesson 2 30",
                "1 11:15 break 15",
                "1 11:30 lesson 3 100",
                "1 13:10 lunch 60",
                "1 14:10 lesson 4 20",
            ]
        );
    }

    #[test]
    fn what_does_not_fit_any_more_starts_the_next_day() {
        assert_eq!(
            shown(&day("09:00", "11:00"), &[80, 30, 30]),
            [
                "1 09:00 lesson 0 80",
                "2 09:00 lesson 1 30",
                "2 09:30 lesson 2 30",
            ]
        );
    }

    #[test]
    fn lengths_are_written_as_people_say_them() {
        assert_eq!([45, 60, 205].map(length), ["45 min", "1 h", "3 h 25 min"]);
    }
}
