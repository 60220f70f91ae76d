// Times as people read them, as `web/src/run_view.rs` writes them.

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** A time in milliseconds: `412 ms`, `2.4 s`, `3 min 5 s`, `2 h 4 min`, `3 d 1 h`. */
export function duration(milliseconds) {
  const ms = Math.max(0, Math.round(milliseconds));
  if (ms < 1000) return `${ms} ms`;
  if (ms < 59_950) return `${(Math.floor((ms + 50) / 100) / 10).toFixed(1)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ${Math.floor((ms % MINUTE) / 1000)} s`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ${Math.floor((ms % HOUR) / MINUTE)} min`;
  return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`;
}
