//! The memory that a refresh shares: bodies that arrive, and what is read of them until it is stored.
//!
//! A body that grows passes narrower and narrower doors, and keeps its place behind each: whoever is
//! behind the last one waits for nobody, so all come through. What is read of a body is several
//! times its size; it waits once, for all the room it needs.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bodies over so many bytes, and how many of them there may be at a time. With as many requests at
/// once as come by default, bodies take less than 44 MB together, and hardly ever so much.
const DOORS: [(usize, usize); 3] = [(128 * 1024, 6), (1024 * 1024, 2), (4 * 1024 * 1024, 1)];
/// What is read of bodies and not yet stored takes about as many bytes together.
const READ_BYTES: usize = 24 * 1024 * 1024;
/// What is read of a body takes so many times its size: the text, what the parsers make of it, the
/// articles, and what grouping needs of them.
const READ_SHARE: usize = 6;
/// One permit is so many bytes.
const UNIT: usize = 1024;

/// The memory of one client and its clones.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    doors: [Arc<Semaphore>; DOORS.len()],
    read: Arc<Semaphore>,
}

/// A body's share of it, given back when it is dropped.
#[derive(Debug, Default)]
pub(super) struct Room {
    places: Vec<OwnedSemaphorePermit>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            doors: DOORS.map(|(_, places)| Arc::new(Semaphore::new(places))),
            read: Arc::new(Semaphore::new(READ_BYTES / UNIT)),
        }
    }
}

impl Memory {
    /// Waits until a body may be of this size.
    pub(super) async fn grow(&self, room: &mut Room, bytes: usize) {
        for (place, (door, (over, _))) in self.doors.iter().zip(DOORS).enumerate() {
            if bytes > over && room.places.len() == place {
                // The semaphores are never closed.
                room.places
                    .extend(Arc::clone(door).acquire_owned().await.ok());
            }
        }
    }

    /// Waits for room for what is read of a body of this size.
    pub(super) async fn to_read(&self, bytes: usize) -> Room {
        let wanted = bytes
            .saturating_mul(READ_SHARE)
            .div_ceil(UNIT)
            .clamp(1, READ_BYTES / UNIT);
        let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
        let read = Arc::clone(&self.read).acquire_many_owned(wanted).await;
        Room {
            places: read.ok().into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    const SOON: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn the_larger_bodies_are_the_fewer_there_are_and_small_ones_never_wait() {
        let memory = Memory::default();
        let mut rooms: Vec<Room> = Vec::new();
        for (over, places) in DOORS.into_iter().rev() {
            while rooms.len() < places {
                let mut room = Room::default();
                memory.grow(&mut room, over + 1).await;
                rooms.push(room);
            }
            let mut waits = Room::default();
            let growing = memory.grow(&mut waits, over + 1);
            assert!(timeout(SOON, growing).await.is_err(), "over {over}");
        }
        memory.grow(&mut Room::default(), DOORS[0].0).await;
        rooms.remove(0);
        memory.grow(&mut Room::default(), usize::MAX).await;
    }

    #[tokio::test]
    async fn bodies_that_all_grow_as_large_as_they_can_all_come_through() {
        let memory = Memory::default();
        let grown = (0..40).map(|_| async {
            let mut room = Room::default();
            for size in (0..6 * 1024 * 1024).step_by(100_000) {
                memory.grow(&mut room, size).await;
                tokio::task::yield_now().await;
            }
        });
        let all = futures_util::future::join_all(grown);
        assert!(timeout(Duration::from_secs(60), all).await.is_ok());
    }

    #[tokio::test]
    async fn what_is_read_waits_for_room_and_even_the_largest_gets_it() {
        let memory = Memory::default();
        let all = memory.to_read(usize::MAX).await;
        assert!(timeout(SOON, memory.to_read(1)).await.is_err());
        drop(all);
        let (_one, _other) = (memory.to_read(1).await, memory.to_read(100_000).await);
    }
}
