//! What components call back, made once for as long as the page lives.
//!
//! As Leptos' own, but a reference: so it needs no arena for each type of argument.

/// What to do with a value, or what to tell of it.
pub(crate) struct Callback<In: 'static, Out: 'static = ()>(
    &'static (dyn Fn(In) -> Out + Send + Sync),
);

impl<In, Out> Clone for Callback<In, Out> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<In, Out> Copy for Callback<In, Out> {}

impl<In, Out> Callback<In, Out> {
    /// Calls `call` whenever it is run.
    pub(crate) fn new(call: impl Fn(In) -> Out + Send + Sync + 'static) -> Self {
        Self(Box::leak(Box::new(call)))
    }

    /// Runs it.
    pub(crate) fn run(self, value: In) -> Out {
        (self.0)(value)
    }
}
