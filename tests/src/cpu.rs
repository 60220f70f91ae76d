//! How long a processor has worked, which a busy neighbour hardly changes; where the system does not tell, how much
//! time has passed.

use std::time::Duration;

/// By this thread.
pub fn of_this_thread() -> Duration {
    #[cfg(unix)]
    if let Ok(time) = nix::time::clock_gettime(nix::time::ClockId::CLOCK_THREAD_CPUTIME_ID) {
        return time.into();
    }
    passed()
}

/// By the programs that this one started and that have ended, while they worked for it and for the system.
pub fn of_ended_programs() -> Duration {
    #[cfg(unix)]
    if let Ok(usage) = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_CHILDREN)
    {
        return [usage.user_time(), usage.system_time()]
            .into_iter()
            .map(|time| {
                Duration::from_micros(
                    u64::try_from(time.tv_sec() * 1_000_000 + time.tv_usec()).unwrap_or(0),
                )
            })
            .sum();
    }
    passed()
}

/// What this thread works on doing something once, the mean of doing it for so many seconds at least; and the outcome.
pub fn of_doing<T>(seconds: f64, mut act: impl FnMut() -> T) -> (Duration, T) {
    let start = of_this_thread();
    let mut times = 0;
    loop {
        let outcome = act();
        times += 1;
        let spent = of_this_thread().saturating_sub(start);
        if spent.as_secs_f64() >= seconds {
            return (spent / times, outcome);
        }
    }
}

fn passed() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}
