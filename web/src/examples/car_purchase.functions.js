// The functions of the car purchase. Each simulates its work with a short wait, which ends early when
// `step.signal` aborts (the run was cancelled, or the attempt took longer than the step's timeout).
//
// Nothing here belongs to a browser: the same module runs in Node.

class ValidationError extends Error {
  name = "ValidationError";
}

class PaymentError extends Error {
  name = "PaymentError";
}

const work = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/** The transaction as the first step returned it. */
const transactionOf = (step) => step.context.Parse_Car_Purchase_Transaction;

/** Returns the transaction, or throws a `ValidationError` that names every field that is wrong. */
export async function validate_car_purchase_transaction(transaction, step) {
  await work(350, step.signal);
  if (typeof transaction !== "object" || transaction === null || Array.isArray(transaction)) {
    throw new ValidationError("A transaction is an object with id, buyer, vin and price.");
  }
  const { id, buyer, vin, price } = transaction;
  const wrong = [];
  if (typeof id !== "string" || id === "") wrong.push("id (text)");
  if (typeof buyer !== "string" || !buyer.includes("@")) wrong.push("buyer (an e-mail address)");
  if (typeof vin !== "string") wrong.push("vin (text)");
  if (typeof price !== "number") wrong.push("price (a number)");
  if (wrong.length > 0) throw new ValidationError(`Missing or malformed: ${wrong.join(", ")}.`);
  return transaction;
}

/** Returns "valid" or "invalid", which the step's branch matches. */
export async function check_if_car_purchase_transaction_is_valid({ vin, price }, step) {
  await work(300, step.signal);
  return vin.length === 17 && price > 0 ? "valid" : "invalid";
}

export async function update_shipping_db_record(_, step) {
  const { id, buyer } = transactionOf(step);
  await work(400, step.signal);
  return { shipment: `S-${id}`, to: buyer, status: "scheduled" };
}

/** Throws a `PaymentError` when the transaction's `card` is "declined". */
export async function update_payment_db_record(_, step) {
  const { id, price, card } = transactionOf(step);
  await work(600, step.signal);
  if (card === "declined") throw new PaymentError(`The card for ${id} was declined.`);
  return { payment: `P-${id}`, amount: price, status: "captured" };
}

export async function update_inventory_db_record(_, step) {
  const { vin } = transactionOf(step);
  await work(500, step.signal);
  return { vin, status: "reserved" };
}

/** Looks through what the parallel step returned: a task that failed left `{ error }` in its slot. */
export async function update_car_purchase_transaction_status(records, step) {
  await work(350, step.signal);
  const failed = Object.keys(records).filter((task) => records[task].error);
  return {
    id: transactionOf(step).id,
    status: failed.length === 0 ? "completed" : "needs attention",
    failed,
  };
}

/** Comes after the status update, or directly after the check, whose result is then "invalid". */
export async function send_notification_to_user_email(outcome, step) {
  const { id, buyer } = transactionOf(step);
  await work(300, step.signal);
  const status = outcome === "invalid" ? "rejected" : outcome.status;
  return { to: buyer, subject: `Your car purchase ${id}: ${status}` };
}

export function end_step(notification) {
  return { notified: notification.to, subject: notification.subject };
}

/** Takes a failure that a step handed over; what it returns is the run's output. */
export async function generic_failure_handler({ error, failedStep }, step) {
  await work(300, step.signal);
  return { failedStep, reason: `${error.name}: ${error.message}` };
}
