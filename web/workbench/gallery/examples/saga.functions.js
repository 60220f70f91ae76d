// What has been done is undone in the opposite order: each step's failure goes to where the undoing of those before it
// begins. `step.idempotencyKey` is the same in each attempt, so that nothing is booked twice.

function book(what, trip, step) {
  if (trip.soldOut === what) throw new Error(`no ${what} left in ${trip.to}`);
  return { ...trip, [what]: `${what} for ${trip.to}` };
}

export const book_flight = (trip, step) => book("flight", trip, step);

export const book_hotel = (trip, step) => book("hotel", trip, step);

export const book_car = (trip, step) => book("car", trip, step);

export const confirm = ({ to, flight, hotel, car }) => `To ${to}: ${flight}, ${hotel}, ${car}`;

// The first of them gets a failure, the next one what that has returned: `undone` goes along.
export const cancel_hotel = (failure) => ({ why: failure.error.message, undone: ["hotel"] });

export const cancel_flight = ({ error, why, undone = [] }) => ({ why: why ?? error.message, undone: [...undone, "flight"] });

export const tell = ({ error, why, undone = [] }) =>
  `No journey: ${why ?? error.message}. Cancelled: ${undone.join(", ") || "nothing"}`;
