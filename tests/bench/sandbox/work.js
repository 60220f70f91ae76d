/** Plain arithmetic, so many turns of it; answers how many milliseconds it took. */
export function work(turns) {
  const start = performance.now();
  let state = 1;
  for (let i = 0; i < turns; i++) state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  if (state === 0.5) throw new Error("never");
  return performance.now() - start;
}
