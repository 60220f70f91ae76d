// Text in PNG files: the chunk `iTXt` (PNG, third edition, 11.3.3.4).

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD = "stepwell";
/** A chunk's length, type and checksum. */
const FRAME = 12;

export const isPng = (bytes) => startsWith(bytes, SIGNATURE);

/** A PNG with a text in it. */
export function withText(png, text) {
  const data = new TextEncoder().encode(`${KEYWORD}\0\0\0\0\0${text}`);
  const last = chunks(png).at(-1).start;
  const out = new Uint8Array(png.length + FRAME + data.length);
  out.set(png.subarray(0, last));
  const view = new DataView(out.buffer, last);
  view.setUint32(0, data.length);
  out.set(new TextEncoder().encode("iTXt"), last + 4);
  out.set(data, last + 8);
  view.setUint32(8 + data.length, checksum(out.subarray(last + 4, last + 8 + data.length)));
  out.set(png.subarray(last), last + FRAME + data.length);
  return out;
}

/** The text in a PNG; other tools may have packed it. Rejects where there is none, or it is longer than `longest`. */
export async function readText(png, longest) {
  const mine = chunks(png).filter(({ type, data }) => type === "iTXt" && startsWith(data, [...KEYWORD].map(code).concat(0)));
  if (mine.length === 0) throw new Error("the picture carries no document");
  if (mine.length > 1) throw new Error("the picture carries several documents");
  const [{ start, data }] = mine;
  const end = start + 8 + data.length;
  const view = new DataView(png.buffer, png.byteOffset);
  if (checksum(png.subarray(start + 4, end)) !== view.getUint32(end)) throw new Error("the picture is damaged");
  const [packed, method] = data.subarray(KEYWORD.length + 1);
  // After a language and a translation of the keyword.
  const language = data.indexOf(0, KEYWORD.length + 3);
  const translation = data.indexOf(0, language + 1);
  if (language < 0 || translation < 0 || packed > 1 || method !== 0) throw new Error("the picture is damaged");
  const text = data.subarray(translation + 1);
  return new TextDecoder("utf-8", { fatal: true }).decode(packed ? await unpack(text, longest) : text);
}

async function unpack(bytes, longest) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const parts = [];
  for (let length = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    length += value.length;
    if (length > longest) {
      void reader.cancel();
      throw new Error("its document is too large");
    }
    parts.push(value);
  }
}

/** The chunks of a PNG, in order. */
function chunks(png) {
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  const all = [];
  for (let start = SIGNATURE.length; start + FRAME <= png.length; ) {
    const length = view.getUint32(start);
    if (start + FRAME + length > png.length) break;
    const type = String.fromCharCode(...png.subarray(start + 4, start + 8));
    all.push({ start, type, data: png.subarray(start + 8, start + 8 + length) });
    if (type === "IEND") return all;
    start += FRAME + length;
  }
  throw new Error("the picture is damaged");
}

const code = (character) => character.charCodeAt(0);
const startsWith = (bytes, start) => start.every((byte, at) => bytes[at] === byte);

/** CRC-32 as PNG has it (Annex D). */
function checksum(bytes) {
  let crc = -1;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});
