// The results of one scope as each call in flight may know them: those from before it started.
//
// The page keeps one of these for every scope, to tell a worker what it has not seen; a worker keeps its own, for
// `step.context`. A version is a number that grows with every batch of results.

import { SafeMap, indexOf, replaceEvery, setPrototypeOf, slice } from "./primordials.js";

const NOTHING = [];

/** A result, and the one that it took the place of. */
class Entry {
  // Declared, so that setting them calls nobody who has put a setter of that name into `Object.prototype`.
  text;
  version;
  older;

  constructor(text, version, older) {
    this.text = text;
    this.version = version;
    this.older = older;
  }

  /** The entry as it was at a version. */
  static at(entry, version) {
    while (entry && entry.version > version) entry = entry.older;
    return entry;
  }
}

export class Scope {
  #version = 0;
  /** The results of steps, by path. */
  #steps = new SafeMap();
  /** Those of their tasks, items and nested steps. */
  #beneath = new SafeMap();
  /** How many calls in flight look at a version. */
  #held = new SafeMap();
  #latest = NOTHING;

  /** Adds a batch: path, text, path, text, …; answers with the version. */
  add(batch) {
    if (batch.length === 0) return this.#version;
    const version = ++this.#version;
    const oldest = this.#oldest();
    for (let i = 0; i + 1 < batch.length; i += 2) {
      const path = batch[i];
      const entries = stepEnd(path) < 0 ? this.#steps : this.#beneath;
      const entry = new Entry(batch[i + 1], version, entries.get(path));
      entries.set(path, entry);
      // What no call in flight can see any more goes.
      const seen = Entry.at(entry, oldest);
      if (seen) seen.older = undefined;
    }
    this.#latest = batch;
    return version;
  }

  /** A call looks at a version, until it lets it go. */
  hold(version) {
    this.#held.set(version, (this.#held.get(version) ?? 0) + 1);
  }

  letGo(version) {
    const count = this.#held.get(version) - 1;
    if (count > 0) this.#held.set(version, count);
    else this.#held.delete(version);
  }

  #oldest() {
    let oldest = this.#version;
    this.#held.forEach((_, version) => {
      if (version < oldest) oldest = version;
    });
    return oldest;
  }

  /** The result at a path, as JSON text. */
  lookUp(path, version) {
    const end = stepEnd(path);
    if (end < 0) return Entry.at(this.#steps.get(path), version)?.text;
    const entry = Entry.at(this.#beneath.get(path), version);
    return entry && this.#isCurrent(path, entry, version) ? entry.text : undefined;
  }

  /** Whether what lies beneath a step is of its latest result, or of one to come. */
  #isCurrent(path, entry, version) {
    const step = Entry.at(this.#steps.get(stepOf(path)), version);
    return !step || step.version <= entry.version;
  }

  /** The names of the steps that have a result, in the order in which they had their first. */
  steps(version) {
    const names = setPrototypeOf([], null); // so that nobody is called when an item is set
    this.#steps.forEach((entry, path) => {
      if (Entry.at(entry, version)) names[names.length] = nameOf(path);
    });
    return names;
  }

  /** What brings somebody who has seen the version `after` to `version`: path, text, path, text, … */
  since(after, version) {
    if (after === version) return NOTHING;
    if (after === version - 1 && version === this.#version) return this.#latest;
    const batch = [];
    this.#steps.forEach((newest, path) => {
      const entry = Entry.at(newest, version);
      if (entry && entry.version > after) batch.push(path, entry.text);
    });
    this.#beneath.forEach((newest, path) => {
      const entry = Entry.at(newest, version);
      if (entry && entry.version > after && this.#isCurrent(path, entry, version)) batch.push(path, entry.text);
    });
    return batch;
  }
}

/** Where the path of a step ends and that of something beneath it goes on; -1 if it is a step's own. */
function stepEnd(path) {
  const slash = indexOf(path, "/");
  const bracket = indexOf(path, "[");
  return slash < 0 || (bracket >= 0 && bracket < slash) ? bracket : slash;
}

function stepOf(path) {
  return slice(path, 0, stepEnd(path));
}

/** The name that a step's path was written for: `~`, `/`, `[` and `]` are escaped in it. */
function nameOf(path) {
  if (indexOf(path, "~") < 0) return path;
  const brackets = replaceEvery(replaceEvery(path, "~3", "]"), "~2", "[");
  return replaceEvery(replaceEvery(brackets, "~1", "/"), "~0", "~");
}
