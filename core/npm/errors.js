// The errors of the package: real `Error`s with a closed `code`.

import { fromErrorRecord } from "./value.js";

/** What every error of the package is. */
export class StepwellError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }
  get name() {
    return "StepwellError";
  }
}

/** A workflow that cannot run: `diagnostics` has everything that is wrong with it. Nothing has run. */
export class InvalidWorkflow extends StepwellError {
  get name() {
    return "InvalidWorkflow";
  }
  constructor(diagnostics) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const lines = errors.map(({ pointer, message, code }) => `  ${pointer || "the definition"}: ${message} (${code})`);
    super("InvalidWorkflow", `the workflow cannot run:\n${lines.join("\n")}`);
    this.diagnostics = diagnostics;
  }
}

/** A run that ended with a failure that nobody handled: `report` tells all of it, `cause` is the error. */
export class RunFailed extends StepwellError {
  get name() {
    return "RunFailed";
  }
  constructor(report, failure) {
    const cause = fromErrorRecord(failure.error);
    super("RunFailed", `${failure.path || "the run"}: ${cause.name}: ${cause.message}`, { cause });
    this.report = report;
    this.path = failure.path;
  }
}

/** A run that was cancelled. */
export class RunCancelled extends StepwellError {
  get name() {
    return "RunCancelled";
  }
  constructor(report, reason) {
    super("RunCancelled", typeof reason === "string" ? `the run was cancelled: ${reason}` : "the run was cancelled");
    this.report = report;
    if (reason !== undefined) this.cause = reason;
  }
}

/** A command that the run cannot carry out where it stands, or a log that cannot be read; see `code`. */
export class RunError extends StepwellError {
  get name() {
    return "RunError";
  }
}

/** A value of the wrong kind where the workflow is built; see `code`. */
export class BuildError extends StepwellError {
  get name() {
    return "BuildError";
  }
}

/** A graph that cannot be laid out; see `code`. */
export class LayoutError extends StepwellError {
  get name() {
    return "LayoutError";
  }
}
