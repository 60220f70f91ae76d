// Events, of which the module may dispatch its own.

import { getOwnPropertyDescriptor, uncurryThis } from "./primordials.js";

/** Whether an event is the browser's own. */
export const isTrusted = uncurryThis(getOwnPropertyDescriptor(new Event(""), "isTrusted").get);
/** Keeps an event from whoever listens besides. */
export const stop = uncurryThis(Event.prototype.stopImmediatePropagation);
