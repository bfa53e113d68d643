//! Compares the engine with brute force on the programs of a range of seeds.
fn main() {
    let mut args = std::env::args().skip(1).map(|a| a.parse::<u64>().unwrap());
    let (from, n) = (args.next().unwrap_or(0), args.next().unwrap_or(100));
    let (mut eq, mut big, mut outcomes, mut dl, mut pa, mut ex) = (0, 0, 0, 0, 0, 0);
    for seed in from..from + n {
        if std::env::var_os("V").is_some() {
            eprintln!("{seed} {}", evidence::generate::program(seed));
        }
        match evidence::fuzz::compare_seed(seed) {
            evidence::fuzz::Comparison::Equal {
                outcomes: o,
                deadlock,
                panic,
                executions,
            } => {
                eq += 1;
                outcomes += o;
                dl += deadlock as u32;
                pa += panic as u32;
                ex += executions;
            }
            evidence::fuzz::Comparison::TooLarge => big += 1,
            evidence::fuzz::Comparison::Different(d) => {
                println!("seed {seed} DIFFERENT\n{d}");
            }
        }
    }
    println!(
        "equal {eq} of {n}, too large {big}, outcomes {outcomes}, deadlock {dl}, panic {pa}, executions {ex}"
    );
}
