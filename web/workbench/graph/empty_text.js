// Whether there is anything to draw.

/** Whether a definition's text has no steps yet. */
export function isEmpty(definition) {
  if (definition.trim() === "") return true;
  try {
    const workflow = JSON.parse(definition);
    if (!isObject(workflow)) return false;
    const { steps = {} } = workflow;
    return isObject(steps) && Object.keys(steps).length === 0;
  } catch {
    return false;
  }
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
