// What nobody catches: told to the page, and to nobody else.

import { getter, uncurryThis } from "./primordials.js";

const listen = self.addEventListener.bind(self);
const report = self.reportError.bind(self);
const prevent = uncurryThis(Event.prototype.preventDefault);
const errorOf = getter(ErrorEvent.prototype, "error");
const messageOf = getter(ErrorEvent.prototype, "message");
const lineOf = getter(ErrorEvent.prototype, "lineno");
const columnOf = getter(ErrorEvent.prototype, "colno");
const reasonOf = getter(PromiseRejectionEvent.prototype, "reason");

/** Set while an error is reported only to learn its place. */
let place = null;

/** Calls `tell` with every uncaught error and rejection from here on. */
export function reportUncaught(tell) {
  listen("error", (event) => {
    prevent(event);
    if (place) {
      place.line = lineOf(event);
      place.column = columnOf(event);
    } else {
      tell(errorOf(event) ?? messageOf(event));
    }
  });
  listen("unhandledrejection", (event) => {
    prevent(event);
    tell(reasonOf(event));
  });
}

/** Where an error was thrown: of a syntax error its stack says nothing, but the browser's own report does. */
export function locate(error) {
  place = { __proto__: null, line: 0, column: 0 };
  try {
    report(error);
    return place.line > 0 ? place : undefined;
  } finally {
    place = null;
  }
}
