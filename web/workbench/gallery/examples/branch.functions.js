// The branch looks at `size` in this result: "letter" and "pallet" have steps of their own, all else takes `nextStep`.
export function weigh({ kilograms }) {
  const size = kilograms < 0.5 ? "letter" : kilograms > 40 ? "pallet" : "parcel";
  return { kilograms, size };
}

export const post = ({ kilograms }) => `A stamp for ${kilograms * 1000} g`;

export const parcel = ({ kilograms }) => `A parcel of ${kilograms} kg`;

export const freight = ({ kilograms }) => `A lorry for ${kilograms} kg`;
