// `step.attempt` counts the tries. The first rule that names the error decides how long to wait before the next:
// here 0.5 s, then twice as long each time, at most 3 s.

export function call(number, step) {
  if (step.attempt <= 3) {
    const error = new Error(`try ${step.attempt}: the line is busy`);
    error.name = "LineBusy";
    throw error;
  }
  return { number, answeredAt: step.attempt };
}

export const talk = ({ number, answeredAt }) => `${number} answered at try ${answeredAt}`;
