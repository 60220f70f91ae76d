// The steps go round until `ask` says that it is ready. `allowCycles` says that this is wanted, and `maxSteps` ends it
// should it never be.

export function ask({ asked = 0, readyAfter }) {
  return { asked: asked + 1, readyAfter, ready: asked + 1 >= readyAfter };
}

export const fetch_it = ({ asked }) => `Ready, when asked ${asked} times`;
