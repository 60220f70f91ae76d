// Events of a log in words.
//
// Pure.

import { duration } from "../run/duration.js";

/** Of a value no more is shown. */
const LONGEST = 160;

const cut = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
const value = (value) => cut(JSON.stringify(value) ?? "");
const error = ({ name, message }) => cut(`${name}: ${message}`);
const retry = ({ delay }) => `, again in ${duration(delay)}`;

const WORDS = {
  __proto__: null,
  RunStarted: ({ run, input }) => `${run}, input ${value(input)}`,
  StepEntered: ({ plan, visit }, began) => {
    const does = { wait: () => `waits until ${duration(plan.due - began)}`, task: () => "one task", parallel: () => `${plan.tasks.length} tasks at once` };
    return `${does[plan.action]?.() ?? plan.action}${visit > 1 ? `, visit ${visit}` : ""}`;
  },
  AttemptStarted: ({ attempt, launch }) => `attempt ${attempt} of ${launch.function === undefined ? "the nested workflow" : launch.function}`,
  AttemptRestarted: ({ attempt }) => `attempt ${attempt} was in flight and starts again`,
  AttemptSucceeded: ({ output }) => (output === undefined ? "with the nested workflow's result" : value(output)),
  AttemptFailed: (event) => error(event.error) + (event.retry ? retry(event.retry) : ""),
  TasksCancelled: () => "the tasks that were not finished",
  StepSucceeded: ({ output, next }) => `${output === undefined ? "" : `${value(output)} `}→ ${next ?? "end"}`,
  StepRetried: (event) => error(event.error) + retry(event.retry),
  StepFailed: (event) => error(event.error) + (event.handler ? ` → ${event.handler.step}` : ""),
  TimeoutsExtended: ({ by }) => `by ${duration(by)}, in which the page was hidden or asleep`,
  RunFailed: (event) => error(event.error),
  RunCancelled: ({ reason }) => reason ?? "",
};

/** What an event says beyond its kind and place. `began` is when the run began. */
export const words = (event, began) => WORDS[event.type]?.(event, began) ?? "";
