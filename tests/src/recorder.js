// Runs before the page: keeps every error, so that a test can ask for them in every browser alike.
(() => {
  const errors = [];
  window.stepwellErrors = errors;
  const text = (value) => (value instanceof Error ? `${value.name}: ${value.message}` : String(value));
  const consoleError = console.error;
  console.error = (...values) => {
    errors.push(`console.error: ${values.map(text).join(" ")}`);
    consoleError.apply(console, values);
  };
  // Captured, since the error of an element that does not load does not bubble.
  window.addEventListener(
    "error",
    (event) => {
      const address = event.target?.src ?? event.target?.href;
      errors.push(address ? `did not load: ${address}` : `uncaught: ${event.message}`);
    },
    true,
  );
  window.addEventListener("unhandledrejection", (event) => {
    errors.push(`unhandled rejection: ${text(event.reason)}`);
  });
  document.addEventListener("securitypolicyviolation", (event) => {
    errors.push(`forbidden by ${event.violatedDirective}: ${event.blockedURI}`);
  });
})();
