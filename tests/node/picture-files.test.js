// Documents in pictures, as the page reads them.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { deflateSync } from "node:zlib";
import { StepFunction, init } from "../../core/npm/index.js";
import { documentOf } from "../../web/pictures/document.js";
import { withText } from "../../web/pictures/png.js";
import { readSvg } from "../../web/pictures/svg.js";
import { DOMParser, XMLSerializer } from "./dom.js";

before(() => init());

const LONGEST = 16 * 1024 * 1024;
const TEXTS = [
  "{}",
  "]]> --> -- </metadata> </svg> <!ELEMENT <![CDATA[ <?x ?> &amp; &#65; \" ' lone",
  "\0\u0001\u001b\u007f\u0085\u009b\ufffe\uffff\u2028\r\n\t   three spaces  ",
  "🚗 é漢字 שלום \u202e",
  "x".repeat(1_000_000),
  "<&]]>".repeat(100_000),
];

const svg = (inner, attributes = 'xmlns="http://www.w3.org/2000/svg"') => `<svg ${attributes}>${inner}</svg>`;
const carried = (text) => `<d:document xmlns:d="urn:stepwell:document">${text}</d:document>`;

describe("an SVG", () => {
  for (const text of TEXTS) {
    test(`carries ${JSON.stringify(text).slice(0, 40)}`, async () => {
      const definition = { steps: { A: { comment: text } } };
      const picture = StepFunction.fromJSON(definition).visualize();
      assert.deepEqual(JSON.parse(JSON.parse(readSvg(picture)).definition), definition);
      // As it is after a tool that reads and writes it.
      const again = new XMLSerializer().serializeToString(new DOMParser().parseFromString(picture, "image/svg+xml"));
      assert.deepEqual(JSON.parse(JSON.parse(readSvg(again)).definition), definition);
      // As it is after one that collapses spaces and breaks lines.
      const collapsed = picture.replace(/[ \t\r\n]+/g, " ").replaceAll("><", ">\n  <");
      assert.deepEqual(JSON.parse(JSON.parse(readSvg(collapsed)).definition), definition);
    });
  }

  for (const [what, xml, expected] of [
    ["under any prefix", svg(carried("a")), "a"],
    ["by a default namespace", svg('<document xmlns="urn:stepwell:document">a</document>'), "a"],
    ["with a prefix from above", svg("<g><q:document>a</q:document></g>", 'xmlns="http://www.w3.org/2000/svg" xmlns:q = \'urn:stepwell:document\''), "a"],
    ["in an SVG that has a prefix itself", `<s:svg xmlns:s="http://www.w3.org/2000/svg">${carried("a")}</s:svg>`, "a"],
    ["as references, comments and CDATA", svg(carried("&lt;&#65;&#x42;<!-- no --><![CDATA[<c>&amp;]]><?no?>&quot;")), '<AB<c>&amp;"'],
    ["after a prologue", `\ufeff<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE svg PUBLIC "x" "y">\n${svg(carried(" a "))}`.slice(1), "a"],
    ["as nothing", svg('<d:document xmlns:d="urn:stepwell:document"/>'), ""],
    ["beside others of that name", svg(`<document>b</document><metadata>${carried("a")}</metadata>`), "a"],
  ]) {
    test(`carries it ${what}`, () => assert.equal(readSvg(xml), expected));
  }

  const bomb = Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n + 1} "&a${n};&a${n};">`).join("");
  for (const [what, xml, message] of [
    ["nothing", svg(""), /carries no document/],
    ["another namespace's document", svg("<document>a</document>"), /carries no document/],
    ["a document in a comment", svg(`<!-- ${carried("a")} -->`), /carries no document/],
    ["a document in an attribute", svg(`<a b='${carried("a").replaceAll("<", "&lt;")}'/>`), /carries no document/],
    ["two documents", svg(carried("a") + carried("a")), /several documents/],
    ["elements in the document", svg(carried("<b/>")), /elements in it/],
    ["entities of its own", `<!DOCTYPE svg [<!ENTITY a0 "boom">${bomb}]>${svg(carried("&a30;"))}`, /declares entities/],
    ["an unknown entity", svg(carried("&bogus;")), /&bogus; in it/],
    ["a bare ampersand", svg(carried("a & b")), /nothing in XML/],
    ["a character that is none", svg(carried("&#x110000;")), /nothing in XML/],
    ["no end", svg(carried("a")).replace("</svg>", ""), /neither JSON nor a picture/],
    ["an end too many", `</svg>${svg(carried("a"))}`, /neither JSON nor a picture/],
    ["ends that are crossed", svg(`<g>${carried("a")}</h>`), /neither JSON nor a picture/],
    ["an open comment", svg("<!-- a"), /neither JSON nor a picture/],
    ["an attribute without quotes", svg("<g a=b/>"), /neither JSON nor a picture/],
    ["another root", `<html>${carried("a")}</html>`, /neither JSON nor a picture/],
    ["another root's namespace", carried("a"), /neither JSON nor a picture/],
    ["half a tag", "<svg", /neither JSON nor a picture/],
  ]) {
    test(`with ${what} is refused`, () => assert.throws(() => readSvg(xml), { message }));
  }
  test("may be deep, and long in one place", () => {
    const deep = 300_000;
    assert.equal(readSvg(svg(`${"<g>".repeat(deep)}${carried("a")}${"</g>".repeat(deep)}`)), "a");
    const scopes = (count) => `${"<g xmlns:a='b'>".repeat(count)}${carried("a")}${"</g>".repeat(count)}`;
    assert.equal(readSvg(svg(scopes(98))), "a");
    assert.equal(readSvg(svg(`${"<g xmlns:a='b'/>".repeat(deep)}${carried("a")}`)), "a");
    assert.throws(() => readSvg(svg(scopes(100))), { message: /too deep/ });
    assert.throws(() => readSvg("<g ".repeat(deep)), { message: /neither JSON/ });
    assert.throws(() => readSvg(`<svg${" ".repeat(1_000_000)}`), { message: /neither JSON/ });
  });
});

describe("a PNG", () => {
  const crc = (bytes) => ~bytes.reduce((crc, byte) => Array.from({ length: 8 }).reduce((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), (crc ^ byte) & 255 ^ 0) ^ (crc >>> 8), -1) >>> 0;
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), Buffer.from(data)]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length);
    frame.writeUInt32BE(crc(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  const png = (...chunks) => new Uint8Array(Buffer.concat([SIGNATURE, chunk("IHDR", Buffer.alloc(13)), ...chunks, chunk("IDAT", []), chunk("IEND", [])]));
  const itxt = (flag, method, text, keyword = "stepwell") => chunk("iTXt", Buffer.concat([Buffer.from(`${keyword}\0`), Buffer.from([flag, method]), Buffer.from("en\0Übersetzt\0"), text]));
  const read = (bytes, longest = LONGEST) => documentOf(new Blob([bytes]), longest);

  for (const text of TEXTS) {
    test(`carries ${JSON.stringify(text).slice(0, 40)}`, async () => {
      const json = JSON.stringify({ text });
      const written = withText(png(), json);
      assert.equal(await read(written), json);
      assert.deepEqual(written.length, png().length + 12 + 13 + Buffer.byteLength(json));
    });
  }
  test("may carry it packed, with a language, among other texts", async () => {
    assert.equal(await read(png(itxt(0, 0, Buffer.from("Äa")))), "Äa");
    assert.equal(await read(png(itxt(0, 0, Buffer.from("b"), "Comment"), itxt(1, 0, deflateSync("Äa")))), "Äa");
  });
  for (const [what, bytes, message] of [
    ["nothing", png(), /carries no document/],
    ["another keyword", png(itxt(0, 0, Buffer.from("a"), "stepwells")), /carries no document/],
    ["two documents", png(itxt(0, 0, Buffer.from("a")), itxt(0, 0, Buffer.from("a"))), /several documents/],
    ["a wrong checksum", withText(png(), "a").map((byte, at, all) => (at === all.length - 14 ? byte ^ 1 : byte)), /damaged/],
    ["an unknown way of packing", png(itxt(1, 1, deflateSync("a"))), /damaged/],
    ["an unknown flag", png(itxt(2, 0, Buffer.from("a"))), /damaged/],
    ["no end of its language", png(chunk("iTXt", Buffer.from("stepwell\0\0\0abc"))), /damaged/],
    ["half its bytes", withText(png(), "a".repeat(100)).slice(0, 80), /damaged/],
    ["a length beyond its end", png().with(8, 0x7f), /damaged/],
    ["its signature alone", new Uint8Array(SIGNATURE), /damaged/],
  ]) {
    test(`with ${what} is refused`, () => assert.rejects(read(bytes), { message }));
  }
  test("with a text that would grow too large is refused", async () => {
    const large = png(itxt(1, 0, deflateSync(Buffer.alloc(2_000_000, "a"))));
    assert.equal((await read(large, 2_000_000)).length, 2_000_000);
    await assert.rejects(read(large, 1_999_999), { message: /too large/ });
    await assert.rejects(read(png(itxt(0, 0, Buffer.from("abc"))), 2), { message: /too large/ });
  });
  test("with bytes that are no text, or not packed as said, is refused", async () => {
    await assert.rejects(read(png(itxt(0, 0, Buffer.from([0xff])))));
    await assert.rejects(read(png(itxt(1, 0, Buffer.from("not packed")))));
  });
});
