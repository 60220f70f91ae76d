// The gallery's examples: each is valid, has the functions that it calls, and runs to the end that it is to show.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { StepFunction, init } from "../../core/npm/index.js";

const gallery = new URL("../../web/workbench/gallery/", import.meta.url);
const examples = JSON.parse(readFileSync(new URL("examples.json", gallery), "utf8"));
const folderOf = (id) => (id === "car_purchase" ? new URL("../../web/src/examples/", import.meta.url) : new URL("examples/", gallery));

before(() => init());

test("there are at least ten, the car purchase first, and no file is left over", () => {
  const ids = examples.map(({ id }) => id);
  assert.ok(ids.length >= 10);
  assert.equal(ids[0], "car_purchase");
  const files = ids.slice(1).flatMap((id) => [`${id}.functions.js`, `${id}.json`]);
  assert.deepEqual(readdirSync(new URL("examples/", gallery)).sort(), files.sort());
  const shown = readFileSync(new URL("gallery.js", gallery), "utf8");
  for (const id of ids) assert.match(shown, new RegExp(`${id}\\.functions\\.js`), `gallery.js shows ${id}`);
});

describe("an example", { concurrency: true }, () => {
  for (const { id, title, teaches, try: attempt, input, ends } of examples) {
    test(title, async () => {
      assert.ok(teaches.endsWith(".") && attempt.endsWith("."), "sentences");
      const definition = JSON.parse(readFileSync(new URL(`${id}.json`, folderOf(id)), "utf8"));
      const functions = await import(new URL(`${id}.functions.js`, folderOf(id)));
      const workflow = StepFunction.fromJSON(definition, { ...functions });
      assert.deepEqual(workflow.validate(), []);
      const report = await workflow.execute(input);
      assert.equal(report.status, ends.status);
      if ("output" in ends) assert.deepEqual(report.output, ends.output);
      for (const step of ends.taken ?? []) assert.ok(step in report.context, `${step} was taken`);
    });
  }
});
