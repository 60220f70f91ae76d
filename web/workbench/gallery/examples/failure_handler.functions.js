// The error's name decides which step goes on: the first entry of `onFailure` that names it.

export function pay({ amount, card }) {
  const problems = { declined: "CardDeclined", stolen: "Stolen", strange: "Oops" };
  if (problems[card]) {
    const error = new Error(`the card is ${card}`);
    error.name = problems[card];
    throw error;
  }
  return { amount, card };
}

// What a handler returns flows on like any result.
export const ask_again = ({ input }) => ({ amount: input.amount, card: "another one" });

export const apologise = ({ error }) => `We are sorry: ${error.message}`;

export const thank = ({ amount, card }) => `Paid ${amount} with ${card === "good" ? "the card" : card}`;
