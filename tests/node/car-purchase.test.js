// The car purchase through the package, one `addStep` a row, with the functions that the page runs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { StepFunction, init } from "../../core/npm/index.js";
import * as functions from "../../web/src/examples/car_purchase.functions.js";

const {
  validate_car_purchase_transaction, check_if_car_purchase_transaction_is_valid, update_shipping_db_record,
  update_payment_db_record, update_inventory_db_record, update_car_purchase_transaction_status,
  send_notification_to_user_email, end_step, generic_failure_handler,
} = functions;

const workflow = new StepFunction("Validate_Car_Purchase_Transaction_Workflow");
workflow.addStep("Parse_Car_Purchase_Transaction", {
  func: validate_car_purchase_transaction,
  nextStep: "Check_If_Car_Purchase_Transaction_Is_Valid", onFailure: "Generic_Failure_Handler",
});
workflow.addStep("Check_If_Car_Purchase_Transaction_Is_Valid", {
  func: check_if_car_purchase_transaction_is_valid,
  branch: { valid: "Update_Company_DB_Records", invalid: "Send_Notification_To_User_Email" },
  onFailure: "Generic_Failure_Handler",
});
workflow.addStep("Update_Company_DB_Records", {
  func: { update_shipping_db_record, update_payment_db_record, update_inventory_db_record },
  nextStep: "Update_Car_Purchase_Transaction_Status", parallel: true, stopOnFailure: false,
});
workflow.addStep("Update_Car_Purchase_Transaction_Status", {
  func: update_car_purchase_transaction_status,
  nextStep: "Send_Notification_To_User_Email", onFailure: "Generic_Failure_Handler",
});
workflow.addStep("Send_Notification_To_User_Email", {
  func: send_notification_to_user_email, nextStep: "End", onFailure: "Generic_Failure_Handler",
});
workflow.addStep("End", { func: end_step });
workflow.addStep("Generic_Failure_Handler", { func: generic_failure_handler });

const transaction = { id: "T-1001", buyer: "ada@example.com", vin: "1HGCM82633A004352", price: 18500 };
const succeeded = (steps) => Object.keys(steps).filter((name) => steps[name] === "succeeded");
const [parse, check, update, status, send, end, handler] = Object.keys(workflow.steps);

const cases = [
  ["the valid path: six steps", transaction, [parse, check, update, status, send, end], []],
  ["the invalid path: four steps", { ...transaction, price: 0 }, [parse, check, send, end], []],
  ["a payment failure: its slot holds the error, the customer is notified", { ...transaction, card: "declined" },
    [parse, check, update, status, send, end], [`${update}/update_payment_db_record: PaymentError`]],
  ["a malformed transaction: the failure handler runs", { id: 7 }, [handler], [`${parse}: ValidationError`]],
];

for (const [name, input, steps, handled] of cases) {
  test(name, async () => {
    const own = StepFunction.fromJSON(workflow.toJSON(), functions); // its own latest run: the cases run at once
    const report = await own.execute(input);
    assert.equal(report.status, "COMPLETED");
    assert.deepEqual(succeeded(own.steps), steps);
    assert.deepEqual(report.handledFailures.map(({ path, error }) => `${path}: ${error.name}`), handled);
    const slot = report.context[update]?.update_payment_db_record;
    assert.equal(slot?.error?.name, input.card ? "PaymentError" : undefined);
  });
}

test("it is the definition that the page shows", async () => {
  await init();
  const shown = JSON.parse(readFileSync(new URL("../../web/src/examples/car_purchase.json", import.meta.url), "utf8"));
  assert.deepEqual(workflow.toJSON().steps, shown.steps);
  assert.deepEqual(workflow.validate(), []);
});
