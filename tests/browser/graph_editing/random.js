// Random sequences of edits of a document, by the graph and by hand, each taken back to its start and done again to its
// end, in the page's own journal and with its own edits. The sequences are the same for the same numbers.

const [first, count] = arguments;

/** Numbers between 0 and 1 that are the same for the same seed (Mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const KINDS = ["task", "pass", "branch", "parallel", "map", "nested", "wait", "fail"];
const TYPED = ["x", " ", "\n", '"', "{", "😀", "export "];
const START = {
  definition: '{\n  "name": "Random",\n  "steps": {\n    "A": { "func": "a", "nextStep": "B", "onFailure": "C" },\n    "B": { "branch": { "1": "A", "2": "C" } },\n    "C": {}\n  }\n}\n',
  functions: "export const a = (x) => x;\n",
  input: "1",
};

const folder = document.querySelector("meta[name=stepwell-assets]").content;

return (async () => {
  const { Journal, loadEdits } = await import(new URL(`${folder}workbench.js`, document.baseURI).href);
  const edits = await loadEdits();
  const made = { graph: 0, text: 0 };

  /** An edit that the graph could make of this definition. */
  function graphEdit(next, steps) {
    const pick = (list) => list[Math.floor(next() * list.length)];
    const id = (name) => name.replaceAll("~", "~0").replaceAll("/", "~1");
    const [step, other] = [id(pick(steps)), id(pick(steps))];
    const edge = pick(["success", "failure", "branch", "default"]);
    return pick([
      { do: "addStep", chain: "", kind: pick(KINDS), after: step },
      { do: "insertOnEdge", from: step, to: other, edge, kind: pick(KINDS) },
      { do: "connect", from: step, to: pick([other, null]), edge, key: edge === "branch" ? pick(["1", "2", "3"]) : undefined },
      { do: "disconnect", from: step, to: other, edge },
      { do: "rename", step, name: pick(["D", "E/F", "G~1", "Ünï"]) },
      { do: "duplicate", steps: [step] },
      { do: "delete", steps: [step] },
      { do: "wrap", steps: step === other ? [step] : [step, other], in: pick(["parallel", "workflow"]) },
    ]);
  }

  function typed(next, texts) {
    const key = ["definition", "functions", "input"][Math.floor(next() * 3)];
    const at = Math.floor(next() * (texts[key].length + 1));
    const removed = next() < 0.3 ? Math.floor(next() * 5) : 0;
    return { ...texts, [key]: texts[key].slice(0, at) + TYPED[Math.floor(next() * TYPED.length)] + texts[key].slice(at + removed) };
  }

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  for (let seed = first; seed < first + count; seed++) {
    const next = random(seed);
    const journal = new Journal(START);
    let at = 0;
    for (let left = 12; left > 0; left--) {
      const { texts } = journal;
      const kind = next();
      at += next() < 0.8 ? 100 : 5_000;
      if (kind < 0.15) journal.undo();
      else if (kind < 0.2) journal.redo();
      else if (kind < 0.4) {
        journal.record(typed(next, texts), { at });
        made.text++;
      } else {
        const steps = edits.describe(texts.definition, "")?.steps ?? [];
        const { definition, what } = steps.length > 0 ? edits.apply(texts.definition, graphEdit(next, steps)) : {};
        if (definition === undefined) continue;
        journal.record({ ...texts, definition }, { what, at });
        made.graph++;
      }
    }
    while (journal.redo());
    const end = journal.texts;
    for (let round = 0; round < 2; round++) {
      while (journal.undo());
      if (!same(journal.texts, START)) throw new Error(`sequence ${seed} does not lead back: ${JSON.stringify(journal.texts)}`);
      while (journal.redo());
      if (!same(journal.texts, end)) throw new Error(`sequence ${seed} does not lead on: ${JSON.stringify(journal.texts)}`);
    }
  }
  return made;
})();
