// What a function can do to the script that calls it, which is in the same realm. Each plants one trap, and is handed
// something of the script's own if that falls into it: a port, an event, a function, a record. It has succeeded if it
// has anything to `keep` by the time of the next call.
//
// The control is a script that thinks of none of this: naive.js.

export async function exchange_the_ports_post_message(keep) {
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (...message) {
    keep(this);
    return postMessage.apply(this, message);
  };
}

export async function exchange_the_workers_post_message(keep) {
  const post = globalThis.postMessage;
  globalThis.postMessage = (...message) => {
    keep(message);
    return post(...message);
  };
}

export async function exchange_the_messages_data(keep) {
  const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data");
  Object.defineProperty(MessageEvent.prototype, "data", {
    get() {
      keep(this.currentTarget);
      return get.call(this);
    },
  });
}

export async function listen_for_the_pages_messages(keep) {
  addEventListener("message", keep);
}

export async function forge_a_message_of_the_pages(keep) {
  const data = new Proxy({}, { get: (_, key) => keep(`${String(key)} was read`) });
  dispatchEvent(new MessageEvent("message", { data }));
}

export async function exchange_the_maps_get(keep) {
  const { get, set } = Map.prototype;
  Map.prototype.get = function (key) {
    keep(this);
    return get.call(this, key);
  };
  Map.prototype.set = function (key, value) {
    keep(this);
    return set.call(this, key, value);
  };
}

export async function exchange_the_lists_push(keep) {
  const { push } = Array.prototype;
  Array.prototype.push = function (...values) {
    keep(values);
    return push.apply(this, values);
  };
}

export async function set_a_trap_in_lists(keep) {
  Object.defineProperty(Array.prototype, "0", { set: keep, configurable: true });
}

export async function set_a_trap_in_objects(keep) {
  for (const key of ["port", "id", "kind", "text", "version", "result"]) {
    Object.defineProperty(Object.prototype, key, { set: keep, get: () => undefined, configurable: true });
  }
}

export async function exchange_the_lists_iterator(keep) {
  const iterate = Array.prototype[Symbol.iterator];
  Array.prototype[Symbol.iterator] = function () {
    keep(this);
    return iterate.call(this);
  };
}

export async function exchange_the_promises_then(keep) {
  const { then } = Promise.prototype;
  Promise.prototype.then = function (resolve, reject) {
    keep(resolve);
    return then.call(this, resolve, reject);
  };
}

export async function exchange_json_stringify(keep) {
  const { stringify } = JSON;
  JSON.stringify = (value) => {
    keep(value);
    return stringify(value);
  };
}

export async function exchange_json_parse(keep) {
  const { parse } = JSON;
  JSON.parse = (text) => {
    keep(text);
    return parse(text);
  };
}

export async function set_a_to_json_trap(keep) {
  Object.prototype.toJSON = function () {
    keep(this);
    return { ...this };
  };
}

export async function exchange_the_functions_call(keep) {
  const { call } = Function.prototype;
  const { apply } = Reflect;
  Function.prototype.call = function (...values) {
    keep(values);
    return apply(call, this, values);
  };
}

export async function exchange_the_timers(keep) {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (callback, delay) => {
    keep(callback);
    return setTimeout(callback, delay);
  };
}

export function ask_who_calls(keep) {
  // Whoever looks whether the result is a promise calls this.
  return Object.defineProperty({}, "then", {
    get: function getter() {
      keep(getter.caller);
    },
  });
}

export async function look_into_stack_traces(keep) {
  Error.prepareStackTrace = (_, frames) => {
    for (const frame of frames) {
      const [self, func] = [frame.getThis(), frame.getFunction()];
      if (self && self !== globalThis) keep(self);
      if (func && !`${func}`.includes("look_into_stack_traces")) keep(func);
    }
    return "";
  };
  void new Error().stack;
  await null;
  void new Error().stack;
  return {
    toJSON() {
      void new Error().stack;
      return 1;
    },
  };
}

export function settle_a_call_twice(keep) {
  // Whoever takes the result for a promise gives it what settles the call; the browser's own function settles it once.
  return {
    then(resolve) {
      if (!String(resolve).includes("[native code]")) keep(resolve);
      resolve(1);
    },
  };
}
