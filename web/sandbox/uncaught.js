// What goes wrong without anybody to tell: errors that nobody catches, and what the sandbox's policy refuses.

import { isTrusted, stop } from "./event.js";
import { getter, uncurryThis } from "./primordials.js";

const listen = self.addEventListener.bind(self);
const report = self.reportError.bind(self);
const prevent = uncurryThis(Event.prototype.preventDefault);
const errorOf = getter(ErrorEvent.prototype, "error");
const messageOf = getter(ErrorEvent.prototype, "message");
const lineOf = getter(ErrorEvent.prototype, "lineno");
const columnOf = getter(ErrorEvent.prototype, "colno");
const fileOf = getter(ErrorEvent.prototype, "filename");
const reasonOf = getter(PromiseRejectionEvent.prototype, "reason");

/** Set while an error is reported only to learn its place. */
let place = null;

/** From here on calls `onError` with what nobody catches, and `onRefused` with what is refused, as text. */
export function watchErrors(onError, onRefused) {
  listen("error", (event) => {
    prevent(event);
    if (!place) return onError(errorOf(event) ?? messageOf(event));
    stop(event);
    place = { __proto__: null, file: fileOf(event), line: lineOf(event), column: columnOf(event) };
  });
  listen("unhandledrejection", (event) => {
    prevent(event);
    onError(reasonOf(event));
  });
  // WebKit does not tell workers, and Firefox does not name the event's interface there.
  listen("securitypolicyviolation", (event) => {
    if (isTrusted(event)) onRefused(`${event.blockedURI} (${event.effectiveDirective})`);
  });
}

/** Where an error was thrown: of a syntax error its stack says nothing, but the browser's own report does. */
export function locate(error) {
  place = { __proto__: null, file: "", line: 0, column: 0 };
  try {
    report(error);
    return place;
  } finally {
    place = null;
  }
}
