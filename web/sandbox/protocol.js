// What the page and a worker say to one another.
//
// To the worker go arrays of text and numbers, the first of which is one of these. From the worker comes text alone,
// so that nothing has to be made of it before it has been looked at: a kind, a number, a line break and the rest.

/** The module's text. */
export const LOAD = 0;
/** A call: id, function's name, input, step, scope, results that are new in the scope. */
export const CALL = 1;
/** The call of that id is given up. */
export const ABANDON = 2;
/** Answer with that number. */
export const PING = 3;
/** Give everything up, and say what is still to be said. */
export const CLOSE = 4;

/** The worker is there. */
export const BOOTED = "B";
/** The module is loaded; the names of its functions. */
export const LOADED = "M";
/** The module cannot be loaded; an error record. */
export const LOAD_FAILED = "F";
/** The result of the call of that number. */
export const RESULT = "R";
/** The error record of the call of that number. */
export const ERROR = "E";
/** The answer to the ping of that number. */
export const PONG = "P";
/** What was logged, as the JSON text of a list. */
export const LOGS = "L";
/** There is nothing more to come. */
export const CLOSED = "C";

/** How many characters of logs a worker sends in a second. */
export const LOG_CHARACTERS = 256 * 1024;
/** How many lines of logs a worker sends in a second. */
export const LOG_LINES = 1000;
