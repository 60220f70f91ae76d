// The names that an editor is told from outside: of the workflow's steps, and of the module's functions.

import { StateEffect, StateField } from "@codemirror/state";

/** @typedef {{ steps: string[], functions: string[] }} Names */

/** @type {import("@codemirror/state").StateEffectType<Names>} */
export const setNames = StateEffect.define();

/** @type {StateField<Names>} */
export const namesField = StateField.define({
  create: () => ({ steps: [], functions: [] }),
  update(names, transaction) {
    return transaction.effects.reduce((known, effect) => (effect.is(setNames) ? effect.value : known), names);
  },
});
