// Dark or light: as the system has it, or as the user says.

const KEY = "stepwell.theme"; // bridge.js reads it before anything is drawn

/** @param {"light" | "dark" | ""} theme nothing follows the system */
export function setTheme(theme) {
  document.documentElement.style.colorScheme = theme;
  try {
    if (theme) localStorage.setItem(KEY, theme);
    else localStorage.removeItem(KEY);
  } catch {
    // Without storage it holds until the page is left.
  }
}
