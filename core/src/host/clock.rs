//! Clocks: what a host sleeps by.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

/// What a host sleeps by.
pub trait Clock: Clone + 'static {
    /// The time in milliseconds since the Unix epoch.
    fn now(&self) -> u64;

    /// Ready at the time `due`, or later.
    fn sleep_until(&self, due: u64) -> impl Future<Output = ()> + 'static;

    /// Says that a real call is pending until the answer is dropped.
    fn busy(&self) -> Busy {
        Busy(None)
    }
}

/// A clock that jumps to the next due time when no real call is pending: a three-day wait takes no time.
///
/// A function must not sleep by it itself, since time stands still while the function is pending; a
/// [`super::Script`]'s answers declare durations instead.
#[derive(Debug, Clone, Default)]
pub struct VirtualClock(Rc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    now: Cell<u64>,
    busy: Cell<usize>,
    next_sleeper: Cell<u64>,
    /// Who sleeps, by due time and order.
    sleepers: RefCell<BTreeMap<(u64, u64), Option<Waker>>>,
}

/// A real call is pending while this lives.
#[derive(Debug)]
pub struct Busy(Option<Rc<Inner>>);

struct Sleep {
    clock: Rc<Inner>,
    key: (u64, u64),
}

impl VirtualClock {
    /// A clock that stands at `now`, in milliseconds since the Unix epoch.
    pub fn at(now: u64) -> Self {
        let clock = Self::default();
        clock.0.now.set(now);
        clock
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> u64 {
        self.0.now.get()
    }

    fn sleep_until(&self, due: u64) -> impl Future<Output = ()> + 'static {
        let order = self.0.next_sleeper.get();
        self.0.next_sleeper.set(order + 1);
        self.0.sleepers.borrow_mut().insert((due, order), None);
        Sleep {
            clock: self.0.clone(),
            key: (due, order),
        }
    }

    fn busy(&self) -> Busy {
        self.0.busy.set(self.0.busy.get() + 1);
        Busy(Some(self.0.clone()))
    }
}

impl Inner {
    fn wake(&self, due: impl Fn(u64) -> bool) {
        let mut woken = Vec::new();
        for ((at, _), waker) in self
            .sleepers
            .borrow_mut()
            .iter_mut()
            .take_while(|((at, _), _)| due(*at))
        {
            debug_assert!(due(*at));
            woken.extend(waker.take());
        }
        woken.into_iter().for_each(Waker::wake);
    }

    /// Wakes the first sleepers, who see whether time may jump to them.
    fn wake_first(&self) {
        let first = self.sleepers.borrow().keys().next().map(|(due, _)| *due);
        if let Some(first) = first {
            self.wake(|at| at <= first);
        }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let clock = &self.clock;
        let first = clock.sleepers.borrow().keys().next().copied();
        if clock.busy.get() == 0 && first == Some(self.key) && clock.now.get() < self.key.0 {
            clock.now.set(self.key.0);
            clock.wake(|at| at <= self.key.0);
        }
        if clock.now.get() >= self.key.0 {
            return Poll::Ready(());
        }
        clock
            .sleepers
            .borrow_mut()
            .insert(self.key, Some(cx.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.clock.sleepers.borrow_mut().remove(&self.key);
        self.clock.wake_first();
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(clock) = &self.0 {
            clock.busy.set(clock.busy.get() - 1);
            if clock.busy.get() == 0 {
                clock.wake_first();
            }
        }
    }
}
