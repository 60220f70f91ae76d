// A step's function gets the result of the step before it; the first one gets the run's input.

export function find(id) {
  const people = { 1: "Ada", 2: "Grace", 3: "Edsger" };
  return { id, name: people[id] ?? "whoever you are" };
}

// The second argument knows the step: its params, its attempt, all results so far.
export function write(person, step) {
  return `${step.params.greeting} ${person.name},`;
}

export function sign(letter, step) {
  return `${letter} this is letter number ${step.context["Find"].id}. Yours, Stepwell`;
}
