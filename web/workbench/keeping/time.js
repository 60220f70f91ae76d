// Times as people say them.

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** How long ago a time is. */
export function ago(time, now = Date.now()) {
  const since = now - time;
  if (since < MINUTE) return "just now";
  if (since < HOUR) return relative.format(-Math.floor(since / MINUTE), "minute");
  if (since < DAY) return relative.format(-Math.floor(since / HOUR), "hour");
  return relative.format(-Math.floor(since / DAY), "day");
}

/** A time: of today by the clock alone. */
export function when(time, now = Date.now()) {
  return new Date(time).toDateString() === new Date(now).toDateString() ? clock.format(time) : date.format(time);
}
