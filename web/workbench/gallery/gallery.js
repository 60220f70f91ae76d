// Examples that teach one thing each, the car purchase first. What they are is in `examples.json`; each runs in a test
// (`tests/node/gallery.test.js`).

import about from "./examples.json";
import carPurchase from "../../src/examples/car_purchase.json";
import carPurchaseFunctions from "../../src/examples/car_purchase.functions.js";
import sequence from "./examples/sequence.json";
import sequenceFunctions from "./examples/sequence.functions.js";
import branch from "./examples/branch.json";
import branchFunctions from "./examples/branch.functions.js";
import parallelAll from "./examples/parallel_all.json";
import parallelAllFunctions from "./examples/parallel_all.functions.js";
import parallelStop from "./examples/parallel_stop.json";
import parallelStopFunctions from "./examples/parallel_stop.functions.js";
import retry from "./examples/retry.json";
import retryFunctions from "./examples/retry.functions.js";
import timeout from "./examples/timeout.json";
import timeoutFunctions from "./examples/timeout.functions.js";
import failureHandler from "./examples/failure_handler.json";
import failureHandlerFunctions from "./examples/failure_handler.functions.js";
import nested from "./examples/nested.json";
import nestedFunctions from "./examples/nested.functions.js";
import map from "./examples/map.json";
import mapFunctions from "./examples/map.functions.js";
import wait from "./examples/wait.json";
import waitFunctions from "./examples/wait.functions.js";
import cpuBound from "./examples/cpu_bound.json";
import cpuBoundFunctions from "./examples/cpu_bound.functions.js";
import saga from "./examples/saga.json";
import sagaFunctions from "./examples/saga.functions.js";
import loop from "./examples/loop.json";
import loopFunctions from "./examples/loop.functions.js";

/** The definition and the functions' text of each. */
const PARTS = {
  car_purchase: [carPurchase, carPurchaseFunctions],
  sequence: [sequence, sequenceFunctions],
  branch: [branch, branchFunctions],
  parallel_all: [parallelAll, parallelAllFunctions],
  parallel_stop: [parallelStop, parallelStopFunctions],
  retry: [retry, retryFunctions],
  timeout: [timeout, timeoutFunctions],
  failure_handler: [failureHandler, failureHandlerFunctions],
  nested: [nested, nestedFunctions],
  map: [map, mapFunctions],
  wait: [wait, waitFunctions],
  cpu_bound: [cpuBound, cpuBoundFunctions],
  saga: [saga, sagaFunctions],
  loop: [loop, loopFunctions],
};

/** @typedef {{ id: string, title: string, teaches: string, try: string, texts: { definition: string, functions: string, input: string } }} Example */

const asText = (value) => JSON.stringify(value, null, 2);

/** @type {Example[]} */
export const examples = about.map(({ id, title, teaches, try: attempt, input }) => {
  const [definition, functions] = PARTS[id];
  return { id, title, teaches, try: attempt, texts: { definition: asText(definition), functions, input: asText(input) } };
});
