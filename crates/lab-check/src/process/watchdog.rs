//! The watchdog of a child: it beats, and it stops code that goes nowhere.
//!
//! No verdict may depend on how busy the machine is. So time is processor time, which stands still
//! while the process waits for its turn, and "asleep" is what the operating system says about
//! every single thread. Where neither can be read, a long wall-clock time has to do.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use interleaving::{Kind, Limit, Verdict};

/// How often the watchdog looks.
const INTERVAL: Duration = Duration::from_millis(50);

/// Processor time without a single step that the checker can see. A model step takes
/// microseconds; nothing a solution computes between two of them takes seconds.
pub(crate) const SILENT: Duration = Duration::from_secs(2);

/// How many looks in a row must find every thread asleep.
const ASLEEP_LOOKS: u32 = 100;

/// Where the operating system tells nothing: wall-clock time without a step.
const SILENT_WALL: Duration = Duration::from_secs(60);

/// What the watchdog sees when it looks.
#[derive(Clone, Copy, Debug)]
struct Look {
    /// Processor time of the process so far.
    cpu: Option<Duration>,
    /// True when all other threads sleep: they wait for something that is not the processor.
    asleep: bool,
    /// Steps of model threads so far.
    steps: u64,
}

/// Looks until the process ends. `beat` gets the steps at every look, and says whether somebody
/// still listens; `stop` gets the verdict when the code goes nowhere.
pub(crate) fn watch(
    max_seconds: u64,
    steps: impl Fn() -> u64,
    beat: impl Fn(u64) -> bool,
    stop: impl Fn(Verdict),
) {
    let mut judge = Judge::new(max_seconds);
    let me = own_thread();
    loop {
        thread::sleep(INTERVAL);
        let look = Look {
            cpu: processor_time(),
            asleep: all_asleep(me),
            steps: steps(),
        };
        if !beat(look.steps) {
            // The judge is gone: nobody waits for the answer.
            #[expect(clippy::exit, reason = "an orphan must not stay")]
            std::process::exit(super::EXIT_STOPPED);
        }
        if let Some(verdict) = judge.look(look, Instant::now()) {
            stop(verdict);
        }
    }
}

/// Decides from looks; knows nothing about the operating system.
struct Judge {
    max_seconds: u64,
    /// The steps at the last look that saw a new one, the processor time and the time of day then.
    last: Option<(u64, Option<Duration>, Instant)>,
    asleep: u32,
}

impl Judge {
    fn new(max_seconds: u64) -> Judge {
        Judge {
            max_seconds,
            last: None,
            asleep: 0,
        }
    }

    fn look(&mut self, look: Look, now: Instant) -> Option<Verdict> {
        if look
            .cpu
            .is_some_and(|cpu| cpu >= Duration::from_secs(self.max_seconds))
        {
            return Some(Verdict::Inconclusive {
                limit: Limit::Seconds(self.max_seconds),
            });
        }
        let (steps, cpu, since) = *self.last.get_or_insert((look.steps, look.cpu, now));
        if steps != look.steps {
            self.last = Some((look.steps, look.cpu, now));
            self.asleep = 0;
            return None;
        }
        self.asleep = if look.asleep { self.asleep + 1 } else { 0 };
        match (cpu, look.cpu) {
            (Some(before), Some(after)) if after.saturating_sub(before) >= SILENT => {
                Some(endless_loop())
            }
            (Some(_), Some(_)) => (self.asleep >= ASLEEP_LOOKS).then(asleep),
            _ => (now.duration_since(since) >= SILENT_WALL).then(endless_loop),
        }
    }
}

fn endless_loop() -> Verdict {
    Verdict::Stuck {
        kind: Kind::EndlessLoop,
        message: format!(
            "the code ran for {} seconds of processor time without a step that the checker can see: a loop without an end, or a very long computation",
            SILENT.as_secs()
        ),
    }
}

fn asleep() -> Verdict {
    Verdict::Stuck {
        kind: Kind::WaitCycle,
        message: "every thread sleeps outside of what the checker can see, and nothing will wake it: a lock or a wait that is not from `lab`, or a `println!` whose arguments use `lab` while they are formatted (call first, print then)".to_owned(),
    }
}

/// The processor time of this process, all threads together.
///
/// Linux counts it in ticks of a hundredth of a second (`proc_pid_stat(5)`: `sysconf(_SC_CLK_TCK)`
/// is 100 on every architecture Rust runs on).
fn processor_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let ticks: u64 = after_name(&stat)?
        .skip(11)
        .take(2)
        .map(|field| field.parse::<u64>())
        .sum::<Result<u64, _>>()
        .ok()?;
    Some(Duration::from_millis(ticks * 10))
}

/// The number of the calling thread.
fn own_thread() -> Option<u64> {
    let stat = fs::read_to_string("/proc/thread-self/stat").ok()?;
    stat.split(' ').next()?.parse().ok()
}

/// True when all threads but `me` are in state `S`, asleep: not running, not waiting for the
/// processor (`R`), not waiting for a disk (`D`), not stopped by a debugger or a signal (`T`, `t`).
fn all_asleep(me: Option<u64>) -> bool {
    let (Some(me), Ok(threads)) = (me, fs::read_dir("/proc/self/task")) else {
        return false;
    };
    threads.flatten().all(|thread| {
        let mine = thread
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
            == Some(me);
        mine || fs::read_to_string(thread.path().join("stat"))
            .is_ok_and(|stat| after_name(&stat).and_then(|mut fields| fields.next()) == Some("S"))
    })
}

/// The fields of a `stat` file after the name of the process, which may contain anything.
fn after_name(stat: &str) -> Option<impl Iterator<Item = &str>> {
    Some(stat.get(stat.rfind(')')? + 2..)?.split_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(cpu_ms: u64, asleep: bool, steps: u64) -> Look {
        Look {
            cpu: Some(Duration::from_millis(cpu_ms)),
            asleep,
            steps,
        }
    }

    /// The verdict after these looks, 50 ms apart.
    fn judge(looks: impl IntoIterator<Item = Look>) -> Option<Verdict> {
        let start = Instant::now();
        let mut judge = Judge::new(60);
        (0..)
            .zip(looks)
            .find_map(|(n, look)| judge.look(look, start + INTERVAL * n))
    }

    #[test]
    fn two_seconds_of_processor_time_without_a_step_are_an_endless_loop() {
        assert_eq!(judge((0..40).map(|n| look(n * 50, false, 7))), None);
        assert_eq!(
            judge((0..41).map(|n| look(n * 50, false, 7))),
            Some(endless_loop())
        );
    }

    #[test]
    fn a_busy_machine_changes_nothing() {
        // An hour of waiting for the processor, without a step.
        assert_eq!(judge((0..72_000).map(|_| look(10, false, 7))), None);
    }

    #[test]
    fn steps_begin_the_count_anew() {
        assert_eq!(judge((0..1_000).map(|n| look(n * 50, false, n / 30))), None);
    }

    #[test]
    fn threads_that_sleep_for_good_are_found() {
        assert_eq!(judge((0..99).map(|_| look(10, true, 7))), None);
        assert_eq!(judge((0..100).map(|_| look(10, true, 7))), Some(asleep()));
        // One that wakes up in between is not asleep for good.
        assert_eq!(judge((0..1_000).map(|n| look(10, n % 90 != 0, 7))), None);
    }

    #[test]
    fn the_whole_search_has_a_limit_too() {
        let limit = Verdict::Inconclusive {
            limit: Limit::Seconds(60),
        };
        assert_eq!(
            judge((0..2_000).map(|n| look(n * 50, false, n))),
            Some(limit)
        );
    }

    #[test]
    fn without_processor_times_the_wall_clock_has_to_do() {
        let blind = |steps| Look {
            cpu: None,
            asleep: false,
            steps,
        };
        assert_eq!(judge((0..1_200).map(|_| blind(7))), None);
        assert_eq!(judge((0..1_201).map(|_| blind(7))), Some(endless_loop()));
        assert_eq!(judge((0..10_000).map(blind)), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells_processor_time_and_sleep() {
        let before = processor_time().unwrap();
        let mut work = 0u64;
        while processor_time().unwrap() < before + Duration::from_millis(20) {
            work = std::hint::black_box(work + 1);
        }
        assert!(own_thread().is_some());
        // This very thread runs, so not all threads sleep.
        assert!(!all_asleep(Some(0)));
    }
}
