// The globals that a function finds: ECMAScript's and a worker's, without what the sandbox takes away (messages to the
// page, further workers, storage) and without a page's own, so no document and no window.

const NAMES = `
  Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError Float32Array Float64Array
  Function Infinity Int8Array Int16Array Int32Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy
  RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError Uint8Array
  Uint8ClampedArray Uint16Array Uint32Array WeakMap WeakRef WeakSet AggregateError
  decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite isNaN parseFloat parseInt undefined
  AbortController AbortSignal Blob CompressionStream CustomEvent DOMException DecompressionStream Event EventTarget File
  FormData Headers ReadableStream Request Response TextDecoder TextEncoder TransformStream URL URLSearchParams
  WritableStream atob btoa clearInterval clearTimeout console crypto fetch performance queueMicrotask setInterval
  setTimeout structuredClone
`
  .trim()
  .split(/\s+/);

/** They by name, with their members; those that this engine does not know are left out. */
export const workerGlobals = Object.create(null);
for (const name of NAMES) {
  if (name in globalThis) workerGlobals[name] = globalThis[name];
}
workerGlobals.globalThis = workerGlobals;
workerGlobals.self = workerGlobals;
