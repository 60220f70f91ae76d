// With `stopOnFailure` the first failure really stops the others: their `step.signal` aborts.

function after(milliseconds, value, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(value), milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

export const reserve_room = (meeting, step) => after(2000, "the large room", step.signal);

export const order_lunch = (meeting, step) => after(1500, `lunch for ${meeting.people}`, step.signal);

export async function reserve_projector(meeting, step) {
  await after(400, undefined, step.signal);
  if (meeting.people > 20) throw new Error("the projector is too small");
  return "the projector";
}

export const invite = (reserved) => `Invited; there will be ${Object.values(reserved).join(", ")}`;

// A failure handler gets the error, the step that failed, its path and its input.
export const call_it_off = ({ error, failedStep }) => `Called off: ${failedStep} failed with ${error.name}`;
