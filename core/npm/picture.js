// Pictures of a workflow.

import { PictureMarks, draw } from "./engine.js";
import { BuildError } from "./errors.js";
import { layoutOptions, readOptions } from "./options.js";
import { Run } from "./run.js";

const FORMATS = ["svg", "mermaid", "dot", "json"];
const OPTIONS = ["direction", "theme", "title", "statuses", "document", "depth"];
const STATUSES = ["pending", "running", "waiting", "retrying", "succeeded", "failed", "handled", "skipped", "cancelled"];

/** The picture of a checked workflow; `latest` is its latest run. */
export function picture(workflow, format, options, latest) {
  if (!FORMATS.includes(format)) {
    throw new BuildError("Build.Format", `there is no picture in the format ${JSON.stringify(format)}; there are ${FORMATS.map((known) => `"${known}"`).join(", ")}`);
  }
  const read = readOptions("visualize", options, OPTIONS);
  const { theme = "auto", title = "", statuses, document = true } = read;
  return draw(workflow, format, layoutOptions(read), theme, title, document, marks(statuses === true ? latest : statuses));
}

function marks(statuses) {
  if (statuses === undefined) return undefined;
  if (statuses instanceof Run) return Run.marks(statuses);
  for (const [path, status] of Object.entries(statuses)) {
    if (!STATUSES.includes(status)) {
      throw new BuildError("Build.Options", `the status of ${JSON.stringify(path)} is one of ${STATUSES.join(", ")}`);
    }
  }
  return new PictureMarks(Object.keys(statuses), Object.values(statuses));
}
