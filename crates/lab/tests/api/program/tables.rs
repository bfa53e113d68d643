use super::collections::hash_map::{Entry, OccupiedEntry};
use super::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};

#[test]
fn tables_have_the_api_of_std() {
    let mut map: HashMap<String, u8> = HashMap::new();
    map.insert("a".to_owned(), 1);
    *map.entry("b".to_owned()).or_insert(1) += 1;
    map.extend([("c".to_owned(), 3)]);
    if let Entry::Occupied(entry) = map.entry("c".to_owned()) {
        let entry: OccupiedEntry<'_, String, u8> = entry;
        assert_eq!(*entry.get(), 3);
    }
    let others = (BTreeMap::from([(1, 2)]).len(), BTreeSet::from([1]).len());
    assert_eq!(
        others,
        (BinaryHeap::from([1]).len(), VecDeque::from([1]).len())
    );
    assert_eq!((map["b"], map.get("c"), map.len()), (2, Some(&3), 3));
    map.retain(|_, value| *value > 1);
    for (_, value) in &mut map {
        *value *= 10;
    }
    for value in map.values_mut() {
        *value += 1;
    }
    assert_eq!(
        (&map)
            .into_iter()
            .map(|(_, value)| usize::from(*value))
            .sum::<usize>(),
        52
    );
    assert_eq!(map, map.clone());
    assert_eq!(
        map.clone().into_keys().count() + map.clone().into_values().count(),
        4
    );
    assert_eq!(map.into_iter().count(), 2);
    let collected: HashMap<_, _> = [(1, 'a')].into_iter().collect();
    assert_eq!(collected, HashMap::from([(1, 'a')]));
    assert_eq!(format!("{collected:?}"), "{1: 'a'}");
    assert!(HashMap::<u8, u8>::with_capacity(3).capacity() >= 3);
    assert!(HashMap::<u8, u8>::default().is_empty());

    let mut set: HashSet<u8> = HashSet::new();
    assert!(set.insert(1) && !set.insert(1));
    set.extend([2, 3]);
    let other = HashSet::from([3, 4]);
    assert_eq!(
        (&set & &other, (&set | &other).len()),
        (HashSet::from([3]), 4)
    );
    assert_eq!(((&set - &other).len(), (&set ^ &other).len()), (2, 3));
    assert_eq!(set.intersection(&other).count(), 1);
    assert_eq!([3].into_iter().collect::<HashSet<u8>>().iter().count(), 1);
    assert_eq!(
        (&other).into_iter().count() + other.clone().into_iter().count(),
        4
    );
    assert!(HashSet::<u8>::with_capacity(3).is_empty());
}
