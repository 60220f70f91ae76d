// What a test expects.

export function equal(found, wanted) {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`found ${one}, wanted ${other}`);
}

export function matches(text, pattern) {
  if (!pattern.test(text)) throw new Error(`${pattern} does not match ${text}`);
}

export function ok(is, what) {
  if (!is) throw new Error(`not so: ${what}`);
}

/** Comes back when `look` says so; the driver gives up when it takes too long. */
export async function until(look) {
  while (!look()) await new Promise((resolve) => setTimeout(resolve, 20));
}
