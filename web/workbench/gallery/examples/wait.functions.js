// A step that waits calls no function, and its output is its input. A wait goes on while the page is closed.

export const pour = (tea) => ({ tea, poured: true });

export const serve = ({ tea }) => `A cup of ${tea}`;
