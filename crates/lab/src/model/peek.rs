//! Short texts for the values that a table of events shows.
//!
//! A `Mutex<T>` must work for a `T` without `Debug`, as std's does, and stable Rust cannot ask
//! at compile time whether a type has a trait. So the values of a fixed list of common types are
//! recognised by their [`TypeId`], and all others have no text.
//!
//! Texts are made only for the one execution whose events are shown.

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::marker::PhantomData;

use crate::collections;

/// The longest text; what does not fit is cut off with an ellipsis.
const LONGEST: usize = 40;

/// A short text of `value`, when its type is one of the known ones.
pub(crate) fn peek<T: ?Sized>(value: &T) -> Option<String> {
    render(&raw const *value as *const (), type_id(value)).map(shorten)
}

/// The identity of `T`, with all lifetimes in it replaced by `'static`.
///
/// [`TypeId::of`] wants `T: 'static`, which a type that a learner puts into a lock need not be.
/// The technique is that of David Tolnay's crate `typeid`.
fn type_id<T: ?Sized>(_: &T) -> TypeId {
    trait Identified {
        fn id(&self) -> TypeId
        where
            Self: 'static;
    }

    impl<T: ?Sized> Identified for PhantomData<T> {
        fn id(&self) -> TypeId
        where
            Self: 'static,
        {
            TypeId::of::<T>()
        }
    }

    let phantom = PhantomData::<T>;
    let identified: &dyn Identified = &phantom;
    #[expect(
        unsafe_code,
        reason = "extends the bound of a trait object, not of data"
    )]
    // SAFETY: both types are pointers to the same zero-sized value with the same vtable. The
    // longer bound is used only to call `id`, which reads no data: it returns a constant of the
    // type, and lifetimes do not exist any more when that constant is made.
    let identified =
        unsafe { std::mem::transmute::<&dyn Identified, &(dyn Identified + 'static)>(identified) };
    identified.id()
}

/// Renders the value at `value` if `id` is that of a known type.
fn render(value: *const (), id: TypeId) -> Option<String> {
    /// Tries one type after the other, and turns a value of it into a text.
    macro_rules! known {
        ($text:expr => $($t:ty),* $(,)?) => { $(
            if id == TypeId::of::<$t>() {
                #[expect(unsafe_code, reason = "the cast that the comparison justifies")]
                // SAFETY: `value` comes from a reference to a sized `T` with this identity. No
                // type of the list has a lifetime inside except `&'static str`, so `T` is this
                // very type, or one with `&str` of a shorter life that outlives this call: the
                // reference made here ends before `render` returns.
                let value: &$t = unsafe { &*value.cast::<$t>() };
                return Some($text(value));
            }
        )* };
    }

    /// A type by itself, optional, and in a row.
    macro_rules! contained {
        ($($t:ty),*) => {
            known! { debug => $($t, Option<$t>, Vec<$t>, VecDeque<$t>,)* }
        };
    }

    /// Hash maps from each key to the usual values, and sets of the keys.
    macro_rules! keyed {
        ($($k:ty),*) => { $(
            known! { debug_set =>
                collections::HashSet<$k>, HashSet<$k>,
            }
            known! { debug_map =>
                collections::HashMap<$k, u32>, HashMap<$k, u32>,
                collections::HashMap<$k, u64>, HashMap<$k, u64>,
                collections::HashMap<$k, i64>, HashMap<$k, i64>,
                collections::HashMap<$k, usize>, HashMap<$k, usize>,
                collections::HashMap<$k, String>, HashMap<$k, String>,
            }
        )* };
    }

    contained! { u8, u32, u64, usize, i32, i64, bool, char, String, &'static str }
    known! { debug =>
        (), u16, u128, i8, i16, i128, isize, f32, f64,
        (u32, u32), (u64, u64), (i32, i32), (i64, i64), (usize, usize), (bool, bool),
        (u64, i64), (String, u64), (String, i64), (i64, Vec<i64>), (Vec<i64>, Vec<i64>),
        [u32; 2], [u64; 2], [i32; 2], [i64; 2], [bool; 2], [u32; 3], [u64; 3], [i64; 3],
        Option<()>, Option<(u64, u64)>, Vec<(u64, u64)>, Vec<(usize, usize)>,
        BTreeMap<u64, u64>, BTreeMap<u64, i64>, BTreeMap<String, u64>, BTreeMap<String, i64>,
        BTreeMap<String, String>, BTreeSet<u64>, BTreeSet<String>,
    }
    keyed! { u32, u64, usize, String, &'static str }
    None
}

fn debug(value: &dyn Debug) -> String {
    format!("{value:?}")
}

fn debug_set<'a, K: Debug + 'a>(set: impl IntoIterator<Item = &'a K>) -> String {
    braced(set.into_iter().map(|key| debug(key)).collect())
}

fn debug_map<'a, K: Debug + 'a, V: Debug + 'a>(
    map: impl IntoIterator<Item = (&'a K, &'a V)>,
) -> String {
    braced(
        map.into_iter()
            .map(|(key, value)| format!("{key:?}: {value:?}"))
            .collect(),
    )
}

/// The entries of a hash table, sorted, because the order of a table must not reach the output.
fn braced(mut entries: Vec<String>) -> String {
    /// Shorter numbers first, so that 9 comes before 10.
    fn rank(entry: &str) -> (usize, &str) {
        (entry.bytes().take_while(u8::is_ascii_digit).count(), entry)
    }
    entries.sort_unstable_by(|a, b| rank(a).cmp(&rank(b)));
    format!("{{{}}}", entries.join(", "))
}

/// Cuts a text that is too long for a column.
fn shorten(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap, VecDeque};

    use super::{LONGEST, peek};
    use crate::collections;

    #[test]
    fn common_types_have_a_text() {
        assert_eq!(peek(&-5i32).as_deref(), Some("-5"));
        assert_eq!(peek(&true).as_deref(), Some("true"));
        assert_eq!(
            peek(&Some(String::from("a"))).as_deref(),
            Some("Some(\"a\")")
        );
        assert_eq!(peek(&vec![1u8, 2]).as_deref(), Some("[1, 2]"));
        assert_eq!(peek(&VecDeque::from([1i64])).as_deref(), Some("[1]"));
        assert_eq!(peek(&(1i64, -2i64)).as_deref(), Some("(1, -2)"));
        assert_eq!(
            peek(&BTreeMap::from([(1u64, 2u64)])).as_deref(),
            Some("{1: 2}")
        );
    }

    #[test]
    fn other_types_have_none() {
        struct Account;
        assert_eq!(peek(&Account), None);
        assert_eq!(peek(&[1u8, 2][..]), None);
        assert_eq!(peek("a"), None);
        assert_eq!(peek(&&5u32), None);
    }

    #[test]
    fn a_borrowed_text_need_not_live_for_ever() {
        let owned = String::from("till");
        let borrowed: &str = &owned;
        assert_eq!(peek(&borrowed).as_deref(), Some("\"till\""));
        assert_eq!(
            peek(&vec![borrowed, "b"]).as_deref(),
            Some("[\"till\", \"b\"]")
        );
    }

    #[test]
    fn hash_tables_are_sorted() {
        let numbers = || (0..12u64).map(|n| (n, n * n));
        let text = "{0: 0, 1: 1, 2: 4, 3: 9, 4: 16, 5: 25, 6…";
        assert_eq!(
            peek(&numbers().collect::<HashMap<_, _>>()).as_deref(),
            Some(text)
        );
        assert_eq!(
            peek(&numbers().collect::<collections::HashMap<_, _>>()).as_deref(),
            Some(text)
        );
        let short = HashMap::from([(10u64, 1u64), (9, 2)]);
        assert_eq!(peek(&short).as_deref(), Some("{9: 2, 10: 1}"));
        let names = collections::HashSet::from([String::from("b"), String::from("a")]);
        assert_eq!(peek(&names).as_deref(), Some("{\"a\", \"b\"}"));
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let text = peek(&"ä".repeat(100)).unwrap();
        assert_eq!(text.chars().count(), LONGEST + 1);
        assert!(text.ends_with("ä…"));
    }
}
