use super::channel::{
    IntoIter, Iter, Receiver, RecvError, RecvTimeoutError, Select, SelectTimeoutError,
    SelectedOperation, SendError, SendTimeoutError, Sender, TryIter, TryReadyError, TryRecvError,
    TrySelectError, TrySendError, after, bounded, never, select, select_biased, tick, unbounded,
};
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_millis(1);

#[test]
fn both_ends_can_be_cloned() {
    let (sender, receiver): (Sender<u8>, Receiver<u8>) = bounded(2);
    assert!(sender.same_channel(&sender.clone()) && receiver.same_channel(&receiver.clone()));
    assert!(sender.is_empty() && receiver.is_empty());
    sender.clone().send(1).unwrap();
    sender.send_timeout(2, SOON).unwrap();
    assert!(sender.is_full() && receiver.is_full());
    assert_eq!((sender.len(), receiver.len()), (2, 2));
    assert_eq!((sender.capacity(), receiver.capacity()), (Some(2), Some(2)));
    assert_eq!(sender.try_send(3), Err(TrySendError::Full(3)));
    assert_eq!(
        sender.send_timeout(3, SOON),
        Err(SendTimeoutError::Timeout(3))
    );
    assert_eq!(
        sender.send_deadline(3, Instant::now()),
        Err(SendTimeoutError::Timeout(3))
    );
    assert_eq!(
        (receiver.clone().recv(), receiver.try_recv()),
        (Ok(1), Ok(2))
    );
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(receiver.recv_timeout(SOON), Err(RecvTimeoutError::Timeout));
    assert_eq!(
        receiver.recv_deadline(Instant::now()),
        Err(RecvTimeoutError::Timeout)
    );
    drop(receiver);
    assert_eq!(sender.send(4), Err(SendError(4)));
    assert_eq!(sender.try_send(4), Err(TrySendError::Disconnected(4)));
    assert_eq!(
        sender.send_timeout(4, SOON),
        Err(SendTimeoutError::Disconnected(4))
    );
}

#[test]
fn receivers_iterate() {
    let (sender, receiver) = unbounded();
    assert_eq!((sender.capacity(), sender.is_full()), (None, false));
    (1..=4).for_each(|n| sender.send(n).unwrap());
    drop(sender);
    let mut iter: Iter<'_, u8> = receiver.iter();
    assert_eq!(iter.next(), Some(1));
    let mut try_iter: TryIter<'_, u8> = receiver.try_iter();
    assert_eq!(try_iter.next(), Some(2));
    assert_eq!((&receiver).into_iter().next(), Some(3));
    let mut into_iter: IntoIter<u8> = receiver.into_iter();
    assert_eq!((into_iter.next(), into_iter.next()), (Some(4), None));
}

#[test]
fn a_channel_without_a_buffer_is_empty_and_full() {
    let (sender, receiver) = bounded::<u8>(0);
    assert!(sender.is_empty() && sender.is_full() && receiver.is_full());
    assert_eq!((sender.len(), sender.capacity()), (0, Some(0)));
    assert_eq!(sender.try_send(1), Err(TrySendError::Full(1)));
    let none = never::<u8>();
    assert_eq!(
        (none.len(), none.capacity(), none.is_full()),
        (0, Some(0), true)
    );
    assert!(none.is_empty() && none.same_channel(&none.clone()));
    assert_eq!(none.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(none.recv_timeout(SOON), Err(RecvTimeoutError::Timeout));
}

#[test]
fn the_clock_sends_messages() {
    assert!(after(SOON).recv().is_ok());
    assert!(tick(SOON).recv().is_ok());
}

#[test]
fn select_does_one_operation() {
    let (sender, receiver) = bounded(1);
    let (full, _full) = bounded::<&str>(0);
    let name = "first";
    select! {
        send(full, "no") -> _ => unreachable!(),
        send(sender, name.len()) -> sent => sent.unwrap(),
    }
    let got = select! {
        recv(receiver) -> got => { got.unwrap() }
        recv(never::<usize>()) -> _ => 0,
        default => 1
    };
    assert_eq!(got, 5);
    let nothing = select! {
        recv(&receiver) -> got => Some(got),
        default(SOON) => None,
    };
    assert_eq!(nothing, None);
    select! {
        recv(receiver) -> _ => unreachable!(),
        default() => {}
    }
    drop(sender);
    for round in 0.. {
        select_biased! {
            recv(receiver) -> got => {
                assert_eq!((got, round), (Err(RecvError), 0));
                break;
            }
            recv(never::<u8>()) -> _ => continue,
        }
    }
}

#[test]
fn select_with_a_list_of_operations() {
    let (sender, receiver) = bounded(1);
    let (other, other_receiver) = bounded::<u8>(1);
    let mut select = Select::new();
    let send = select.send(&sender);
    let recv = select.recv(&other_receiver);
    assert_eq!((send, recv), (0, 1));
    let operation: SelectedOperation<'_> = select.select();
    assert_eq!(operation.index(), send);
    operation.send(&sender, "a").unwrap();
    assert!(matches!(select.try_select(), Err(TrySelectError)));
    assert!(matches!(
        select.select_timeout(SOON),
        Err(SelectTimeoutError)
    ));
    assert!(matches!(
        select.select_deadline(Instant::now()),
        Err(SelectTimeoutError)
    ));
    assert_eq!(select.try_ready(), Err(TryReadyError));
    assert!(select.ready_timeout(SOON).is_err() && select.ready_deadline(Instant::now()).is_err());
    other.send(7).unwrap();
    assert_eq!((select.ready(), select.try_ready()), (recv, Ok(recv)));
    assert_eq!(select.clone().select().recv(&other_receiver), Ok(7));
    select.remove(recv);
    assert_eq!(receiver.recv(), Ok("a"));
    select.try_select().unwrap().send(&sender, "b").unwrap();
    assert!(Select::new_biased().try_select().is_err());
    assert!(Select::default().select_timeout(SOON).is_err());
}
