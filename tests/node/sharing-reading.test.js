// Documents from outside: what is one is read as it is, and whatever else comes is refused with the reason.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { documentText } from "../../web/src/written.js";
import { aboutLength, toLink } from "../../web/workbench/sharing/link.js";
import { readDocument, readFile, readLink, unpack } from "../../web/workbench/sharing/reading.js";
import { takeReceived } from "../../web/workbench/sharing/received.js";

const TEXTS = ['{ "name": "A <b>bold</b> one", "steps": { "__proto__": {} } }', "export const f = () => `</script>`;", '{ "a": [1] }'];
const [definition, functions, input] = TEXTS;
const EVENT = { seq: 1, at: 5, type: "RunStarted", version: 1, run: "r", definition: {}, input: null };
const log = (...events) => events.map((event) => `${JSON.stringify(event)}\n`).join("");
const packed = (text) => deflateRawSync(text).toString("base64url");
const document = (more) => JSON.stringify({ stepwell: 1, definition, functions, input, ...more });
const nested = (depth) => "[".repeat(depth) + "]".repeat(depth);

test("a link gives back what was put into it, to the character", async () => {
  const more = { mocks: { constructor: { result: 1 } }, run: { log: log(EVENT, { seq: 2, at: 6, type: "RunPaused" }) } };
  const link = await toLink(documentText(TEXTS, undefined, more), "https://a.example/x?y#old");
  const [page, fragment] = link.split("#doc=");
  assert.equal(page, "https://a.example/x?y");
  assert.match(fragment, /^[\w-]+$/);
  assert.deepEqual(await readLink(fragment), TEXTS);
  const { shown: received } = takeReceived({ definition, functions, input });
  assert.deepEqual(received.run, more.run);
  assert.deepEqual({ ...received.mocks }, more.mocks);
  assert.deepEqual(takeReceived({ definition, functions, input }), { shown: undefined, passed: [] }, "once");
});

test("of two that are read one after the other, none is lost", async () => {
  const text = '{ "steps": {} }';
  await readLink(packed(document()));
  await readFile(new Blob([text]));
  const { shown, passed } = takeReceived({ definition: text, functions: "", input: "null" });
  assert.equal(shown.definition, text);
  assert.deepEqual(passed, [{ definition, functions, input, link: packed(document()) }]);
});

test("what a link of such a length is good for is said", () => {
  assert.match(aboutLength(2_000), /any message/);
  assert.match(aboutLength(2_001), /2,001 characters.*file instead/);
  assert.match(aboutLength(32_001), /32,001 characters.*cut it.*file, or an SVG/);
});

test("a definition by itself is a document without functions", async () => {
  const text = ' { "steps": {} }';
  assert.deepEqual(await readFile(new Blob([text])), [text, "", "null"]);
  assert.equal(takeReceived({ definition: text, functions: "", input: "null" }).shown.definition, text);
});

describe("refused", () => {
  const texts = [
    ["nothing", "", "not JSON"],
    ["half a document", document().slice(0, -9), "not JSON"],
    ["no document", "[1]", "neither"],
    ["null", "null", "neither"],
    ["steps that are none", '{"steps":[]}', "neither"],
    ["steps of a prototype", '{"__proto__":{"steps":{}}}', "neither"],
    ["a document of a prototype", `{"__proto__":${document()}}`, "neither"],
    ["a newer version", document({ stepwell: 2 }), "version is 2; this page reads version 1"],
    ["a version that is text", document({ stepwell: "1" }), 'version is "1"'],
    ["a version that is long", document({ stepwell: "x".repeat(1000) }), "this page reads"],
    ["the key __proto__", document().replace("{", '{"__proto__":{"input":"1"},'), "`__proto__`"],
    ["the key constructor", document({ constructor: { prototype: {} } }), "`constructor`"],
    ["a definition that is no text", document({ definition: {} }), "must be texts"],
    ["no input", document({ input: undefined }), "must be texts"],
    ["markup in the place of a text", document({ functions: ["<img src=x onerror=alert(1)>"] }), "must be texts"],
    ["a deep text", nested(100_000), "too deeply"],
    ["a deep definition", document({ definition: `{"steps":${nested(200)}}` }), "definition is nested too deeply"],
    ["a deep definition by itself", `{"steps":{"A":{"params":${nested(200)}}}}`, "definition is nested too deeply"],
    ["a deep input", document({ input: nested(513) }), "input is nested too deeply"],
    ["mocks that are a list", document({ mocks: [] }), "mocks"],
    ["a mock that is text", document({ mocks: { A: "x" } }), "mocks"],
    ["a run that is text", document({ run: "x" }), "recorded run"],
    ["a run without events", document({ run: { log: "\n" } }), "empty"],
    ["a run with a line that is no JSON", document({ run: { log: `${log(EVENT)}{"seq":2` } }), "line 2"],
    ["a run that jumps", document({ run: { log: log(EVENT, { ...EVENT, seq: 3 }) } }), "line 2"],
    ["a run without its beginning", document({ run: { log: log({ ...EVENT, type: "RunPaused" }) } }), "no beginning"],
    ["a run of a newer version", document({ run: { log: log({ ...EVENT, version: 2 }) } }), "version 2"],
    ["a run at no date", document({ run: { log: log({ ...EVENT, at: 1e18 }) } }), "line 1"],
    ["a run with a deep value", document({ run: { log: log(EVENT) + `{"seq":2,"at":1,"type":"x","value":${nested(600)}}\n` } }), "line 2"],
    ["17 million characters", " ".repeat(17 * 1024 * 1024), "too large"],
  ];
  for (const [what, text, why] of texts) {
    test(what, async () => {
      const refused = (error) => error.message.includes(why) || assert.fail(error.message);
      assert.throws(() => readDocument(text), refused);
      await assert.rejects(readLink(packed(text)), refused);
      assert.deepEqual(takeReceived({ definition, functions, input }).passed, []);
      assert.equal({}.steps, undefined);
    });
  }

  const whole = packed(document());
  const links = [
    ["a link that is cut off", whole.slice(0, -8), "damaged"],
    ["a link without a middle", whole.slice(0, 20) + whole.slice(40), "damaged"],
    ["a link with other characters", `${whole}%%`, "characters"],
    ["a link with markup", "<script>alert(1)</script>", "characters"],
    ["an empty link", "", "damaged"],
    ["bytes that are no text", deflateRawSync(Uint8Array.of(0x22, 0xff, 0xfe, 0x22)).toString("base64url"), "damaged"],
    ["a link that unpacks to a gigabyte", deflateRawSync(Buffer.alloc(1 << 30, 32)).toString("base64url"), "too large"],
  ];
  for (const [what, link, why] of links) {
    test(what, () => assert.rejects(unpack(link), (error) => error.message.includes(why) || assert.fail(error.message)));
  }

  test("a file that is too large, before it is read", () =>
    assert.rejects(readFile({ size: 1e9, slice: () => new Blob(["{"]), text: () => assert.fail("was read") }), /too large/));
});

test("what is at the bounds is read", () => {
  assert.equal(readDocument(document({ input: nested(512) })).input, nested(512));
  const deep = `{"steps":${nested(199)}}`;
  assert.equal(readDocument(document({ definition: deep })).definition, deep);
});
