// The oracle thinks as long as the input says, in seconds. After one second the attempt is given up, whatever it does
// later; an endless loop is ended too.

export async function ask({ seconds, question }) {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return `${question} Yes.`;
}

export const toss = ({ error, input }) => `${input.question} Heads. (${error.name})`;
