// A harness as one writes it who does not think of what else is in the realm. Everything that the cases try works here.

var port;
var functions = {};
var calls = new Map();
var sent = [];
var controller = new AbortController();
var step = { signal: controller.signal, log: log };

onmessage = function receive(event) {
  var message = event.data;
  if (event.ports.length > 0) {
    port = event.ports[0];
    // The page is heard there too; then the handler's `this` is the port.
    port.onmessage = receive;
  }
  switch (message.kind) {
    case "load":
      functions = new Function("return (" + message.text + ")()")();
      functions.wait = function () {
        return new Promise(function () {});
      };
      return;
    case "ping":
      return port.postMessage({ id: message.id });
    case "abort":
      return controller.abort();
    case "attempt":
    case "check":
    case "wait":
      return call(message.kind, message.id, message.input);
  }
};

function call(kind, id, input) {
  calls.set(id, { port: port });
  var result;
  try {
    result = functions[kind](input, step);
  } catch (thrown) {
    return fail(id, thrown);
  }
  var answered = function (value) {
    answer(id, value);
  };
  if (result && result.then && !(result instanceof Promise)) return result.then(answered);
  Promise.resolve(result).then(answered, function (thrown) {
    fail(id, thrown);
  });
}

function answer(id, value) {
  var to = calls.get(id).port;
  var text = JSON.stringify({ id: id, result: value });
  var record = {};
  record.port = to;
  sent.push(record);
  var latest = [];
  latest[0] = record;
  for (var target of [to]) send.call(target, JSON.parse(text), id);
  postMessage({ text: "answered" });
}

function send(message, id) {
  var to = this;
  setTimeout(function () {
    to.postMessage({ id: id, result: message.result });
  }, 0);
}

function fail(id, thrown) {
  port.postMessage({ id: id, error: String((thrown && (thrown.stack + thrown.message)) || thrown) });
}

function log() {
  port.postMessage({ text: Array.prototype.join.call(arguments, " ") });
}

console.log = log;
addEventListener("unhandledrejection", function (event) {
  event.preventDefault();
  port.postMessage({ text: String(event.reason) });
});
