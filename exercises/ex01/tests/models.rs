//! What ex01 asks for: schedules that end in a certain way, and two programs for which no schedule
//! does.
//!
//! No thread is started. The models take the steps themselves: those of a schedule in the order in
//! which the learner wants them, those of `repaired` in every order.

use super::solution::{
    Answer, Reason, break_the_dictionary, key_error, lose_one, lose_ten, repaired, two_cakes,
};
use lab_check::{Kind, Model, Rules, Trace, broken_promise, promise, vary};

// Also found when these models are compiled as a module of the corpus.
#[path = "programs.rs"]
mod programs;
#[path = "scenes.rs"]
mod scenes;

use programs::{End, Execution, Instruction, calmest};
use scenes::{Counter, Dictionary, Ending, Kitchen, Lookup, Scene, THREADS, play};

/// Answers are plain data.
pub const RULES: Rules = Rules::strict();

/// The most steps that a program of `repaired` may have.
const MOST_STEPS: usize = 20;

/// The models, cheapest first.
pub fn all() -> Vec<Model> {
    let models = vec![
        Model::new("the_ten_is_lost", || count(lose_ten(), 1))
            .promises("your schedule ends with the counter at 1")
            .question("Who has to read before whom has written? And who writes last?"),
        Model::new("the_one_is_lost", || count(lose_one(), 10))
            .promises("your schedule ends with the counter at 10")
            .question("Who has to read before whom has written? And who writes last?"),
        Model::new("the_dictionary", the_dictionary)
            .promises("a schedule that breaks the dictionary, or the reason why there is none")
            .question("What can be said of the dictionary after each single step?"),
        Model::new("the_kitchen", the_kitchen)
            .promises("your schedule ends with two cakes")
            .question("What do A and B know when they begin to bake, and since when?"),
        Model::new("the_lookup", the_lookup)
            .promises("your schedule ends with a `KeyError` in thread A")
            .question("What did A see, and what must happen before it acts on that?"),
        Model::new("repaired_alone", repaired_alone)
            .promises("A alone adds 1, B alone adds 10, and at the end nobody holds a lock")
            .question("What does this thread do when it is alone, step by step?"),
        Model::new("repaired_together", repaired_together)
            .promises("A and B together end at 11, in every interleaving")
            .question("Between which two steps of the one may the other one come in?"),
    ];
    models.into_iter().map(Model::without_threads).collect()
}

/// The learner says that there is no schedule, and there is one.
fn impossible() -> ! {
    broken_promise(
        Some(Kind::WrongResult),
        "you say that it is impossible, and there is a schedule that ends like this".to_owned(),
    )
}

/// Plays the schedule of an answer.
fn played<S: Scene>(answer: Answer, scene: S) -> (S, Trace) {
    match answer {
        Answer::Schedule(schedule) => play(scene, schedule),
        Answer::Impossible(_) => impossible(),
    }
}

fn count(answer: Answer, wanted: i64) {
    let (Counter { counter, .. }, trace) = played(answer, Counter::default());
    if counter != wanted {
        trace.show();
    }
    promise!(
        WrongResult,
        counter == wanted,
        "your schedule ends with the counter at {counter}, not at {wanted}"
    );
}

fn the_dictionary() {
    let reason = match break_the_dictionary() {
        Answer::Schedule(schedule) => {
            let (dictionary, trace) = play(Dictionary::default(), schedule);
            trace.show();
            let shown = dictionary.shown();
            broken_promise(
                Some(Kind::WrongResult),
                format!("after your schedule the dictionary is {shown}, and in perfect shape"),
            )
        }
        Answer::Impossible(reason) => reason,
    };
    let objection = match reason {
        Reason::EveryStepLeavesItWhole => return,
        Reason::TheGapIsTooShort => {
            "it is impossible, but not because of the gap: a schedule has no clock, and any step may \
             come between two others"
        }
        Reason::TheThreadsTakeTurns => {
            "it is impossible, but not because of turns: the other thread may go on after each step, \
             and `lose_ten` shows what comes of it"
        }
    };
    broken_promise(Some(Kind::WrongResult), objection.to_owned())
}

fn the_kitchen() {
    let (Kitchen { cakes, .. }, trace) = played(two_cakes(), Kitchen::default());
    if cakes != 2 {
        trace.show();
    }
    promise!(
        WrongResult,
        cakes == 2,
        "your schedule ends with {}",
        match cakes {
            1 => "one cake".to_owned(),
            cakes => format!("{cakes} cakes"),
        }
    );
}

fn the_lookup() {
    let (Lookup { ending, .. }, trace) = played(key_error(), Lookup::default());
    if ending != Ending::KeyError {
        trace.show();
    }
    let ends = match ending {
        Ending::Printed => "A has printed the value before it was deleted",
        _ => "A saw that the key is not there, and printed nothing",
    };
    promise!(
        WrongResult,
        ending == Ending::KeyError,
        "there is no `KeyError`: {ends}"
    );
}

/// What the solution wants A and B to do.
fn programs() -> [Vec<Instruction>; 2] {
    let programs = repaired().map(|steps| {
        let steps = steps.into_iter().map(Instruction::of);
        steps.collect::<Vec<_>>()
    });
    for (name, steps) in THREADS.into_iter().zip(&programs) {
        promise!(
            WrongResult,
            steps.len() <= MOST_STEPS,
            "thread {name} has {} steps, and {MOST_STEPS} are the most",
            steps.len()
        );
    }
    programs
}

fn repaired_alone() {
    let start = vary(&[0, 5]);
    for (thread, program) in programs().into_iter().enumerate() {
        let (name, by) = (THREADS[thread], [1, 10][thread]);
        let wanted = start + by;
        let alone = [program];
        let wrong = calmest(&alone, start, |moment, end| {
            *end != End::Done || moment.counter != wanted || !moment.held.is_empty()
        });
        let Some(execution) = wrong else { continue };
        execution.trace(&alone, &[thread], start).show();
        let (moment, end) = (&execution.moment, &execution.end);
        promise!(
            SelfDeadlock,
            !matches!(end, End::Stuck(_)),
            "thread {name} waits for a lock that it holds itself"
        );
        promise!(
            WrongResult,
            *end == End::Done,
            "thread {name} gives back a lock that it does not hold"
        );
        let counter = moment.counter;
        promise!(
            WrongResult,
            counter == wanted,
            "thread {name} alone should add {by}: it finds {start}, and leaves {counter}"
        );
        let left: Vec<String> = moment
            .held
            .keys()
            .map(|lock| format!("lock {lock}"))
            .collect();
        promise!(
            Leak,
            left.is_empty(),
            "thread {name} has ended, and still holds {}",
            left.join(" and ")
        );
    }
}

fn repaired_together() {
    let start = vary(&[0, 5]);
    let programs = programs();
    let wanted = start + 11;
    let wrong =
        |moment: &programs::Moment, end: &End| *end != End::Done || moment.counter != wanted;
    let Some(execution) = calmest(&programs, start, wrong) else {
        return;
    };
    let Execution { moment, end, .. } = &execution;
    execution.trace(&programs, &[0, 1], start).show();
    promise!(
        LockOrder,
        !matches!(end, End::Stuck(_)),
        "A and B wait for each other's locks, and nobody can go on"
    );
    promise!(
        WrongResult,
        *end == End::Done,
        "a thread gives back a lock that it does not hold"
    );
    promise!(
        LostUpdate,
        moment.counter == wanted,
        "the counter was {start}, A adds 1, B adds 10, and this schedule ends with {}",
        moment.counter
    );
}
