// Keeping: documents, their history and their runs, in this browser. Nothing that was typed or ran is lost by a reload.

import { register } from "../face/commands.js";
import * as mocks from "../mocks_store.js";
import { offer } from "../offer.js";
import * as presets from "../presets_store.js";
import { showLatest, showRecorded } from "../shown_run.js";
import { EMPTY } from "./empty.js";
import { Keeper } from "./keeper.js";
import { Panel } from "./panel.js";
import { RunKeeper } from "./runs.js";
import { Store } from "./store.js";
import { when } from "./time.js";

/** What is kept of a document besides its texts. */
const more = {
  get: () => ({ mocks: mocks.get(), presets: presets.get() }),
  set(kept) {
    mocks.set(kept?.mocks);
    presets.set(kept?.presets);
  },
};

const COMMANDS = [
  ["Examples", "examples"],
  ["The history of this document", "history"],
  ["The runs of this document", "runs"],
  ["Paste a document or a definition", "paste"],
];

/** @param {import("../../src/bridge.js").Page} page */
export function keeping(page) {
  const kept = begin(page);
  const show = async (view) => (await kept).panel.show(view);
  document.querySelector("#documents").addEventListener("click", () => show());
  // A button elsewhere may lead to the examples.
  addEventListener("click", ({ target }) => target.closest("[data-show=examples]") && show("examples"));
  for (const [title, view] of COMMANDS) register({ title, run: () => show(view) });
  register({ title: "New document", run: async () => (await kept).keeper.create(EMPTY) });
}

async function begin(page) {
  const save = () => document.querySelector("#save").click();
  const store = await new Store((text) => offer(text, [{ label: "Save as a file", act: save }])).open();
  const keeper = new Keeper(page, store, more);
  const runs = new RunKeeper(page, store, keeper);
  let takeBack = () => {};
  const offerToGoOn = async () => {
    takeBack();
    const run = await runs.cutOff();
    if (!run) return;
    takeBack = offer(`The run of ${when(run.started)} was cut off after ${run.count} events. What was finished is not done again.`, [
      { label: "Continue the run", act: () => goOn(run) },
      { label: "Do not ask again", act: () => runs.dismiss(run) },
    ]);
  };
  const goOn = async (run) => {
    const why = await runs.goOn(run);
    if (why) page.tell(`The run cannot go on: ${why}.`);
  };
  let open;
  keeper.onChange(async (received) => {
    if (received?.run) {
      await runs.add(received.run.log);
      void showRecorded(page, received.run.log);
      document.querySelector("#panel-timeline-tab")?.click();
    }
    if (keeper.id === open) return;
    if (open !== undefined) runs.forget();
    open = keeper.id;
    if (!received?.run) showLatest(page);
    await offerToGoOn();
  });
  page.on("run", () => page.runState().loading && takeBack());

  await runs.takeTail();
  await keeper.start();
  runs.start();
  mocks.on(() => keeper.touch());
  presets.on(() => keeper.touch());
  return { keeper, panel: new Panel(page, keeper, runs) };
}
