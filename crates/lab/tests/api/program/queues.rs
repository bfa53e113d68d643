use super::sync::mpsc::{
    IntoIter, Iter, Receiver, RecvError, RecvTimeoutError, SendError, Sender, SyncSender, TryIter,
    TryRecvError, TrySendError, channel, sync_channel,
};
use super::thread;
use std::time::Duration;

#[test]
fn a_channel_delivers_in_order() {
    let (sender, receiver): (Sender<u8>, Receiver<u8>) = channel();
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(
        receiver.recv_timeout(Duration::ZERO),
        Err(RecvTimeoutError::Timeout)
    );
    for n in 1..=6 {
        sender.clone().send(n).unwrap();
    }
    assert_eq!((receiver.recv(), receiver.try_recv()), (Ok(1), Ok(2)));
    assert_eq!(receiver.recv_timeout(Duration::from_secs(9)), Ok(3));
    let mut iter: Iter<'_, u8> = receiver.iter();
    assert_eq!(iter.next(), Some(4));
    let mut try_iter: TryIter<'_, u8> = receiver.try_iter();
    assert_eq!(try_iter.next(), Some(5));
    drop(sender);
    assert_eq!((&receiver).into_iter().next(), Some(6));
    assert_eq!(receiver.recv(), Err(RecvError));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
    assert_eq!(
        receiver.recv_timeout(Duration::ZERO),
        Err(RecvTimeoutError::Disconnected)
    );
    let into_iter: IntoIter<u8> = receiver.into_iter();
    assert_eq!(into_iter.count(), 0);
}

#[test]
fn a_sync_channel_is_full() {
    let (sender, receiver): (SyncSender<u8>, Receiver<u8>) = sync_channel(1);
    sender.send(1).unwrap();
    assert_eq!(sender.clone().try_send(2), Err(TrySendError::Full(2)));
    drop(receiver);
    assert_eq!(sender.send(3), Err(SendError(3)));
    assert_eq!(sender.try_send(4), Err(TrySendError::Disconnected(4)));
    let (sender, receiver) = sync_channel(0);
    assert_eq!(sender.try_send(5), Err(TrySendError::Full(5)));
    let taker = thread::spawn(move || receiver.recv());
    sender.send(6).unwrap();
    assert_eq!(taker.join().unwrap(), Ok(6));
}
