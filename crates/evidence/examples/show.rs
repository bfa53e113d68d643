//! Shows the outcomes of one seed.
fn main() {
    let seed: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let p = evidence::generate::program(seed);
    println!("{p}");
    let o = checker::outcomes(move || evidence::execute::run(&p));
    for (k, w) in o
        .results
        .iter()
        .map(|(k, w)| (format!("{k:?}"), w))
        .chain(o.failures.iter().map(|(k, w)| (k.clone(), w)))
    {
        println!(
            "{k}\n{}",
            interleaving::render::render(
                &w.execution,
                &interleaving::render::Style {
                    width: 130,
                    plain: false,
                    color: false
                }
            )
        );
    }
}
