//! Makes a failing program smaller, step by step, as long as it still fails.

use crate::program::{Program, Step};

/// The smallest program that can be reached by leaving things out while `fails` stays true.
#[must_use]
pub fn shrink(program: &Program, fails: &dyn Fn(&Program) -> bool) -> Program {
    let mut smallest = program.clone();
    loop {
        let Some(smaller) = candidates(&smallest)
            .into_iter()
            .find(|program| fails(program))
        else {
            return smallest;
        };
        smallest = smaller;
    }
}

/// All programs with one thing less.
fn candidates(program: &Program) -> Vec<Program> {
    let mut all = Vec::new();
    // The last thread can go: the others keep their numbers.
    if program.threads.len() > 2 {
        let mut fewer = program.clone();
        fewer.threads.pop();
        let last = fewer.threads.len();
        let names_it = fewer
            .threads
            .iter()
            .flatten()
            .any(|step| *step == Step::Unpark(last));
        let has_end = |ends: &[usize]| ends.contains(&last);
        let holds_channel = fewer
            .channels
            .iter()
            .any(|channel| has_end(&channel.senders) || has_end(&channel.receivers));
        if !names_it && !holds_channel {
            all.push(fewer);
        }
    }
    for thread in 0..program.threads.len() {
        for at in 0..program.threads[thread].len() {
            let mut fewer = program.clone();
            let gone = fewer.threads[thread].remove(at);
            // A lock and its release belong together.
            let partner = match gone {
                Step::Lock(m) => Some(Step::Unlock(m)),
                Step::TryLock(m) => Some(Step::Unlock(m)),
                Step::Read(l) | Step::TryRead(l) => Some(Step::EndRead(l)),
                Step::Write(l, _) => Some(Step::EndWrite(l)),
                Step::Unlock(_) | Step::EndRead(_) | Step::EndWrite(_) => continue,
                _ => None,
            };
            if let Some(partner) = partner {
                let rest = &fewer.threads[thread][at..];
                let Some(end) = rest.iter().position(|step| *step == partner) else {
                    continue;
                };
                // What stands between needs the lock.
                fewer.threads[thread].drain(at..=at + end);
            }
            all.push(fewer);
        }
    }
    if program.scoped {
        all.push(Program {
            scoped: false,
            ..program.clone()
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::shrink;
    use crate::generate;
    use crate::program::Step;

    #[test]
    fn what_does_not_matter_is_left_out() {
        let has_store = |program: &crate::program::Program| {
            program
                .threads
                .iter()
                .flatten()
                .any(|step| matches!(step, Step::Store(..)))
        };
        let program = (0..)
            .map(generate::program)
            .find(|program| has_store(program) && program.threads.iter().flatten().count() > 4)
            .expect("there are many such programs");
        let smallest = shrink(&program, &has_store);
        assert_eq!(smallest.threads.iter().flatten().count(), 1);
        assert!(has_store(&smallest));
    }
}
