// What the workbench, which is loaded later, sees of the page and does to it: one object, of plain values.

import { loadWorkbench } from "./assets.js";
import { accompany } from "./written.js";

// Before anything is drawn.
try {
  document.documentElement.style.colorScheme = localStorage.getItem("stepwell.theme") ?? "";
} catch {
  // Without storage the system's wish is followed.
}

/** How long after a change whoever listens is told of it: what comes meanwhile is told together. */
const SOON = 16;
/** How long the workbench waits for an idle moment after the first view, in milliseconds. */
const PATIENCE = 2_000;

// What is asked of the page, numbered as in `bridge.rs`.
const [TEXTS, EDIT, OPEN, SELECTED, SELECT, RUN, STOP, PAUSE, RESUME, STATE, LOG, STEP, TELL, SHOW_RECORDED, SHOW_LATEST, LATEST_LOG] =
  Array(16).keys();

/** @typedef {{ definition: string, functions: string, input: string }} Texts */
/** @typedef {"texts" | "selected" | "run" | "log"} What */
/** @typedef {ReturnType<typeof pageOf>} Page */

/** @type {Map<What, Set<(told: object) => void>>} */
const listeners = new Map();
/** What has changed and has not been told yet, with what is to be said of it. */
const due = new Map();

/** @param {What} what */
export function changed(what, told) {
  if (due.size === 0) setTimeout(tell, SOON);
  due.set(what, { ...due.get(what), ...told });
}

/** Another document is open, whoever has opened it. */
export const opened = () => changed("texts", { opened: true });

function tell() {
  const now = [...due];
  due.clear();
  for (const [what, told] of now) for (const listener of listeners.get(what) ?? []) listener(told);
}

/** The page as the workbench knows it. */
function pageOf(ask) {
  const page = {
    /** @returns {Texts} */
    texts() {
      const [definition, functions, input] = ask(TEXTS);
      return { definition, functions, input };
    },
    /**
     * Changes texts; those that are not given stay.
     * @param {Partial<Texts>} texts
     * @param {string} [what] names the change, to be undone by that name
     */
    edit(texts, what) {
      ask(EDIT, texts.definition, texts.functions, texts.input);
      changed("texts", { what });
    },
    /** Opens another document, of which nothing runs. */
    open({ definition, functions, input }, notice) {
      ask(OPEN, definition, functions, input);
      if (notice !== undefined) page.tell(notice);
    },
    selected: () => ask(SELECTED),
    select: (id) => ask(SELECT, id),
    /**
     * Runs the document, or what is given in its stead.
     * @param {{ definition?: string, input?: string, log?: string, virtual?: boolean, mocks?: object }} [how] `log` is that
     *   of a run to go on with; `virtual` skips waits; `mocks` are answers in the place of functions (`sandbox/mocks.js`)
     * @returns {string | undefined} why not
     */
    run: (how = {}) => ask(RUN, how.definition, how.input, how.log, { virtual: how.virtual === true, mocks: how.mocks }),
    stop: () => ask(STOP),
    pause: () => ask(PAUSE),
    resume: () => ask(RESUME),
    /**
     * How the latest run stands, whether or not it is shown, and how it was asked for.
     * @returns {{ number: number, status: string, loading: boolean, virtual: boolean, mocks?: object }} `number` tells it
     *   from others, however soon one follows on the other; `virtual` and `mocks` as in `run`
     */
    runState() {
      const [number, status, loading, virtual, mocks] = ask(STATE);
      return { number, status, loading, virtual, mocks };
    },
    /** The events of the run that is shown from that number on, as JSON Lines. */
    log: (from = 0) => ask(LOG, from),
    /** The same of the latest run, whether or not it is shown. */
    latestLog: (from = 0) => ask(LATEST_LOG, from),
    /**
     * Shows the run that a log tells of in the place of the latest; nothing of it is carried out.
     * @param {string} log JSON Lines
     * @returns {Promise<string | undefined>} why it cannot be shown; nothing has changed then
     */
    showRecorded: (log) => ask(SHOW_RECORDED, log),
    /** Shows the latest run again. */
    showLatest: () => ask(SHOW_LATEST),
    /**
     * What has become of the step or task whose box has this id, if the run that is shown has come there. Times are in milliseconds
     * after the run started.
     * @returns {{ status: string, input?: unknown, output?: unknown, error?: object, attempts: object[], started?: number,
     *   ended?: number } | undefined}
     */
    step(id) {
      const step = ask(STEP, id);
      return step && JSON.parse(step);
    },
    /** Says what goes with the document's texts into pictures (`written.js`). */
    accompany,
    /** Tells the user something. */
    tell: (text) => ask(TELL, text),
    /** Calls back after changes; gives what ends that. */
    on(what, listener) {
      if (!listeners.has(what)) listeners.set(what, new Set());
      listeners.get(what).add(listener);
      return () => listeners.get(what).delete(listener);
    },
  };
  return page;
}

let isThere = false;

let see;
/** Resolves when the first view stands: what is loaded later is not loaded before. */
export const firstView = new Promise((resolve) => (see = resolve));

/** Once the first view stands, hands the page to the workbench. */
export function begin(ask, hasGraph) {
  const page = pageOf(ask);
  let workbench;
  const start = async () => {
    workbench ??= loadWorkbench();
    try {
      const { start } = await workbench;
      if (isThere) return;
      isThere = true;
      start(page);
    } catch {
      workbench = undefined;
      page.tell("The workbench could not be loaded. Is the page still reachable?");
    }
  };
  // What is pressed before it is there is pressed again when it is.
  addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-workbench]");
    if (!button || isThere) return;
    await start();
    if (isThere) button.click();
  }, { capture: true });
  if (!hasGraph || performance.getEntriesByName("graph", "mark").length > 0) see();
  else new PerformanceObserver((list, observer) => {
    if (!list.getEntriesByName("graph", "mark").length) return;
    observer.disconnect();
    see();
  }).observe({ type: "mark", buffered: true });
  const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
  void firstView.then(() => whenIdle(start, { timeout: PATIENCE }));
}
