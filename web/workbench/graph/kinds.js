// The kinds of step that one can add, as the palette offers them.

/** @typedef {{ kind: string, name: string, about: string, sign: string }} Kind `sign` is a path on a field of 16 × 16 */

/** @type {Kind[]} */
export const KINDS = [
  { kind: "task", name: "Task", about: "Calls a function", sign: "M6 3.5c-2 0-1 4-3 4.5c2 .5 1 4.5 3 4.5M10 3.5c2 0 1 4 3 4.5c-2 .5-1 4.5-3 4.5" },
  { kind: "pass", name: "Pass", about: "Hands its input on", sign: "M2.5 8h10M9.5 5l3 3l-3 3" },
  { kind: "branch", name: "Branch", about: "The result chooses the next step", sign: "M8 2.5v3.5L4 9.5v4M8 6l4 3.5v4" },
  { kind: "parallel", name: "Parallel", about: "Runs tasks at once", sign: "M4 3v10M8 3v10M12 3v10" },
  { kind: "map", name: "Map", about: "Does the same for each item of a list", sign: "M3 4h1M6.5 4h6.5M3 8h1M6.5 8h6.5M3 12h1M6.5 12h6.5" },
  { kind: "nested", name: "Nested workflow", about: "Runs a workflow as one step", sign: "M2.5 2.5h11v11h-11zM5.5 6h5v4.5h-5z" },
  { kind: "wait", name: "Wait", about: "Lets time pass", sign: "M8 2.5a5.5 5.5 0 1 0 .01 0M8 5v3l2 1.5" },
  { kind: "fail", name: "Fail", about: "Fails on purpose", sign: "M4 4l8 8M12 4l-8 8" },
];
