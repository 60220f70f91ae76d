// Which steps a search finds.

/** The ids of the steps whose names have all the words in them, in whatever case the letters are. */
export function matching(steps, wanted) {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const hasAll = (name) => words.every((word) => name.includes(word));
  return steps.filter(([, name]) => hasAll(name.toLowerCase())).map(([id]) => id);
}
