//! What the page remembers: values that live as long as it does.
//!
//! Leptos' own signals hold a copy of their machinery in the wasm for each type of value. Here all values share one
//! trigger, so that a type costs next to nothing. None is ever given back: they are made once, with the page.

use std::cell::{Ref, RefCell};

use leptos::prelude::{ArcTrigger, Notify, Track};
use send_wrapper::SendWrapper;

/// A value that nobody watches.
pub(crate) struct Kept<T: 'static>(&'static SendWrapper<RefCell<T>>);

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

impl<T> Kept<T> {
    /// Keeps a value.
    pub(crate) fn new(value: T) -> Self {
        Self(Box::leak(Box::new(SendWrapper::new(RefCell::new(value)))))
    }

    /// The value, which must not be changed meanwhile.
    pub(crate) fn borrow(self) -> Ref<'static, T> {
        self.0.borrow()
    }

    /// Puts a value in the place of the one before.
    pub(crate) fn replace(self, value: T) -> T {
        self.0.replace(value)
    }

    /// Changes the value.
    pub(crate) fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> R {
        change(&mut self.0.borrow_mut())
    }
}

impl<T: Clone> Kept<T> {
    /// A copy of the value.
    pub(crate) fn get(self) -> T {
        self.borrow().clone()
    }
}

/// A value that wakes whoever has read it when it is set.
pub(crate) struct Watched<T: 'static> {
    value: Kept<T>,
    trigger: &'static ArcTrigger,
}

impl<T> Clone for Watched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Watched<T> {}

impl<T> Watched<T> {
    /// Holds a value.
    pub(crate) fn new(value: T) -> Self {
        Self {
            value: Kept::new(value),
            trigger: Box::leak(Box::new(ArcTrigger::new())),
        }
    }

    /// Puts a value in the place of the one before.
    pub(crate) fn set(self, value: T) {
        drop(self.value.replace(value));
        self.trigger.notify();
    }

    /// Changes the value.
    pub(crate) fn update(self, change: impl FnOnce(&mut T)) {
        self.value.update(change);
        self.trigger.notify();
    }

    /// Reads the value, and is woken when it is set.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.trigger.track();
        self.with_untracked(read)
    }

    /// Reads the value as it is now.
    pub(crate) fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.value.borrow())
    }

    /// The same value for those who may not set it.
    pub(crate) fn read_only(self) -> ReadOnly<T> {
        ReadOnly(self)
    }
}

impl<T: Clone> Watched<T> {
    /// A copy of the value, and is woken when it is set.
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }

    /// A copy of the value as it is now.
    pub(crate) fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

/// A [`Watched`] value that can only be read.
pub(crate) struct ReadOnly<T: 'static>(Watched<T>);

impl<T> Clone for ReadOnly<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ReadOnly<T> {}

impl<T> ReadOnly<T> {
    /// Reads the value, and is woken when it is set.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.0.with(read)
    }

    /// Reads the value as it is now.
    pub(crate) fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.0.with_untracked(read)
    }
}

impl<T: Clone> ReadOnly<T> {
    /// A copy of the value, and is woken when it is set.
    pub(crate) fn get(self) -> T {
        self.0.get()
    }

    /// A copy of the value as it is now.
    pub(crate) fn get_untracked(self) -> T {
        self.0.get_untracked()
    }
}
