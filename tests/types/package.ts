// The package's types, held by `tsc --strict`: what must compile, and what must not.

import { InvalidWorkflow, RunCancelled, RunFailed, StepFunction, init, initSync, layout, layoutGraph } from "../../core/npm/index.js";
import type { Diagnostic, Drawing, Event, Failure, Func, Report, Run, Step } from "../../core/npm/index.js";

const double: Func<number, number> = async (n, step: Step) => {
  step.signal.throwIfAborted();
  return n * 2;
};

const workflow = new StepFunction<number, string>("w", { timeout: 10, functions: { double } })
  .addStep("A", { func: double, nextStep: "B", retry: [{ errors: ["*"], jitter: true }] })
  .addStep("B", { func: { x: double, y: "double", z: { workflow: "W" } }, parallel: true, onFailure: [{ errors: ["Boom"], goTo: "C" }] })
  .addSubStepFunction("C", { workflow: new StepFunction(), nextStep: "D" })
  .addStep("D", { map: { func: double, concurrency: 2 }, branchOn: "/0", branch: { "1": "E" } })
  .addStep("E", { func: (failure: Failure<number>) => failure.error.message })
  .setStartStep("A");

export async function use(): Promise<void> {
  await init();
  initSync(new Uint8Array());
  const diagnostics: Diagnostic[] = workflow.validate();
  const run: Run<string> = workflow.start(1, { signal: AbortSignal.timeout(5), retention: "context", id: "r", seed: 1 });
  for await (const event of run) (event satisfies Event).seq.toFixed();
  try {
    const report: Report<string> = await workflow.execute(2);
    report.output.toUpperCase();
  } catch (error) {
    if (error instanceof InvalidWorkflow) error.diagnostics.at(0)?.severity satisfies "error" | "warning" | undefined;
    if (error instanceof RunFailed) error.cause.stack?.trim();
    if (error instanceof RunCancelled) error.report.handledFailures.at(0)?.handledBy?.trim();
  }
  StepFunction.fromJSON({ steps: {} }, { double }).resume(run.log).cancel("why");
  workflow.visualize("svg").trim();
  workflow.visualize("mermaid", { direction: "right", title: "w", statuses: run, document: false }).trim();
  workflow.visualize("svg", { theme: "dark", statuses: { A: "failed" }, depth: 1 }).trim();
  const drawing: Drawing = layout(workflow, { direction: "right", depth: 2 });
  drawing.nodes[0]?.detail?.trim();
  const nodes = [{ id: "a", width: 1, height: 1, mine: true }];
  const [x] = layoutGraph({ nodes, edges: [{ id: "e", from: "a", to: "a" }] }, { nodeGap: 30 }).edges[0]!.points[0]!;
  x.toFixed();
  void diagnostics;
}

// @ts-expect-error the input is a number
void workflow.execute("2");
// @ts-expect-error there is no such option
workflow.addStep("X", { nextSteps: "B" });
// @ts-expect-error seconds or a timestamp
workflow.addStep("X", { wait: true });
// @ts-expect-error a nested workflow is needed
workflow.addSubStepFunction("X", {});
// @ts-expect-error there is no such status
workflow.visualize("svg", { statuses: { A: "lost" } });
// @ts-expect-error there is no such option
layoutGraph({ nodes: [], edges: [] }, { depth: 1 });
// @ts-expect-error a node has a size
layoutGraph({ nodes: [{ id: "a" }], edges: [] });
// @ts-expect-error there is no such format
workflow.visualize("gif");
// @ts-expect-error a run is made by `start`
new (workflow.start(1).constructor as typeof Run)();
