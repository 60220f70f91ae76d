// What the user's module finds in its global scope: what is named here, and nothing else.
//
// A list of what is forbidden would be out of date with the next browser. What is missing here is missing for a
// reason: a way out of the worker (`postMessage`, `close`, `Worker`, `BroadcastChannel`, `importScripts`), something
// that lasts or is shared (`caches`, `indexedDB`, `navigator.storage`, `navigator.locks`), or a device. What asks the
// network is here: whether it may is said by the document's policy, for every way there is.

const LANGUAGE = `AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array Boolean
  DataView Date DisposableStack Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function
  Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError
  ReferenceError Reflect RegExp Set String SuppressedError Symbol SyntaxError Temporal TypeError URIError Uint16Array
  Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI
  encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined unescape`;

const WEB = `AbortController AbortSignal Blob ByteLengthQueuingStrategy CompressionStream CountQueuingStrategy Crypto
  CryptoKey CustomEvent DOMException DecompressionStream ErrorEvent Event EventTarget File FileList FileReader
  FileReaderSync FormData MessageChannel MessageEvent MessagePort Performance PromiseRejectionEvent ReadableByteStreamController
  ReadableStream ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableStreamDefaultController
  ReadableStreamDefaultReader SubtleCrypto TextDecoder TextDecoderStream TextEncoder TextEncoderStream TransformStream
  TransformStreamDefaultController URL URLPattern URLSearchParams WritableStream WritableStreamDefaultController
  WritableStreamDefaultWriter addEventListener atob btoa clearInterval clearTimeout console constructor crypto
  dispatchEvent isSecureContext navigator onerror onunhandledrejection performance queueMicrotask removeEventListener
  reportError self setInterval setTimeout structuredClone`;

const NETWORK = `CloseEvent EventSource Headers ProgressEvent Request Response WebSocket XMLHttpRequest
  XMLHttpRequestEventTarget XMLHttpRequestUpload fetch`;

const NAVIGATOR = "constructor hardwareConcurrency language languages onLine platform userAgent";

/** Removes every other global. Throws if one cannot be removed. */
export function removeGlobals() {
  const { navigator } = self;
  keepOnly(self, EventTarget.prototype, `${LANGUAGE} ${WEB} ${NETWORK}`);
  keepOnly(navigator, Object.prototype, NAVIGATOR);
}

/** Leaves an object, with its prototypes up to `end`, no properties but those named; symbols and constants stay. */
function keepOnly(object, end, named) {
  const names = new Set(named.split(/\s+/));
  for (let at = object; at !== end; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) {
      if (names.has(name) || Reflect.deleteProperty(at, name) || isConstant(at, name)) continue;
      throw new Error(`the sandbox cannot be closed: ${name} stays`);
    }
  }
}

/** Chromium's `TEMPORARY` and `PERSISTENT` cannot be removed, and are numbers. */
function isConstant(object, name) {
  const { value, writable } = Object.getOwnPropertyDescriptor(object, name);
  return typeof value === "number" && !writable;
}
