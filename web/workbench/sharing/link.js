// A document as a link: its text, compressed, in the fragment, which no server ever sees.

import { KEY } from "../../src/written.js";

/** Beyond this many characters some chat programs take no such message: Discord's bound is 2,000 characters a message
 * (Discord API, "Create Message"). */
export const LONG = 2_000;
/** Beyond this many, many will cut it: Teams takes about 28 KB a message (Microsoft, "Limits and specifications for
 * Teams"), Slack cuts at 40,000 characters (Slack API, "Truncating really long messages", 2018). */
export const TOO_LONG = 32_000;

/** The page's address with a document in it. @param {string} text @param {string} page its address */
export async function toLink(text, page) {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const base64 = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return page.split("#")[0] + KEY + base64;
}

/** What there is to say of a link of so many characters. */
export function aboutLength(length) {
  const long = `The link is ${length.toLocaleString("en")} characters long`;
  if (length <= LONG) return `${long}: it goes into any message.`;
  if (length <= TOO_LONG) return `${long}. Some chat programs take ${LONG.toLocaleString("en")} at most; there, send the file instead.`;
  return `${long}. Many programs will cut it, and a cut link cannot be opened: send the file, or an SVG, instead.`;
}
