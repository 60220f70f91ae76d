// Stepwell: a workflow engine. See README.md.

export { init, initSync } from "./engine.js";
export { BuildError, InvalidWorkflow, RunCancelled, RunError, RunFailed, StepwellError } from "./errors.js";
export { Run } from "./run.js";
export { StepFunction } from "./step-function.js";
