use super::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8,
    AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering, compiler_fence, fence,
};
use Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};

macro_rules! integers {
    ($($test:ident $atomic:ident $t:ident)*) => { $(
        #[test]
        fn $test() {
            let mut n = $atomic::new($t::MAX);
            assert_eq!(n.fetch_add(1, Relaxed), $t::MAX);
            assert_eq!(n.fetch_sub(1, Release), $t::MIN);
            assert_eq!(n.swap(12, AcqRel), $t::MAX);
            assert_eq!(n.fetch_and(10, Acquire), 12);
            assert_eq!(n.fetch_or(3, SeqCst), 8);
            assert_eq!(n.fetch_xor(1, SeqCst), 11);
            assert_eq!(n.fetch_max(20, SeqCst), 10);
            assert_eq!(n.fetch_min(6, SeqCst), 20);
            assert_eq!(n.fetch_nand(2, SeqCst), 6);
            assert_eq!(n.load(SeqCst), !(6 & 2));
            n.store(5, SeqCst);
            assert_eq!(n.compare_exchange(5, 6, SeqCst, Relaxed), Ok(5));
            assert_eq!(n.compare_exchange(5, 7, AcqRel, Acquire), Err(6));
            while n.compare_exchange_weak(6, 7, SeqCst, SeqCst).is_err() {}
            assert_eq!(n.fetch_update(SeqCst, Relaxed, |n| n.checked_add(1)), Ok(7));
            assert_eq!(n.fetch_update(SeqCst, Relaxed, |_| None), Err(8));
            assert_eq!(n.try_update(SeqCst, Relaxed, |n| Some(n + 1)), Ok(8));
            assert_eq!(n.update(SeqCst, Relaxed, |n| n + 1), 9);
            *n.get_mut() += 1;
            assert_eq!(format!("{n:?}"), "11");
            assert_eq!(n.into_inner(), 11);
            assert_eq!($atomic::from(3).into_inner() + $atomic::default().into_inner(), 3);
        }
    )* };
}

integers! {
    u8s AtomicU8 u8
    u16s AtomicU16 u16
    u32s AtomicU32 u32
    u64s AtomicU64 u64
    usizes AtomicUsize usize
    i8s AtomicI8 i8
    i16s AtomicI16 i16
    i32s AtomicI32 i32
    i64s AtomicI64 i64
    isizes AtomicIsize isize
}

#[test]
fn bools() {
    let mut flag = AtomicBool::new(false);
    assert!(!flag.fetch_or(true, Relaxed));
    assert!(flag.fetch_and(true, Relaxed));
    assert!(flag.fetch_xor(true, Relaxed));
    assert!(!flag.fetch_not(Relaxed));
    assert!(flag.fetch_nand(true, Relaxed));
    assert!(!flag.swap(true, Relaxed));
    assert_eq!(
        flag.compare_exchange(false, true, SeqCst, SeqCst),
        Err(true)
    );
    assert!(
        flag.compare_exchange_weak(false, true, SeqCst, SeqCst)
            .is_err()
    );
    assert_eq!(
        flag.fetch_update(SeqCst, SeqCst, |flag| Some(!flag)),
        Ok(true)
    );
    assert!(!flag.update(SeqCst, SeqCst, |flag| !flag));
    *flag.get_mut() = false;
    flag.store(true, Release);
    assert_eq!(format!("{flag:?}"), "true");
    assert!(flag.load(Acquire) && flag.into_inner());
}

#[test]
fn pointers() {
    let mut numbers = [1u32, 2, 3];
    let base = numbers.as_mut_ptr();
    let mut pointer = AtomicPtr::new(base);
    assert_eq!(pointer.fetch_ptr_add(2, Relaxed), base);
    assert_eq!(pointer.fetch_ptr_sub(1, Relaxed), base.wrapping_add(2));
    assert_eq!(pointer.fetch_byte_add(4, Relaxed), base.wrapping_add(1));
    assert_eq!(pointer.fetch_byte_sub(8, Relaxed), base.wrapping_add(2));
    assert_eq!(pointer.fetch_or(1, Relaxed), base);
    assert_eq!(
        pointer.fetch_and(!1, Relaxed),
        base.map_addr(|address| address | 1)
    );
    assert_eq!(pointer.fetch_xor(0, Relaxed), base);
    assert_eq!(
        pointer.compare_exchange(base, base, AcqRel, Acquire),
        Ok(base)
    );
    assert!(
        pointer
            .compare_exchange_weak(std::ptr::null_mut(), base, SeqCst, SeqCst)
            .is_err()
    );
    assert_eq!(pointer.swap(std::ptr::null_mut(), SeqCst), base);
    assert!(pointer.load(SeqCst).is_null());
    pointer.store(base, SeqCst);
    assert_eq!(pointer.fetch_update(SeqCst, SeqCst, Some), Ok(base));
    *pointer.get_mut() = base.wrapping_add(1);
    assert_eq!(pointer.into_inner(), base.wrapping_add(1));
}

#[test]
fn fences() {
    fence(SeqCst);
    fence(Acquire);
    compiler_fence(Release);
    super::hint::spin_loop();
}
