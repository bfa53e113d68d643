use super::sync::Barrier;
use super::thread;

#[test]
fn one_thread_leads() {
    let barrier = Barrier::new(2);
    let leaders = thread::scope(|scope| {
        let other = scope.spawn(|| barrier.wait().is_leader());
        usize::from(barrier.wait().is_leader()) + usize::from(other.join().unwrap())
    });
    assert_eq!(leaders, 1);
    assert_eq!(format!("{barrier:?}"), "Barrier { .. }");
    let alone = Barrier::new(0).wait();
    assert_eq!(
        format!("{alone:?}"),
        "BarrierWaitResult { is_leader: true }"
    );
}
