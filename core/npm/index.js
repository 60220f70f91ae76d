// Stepwell: a workflow engine. See README.md.

export { init, initSync } from "./engine.js";
export { BuildError, InvalidWorkflow, LayoutError, RunCancelled, RunError, RunFailed, StepwellError } from "./errors.js";
export { layout, layoutGraph } from "./layout.js";
export { Run } from "./run.js";
export { StepFunction } from "./step-function.js";
