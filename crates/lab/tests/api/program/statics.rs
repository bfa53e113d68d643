use super::sync;

static BALANCE: sync::Mutex<i64> = sync::Mutex::new(100);
static RATES: sync::RwLock<[u8; 2]> = sync::RwLock::new([1, 2]);
static CHANGED: sync::Condvar = sync::Condvar::new();
static START: sync::Barrier = sync::Barrier::new(1);
static SETUP: sync::Once = sync::Once::new();
static CONFIG: sync::OnceLock<String> = sync::OnceLock::new();
static TABLE: sync::LazyLock<Vec<u8>> = sync::LazyLock::new(|| vec![1, 2, 3]);
static VISITS: sync::atomic::AtomicUsize = sync::atomic::AtomicUsize::new(0);
static NOBODY: sync::Weak<u8> = sync::Weak::new();

#[test]
fn statics_work_outside_a_check() {
    *BALANCE.lock().unwrap() += 1;
    assert_eq!(*BALANCE.lock().unwrap(), 101);
    assert_eq!(RATES.read().unwrap()[1], 2);
    CHANGED.notify_all();
    assert!(START.wait().is_leader());
    SETUP.call_once(|| {});
    assert!(SETUP.is_completed());
    assert_eq!(CONFIG.get_or_init(|| "a".to_owned()), "a");
    assert_eq!(TABLE.len(), 3);
    assert_eq!(VISITS.fetch_add(1, sync::atomic::Ordering::Relaxed), 0);
    assert!(NOBODY.upgrade().is_none());
}
