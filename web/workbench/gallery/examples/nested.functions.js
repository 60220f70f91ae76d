// A nested workflow is a step: it gets that step's input, and its last result is the step's. `Toast` has a name, and is
// used twice; `Coffee` stands where it is used.

export const slice = (breakfast) => ({ ...breakfast, slices: (breakfast.slices ?? 0) + 1 });

export const roast = (breakfast) => ({ ...breakfast, toasts: breakfast.slices });

export const grind = (breakfast) => ({ ...breakfast, beans: 12 });

// A step sees the results of its own workflow.
export const brew = ({ toasts }, step) => `${toasts} toasts and coffee of ${step.context["Grind"].beans} beans`;
