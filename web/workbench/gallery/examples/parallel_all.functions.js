// All three run at once. One of them fails; without `stopOnFailure` the others finish, and the step succeeds.

const after = (milliseconds, value) => new Promise((resolve) => setTimeout(() => resolve(value), milliseconds));

export const corner_shop = (item) => after(300, { shop: "corner", item, price: 12 });

export const market = (item) => after(600, { shop: "market", item, price: 9 });

export async function harbour_store() {
  await after(150);
  throw new Error("closed on Mondays");
}

// The failed task's place holds its error.
export function choose(answers) {
  const offers = Object.values(answers).filter((answer) => !answer.error);
  return offers.reduce((best, offer) => (offer.price < best.price ? offer : best));
}
