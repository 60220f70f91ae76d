// What a step does: a choice, and the fields that go with it.

import { html, nothing } from "lit-html";
import { choiceField, flagField, keyField, numberField, otherProblems, setNumber, textField } from "./fields.js";
import { idSegment, segment } from "./form.js";
import { writeFunction } from "../to_text.js";
import { removeButton } from "./rows.js";

/** @typedef {import("./form.js").Form} Form */

const KINDS = [
  ["task", "Calls a function"],
  ["parallel", "Runs tasks at once"],
  ["map", "Does something for each item"],
  ["nested", "Runs a workflow"],
  ["wait", "Waits"],
  ["fail", "Fails on purpose"],
  ["branch", "Only chooses the next step"],
  ["pass", "Nothing: passes its input on"],
];

/** The keys that say what a step does. */
const ACTION_KEYS = ["func", "parallel", "workflow", "map", "wait", "fail", "stopOnFailure"];

/** @param {Form} form */
export function actionFields(form) {
  const { kind } = form.step;
  // What has branches chooses among them, whatever else it does.
  const choices = KINDS.filter(([choice]) => choice !== "pass" || form.step.keys.branch === undefined);
  return [
    choiceField(form, { id: "field-kind", label: "What it does", value: kind, choices, take: (to) => become(form, to) }),
    FIELDS[kind]?.(form) ?? nothing,
  ];
}

const FIELDS = {
  task: (form) => [keyField(form, "func", { label: "Function", list: "function-names" }), toFunction(form)],
  parallel: (form) => {
    form.value("parallel");
    return [taskRows(form), stopOnFailure(form, "tasks"), otherProblems(form.problems("parallel"))];
  },
  map: (form) => {
    const map = form.value("map");
    if (typeof map !== "object" || map === null) return keyField(form, "map", { label: "For each item" });
    return [
      map.func === undefined && map.workflow !== undefined ? nested(form, "map", "/workflow", map.workflow) : inside(form, "map", map, "func", "Function for each item", { list: "function-names" }),
      inside(form, "map", map, "items", "Where the list is", { placeholder: "the input itself", hint: "A JSON pointer into the input, such as /orders." }),
      inside(form, "map", map, "concurrency", "At most so many at once", { placeholder: "40", numeric: true }),
      stopOnFailure(form, "items"),
      otherProblems(form.untold("map")),
    ];
  },
  nested: (form) => [nested(form, "workflow", "", form.value("workflow"))],
  wait: (form) =>
    numberField(form, "wait", { label: "How long", numeric: false, hint: "Seconds, or a point in time such as 2030-01-31T12:00:00Z." }),
  fail: (form) => {
    const fail = form.value("fail");
    if (typeof fail !== "object" || fail === null) return keyField(form, "fail", { label: "Fails with" });
    return [
      inside(form, "fail", fail, "error", "The error's name"),
      inside(form, "fail", fail, "message", "What went wrong"),
      otherProblems(form.untold("fail")),
    ];
  },
};

/** What leads to a function's text, and adds the function if there is none. */
function toFunction(form) {
  const { func } = form.step.keys;
  if (typeof func !== "string" || func === "") return nothing;
  // A tap leaves the field and presses this at once: what was written there is taken by then, but not drawn yet.
  return html`<button type="button" class="link" id="edit-function" @click=${() => writeFunction(form.now().keys.func)}>Write the function</button>`;
}

/** A member of what a key holds. */
function inside(form, key, holder, name, label, more = {}) {
  const id = `field-${key}-${name}`;
  const at = segment(name);
  const value = holder[name];
  const take = (text) => {
    if (more.numeric) return setNumber(form, key, text, { at, field: id });
    return form.set(key, text === "" ? undefined : text, { at, field: id });
  };
  const shown = value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  return textField(form, { id, key, at, label, value: shown, take, ...more });
}

/** A workflow that is nested by name, or written in place. */
function nested(form, key, at, value) {
  const id = `field-${key}-workflow`;
  const problems = form.problems(key, at);
  if (typeof value === "object" && value !== null) {
    const count = Object.keys(value.steps ?? {}).length;
    const written = `The workflow is written in place: ${count} ${count === 1 ? "step" : "steps"}, which the graph shows in this one.`;
    return html`<p class="hint">${written}</p>${otherProblems(problems)}`;
  }
  return textField(form, {
    id,
    key,
    at,
    label: "Workflow",
    value: typeof value === "string" ? value : JSON.stringify(value ?? ""),
    list: "workflow-names",
    hint: "The name of one in the workflow's “workflows”.",
    take: (text) => form.set(key, text, { at, field: id }),
  });
}

function stopOnFailure(form, others) {
  return flagField(form, "stopOnFailure", `The first failure stops the other ${others}`);
}

/** @param {Form} form */
function taskRows(form) {
  const tasks = form.value("func");
  if (typeof tasks !== "object" || tasks === null) return keyField(form, "func", { label: "Tasks", list: "function-names" });
  const { id } = form.step;
  const idOf = (name) => `${id}/${idSegment(name)}`;
  const row = (name, index) => {
    const task = tasks[name];
    const at = segment(name);
    const nameId = `field-task-${index}-name`;
    const funcId = `field-task-${index}-func`;
    const calls =
      typeof task === "object" && task !== null && "workflow" in task
        ? nested(form, "func", `${at}/workflow`, task.workflow)
        : textField(form, {
            id: funcId,
            key: "func",
            at,
            label: "Function",
            list: "function-names",
            value: typeof task === "string" ? task : JSON.stringify(task),
            take: (text) => form.set("func", text, { at, field: funcId }),
          });
    const renamed = (text) =>
      form.change(
        [{ do: "rename", step: idOf(name), name: text }, { do: "set", step: id, key: "parallel", value: true }],
        nameId,
        `Rename the task \`${name}\``,
      );
    return html`<li class="entry pair">
      ${textField(form, { id: nameId, label: "Task", value: name, take: renamed })} ${calls}
      ${removeButton(`Remove the task ${name}`, "add-task", () => form.set("func", undefined, { at }))}
    </li>`;
  };
  const add = () =>
    form.change(
      [{ do: "addStep", chain: id, kind: "task" }, { do: "set", step: id, key: "parallel", value: true }],
      undefined,
      `Add a task to \`${form.step.name}\``,
    );
  const rows = (form.step.orders.func ?? []).map(row);
  return html`<fieldset id="field-tasks">
    <legend>Tasks</legend>
    <ul class="entries">${rows}</ul>
    ${otherProblems(form.untold("func"))}
    <button type="button" class="button" id="add-task" @click=${add}>Add a task</button>
  </fieldset>`;
}

/** Makes the step do something else; what it calls is kept where that makes sense. @param {Form} form */
function become(form, kind) {
  const { keys, texts, id, name } = form.step;
  const { func, map } = keys;
  const called = [func, map?.func, typeof func === "object" && Object.values(func ?? {})[0]].find((one) => typeof one === "string");
  const target = called ?? "doIt";
  const inline = JSON.stringify({ steps: { Task: { func: target } } });
  const workflow = texts.workflow ?? (map?.workflow === undefined ? inline : JSON.stringify(map.workflow));
  const wanted = {
    task: { func: JSON.stringify(target) },
    parallel: { func: JSON.stringify({ first: target, second: target }), parallel: "true" },
    map: { map: keys.workflow === undefined ? JSON.stringify({ func: target }) : `{"workflow":${workflow}}` },
    nested: { workflow },
    wait: { wait: "1" },
    fail: { fail: JSON.stringify({ error: "Failed", message: "The workflow failed on purpose." }) },
    branch: {},
    pass: {},
  }[kind];
  const keepsStop = ["parallel", "map"].includes(kind);
  const gone = ACTION_KEYS.filter((key) => key in keys && !(key in wanted) && !(keepsStop && key === "stopOnFailure"));
  const chooses = kind === "branch" && keys.branch === undefined ? ["true", "false"] : [];
  const edits = [
    ...chooses.map((branch) => ({ do: "addStep", chain: form.chain, kind: "task", after: id, via: { branch } })),
    ...Object.entries(wanted).map(([key, json]) => ({ do: "set", step: id, key, value: JSON.parse(json) })),
    ...gone.map((key) => ({ do: "set", step: id, key })),
  ];
  if (edits.length > 0) form.change(edits, "field-kind", `Change what \`${name}\` does`);
}
