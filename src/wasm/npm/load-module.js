// A WebAssembly module, from wherever it is; what to say where it is not; and another one where it stops.

import { FalFocusError, isOfSink, takeThrown } from "./host.js";

/** Loads by a module's glue, which does it once, and again after a failure. `where` may give a promise. */
export async function loadModule(load, file, where) {
  try {
    // Only the call that begins to load reads it.
    await load({ get module_or_path() { return opened(file, where); } });
  } catch (error) {
    throw error instanceof FalFocusError ? error : refused(file, error);
  }
}

/** The same where nothing has to be waited for. */
export function loadModuleNow(loadSync, file, where) {
  try {
    loadSync({ module: where() });
  } catch (error) {
    // Of the file system, or of an address.
    throw "code" in error ? missing(file, error) : refused(file, error);
  }
}

async function opened(file, where) {
  try {
    const source = await where();
    const found = isA(/String|URL|Request/, source) ? await fetched(source) : source;
    if (isA(/Response/, found)) checkResponse(found);
    return found;
  } catch (error) {
    throw missing(file, error);
  }
}

async function fetched(address) {
  try {
    return await fetch(address);
  } catch (error) {
    throw new Error(`${address.url ?? address}: ${error.cause?.message || error.message}`);
  }
}

/** A missing file is often answered with a page. */
function checkResponse({ ok, status, headers, url }) {
  if (!ok) throw new Error(`${url} answers ${status}`);
  if (/^text\/html/i.test(headers.get("Content-Type"))) throw new Error(`${url} is a web page`);
}

function isA(kind, value) {
  return kind.test(Object.prototype.toString.call(value));
}

function missing(file, error) {
  return unavailable(file, error, "Bundlers such as esbuild and Rollup leave the file behind");
}

function refused(file, error) {
  return unavailable(file, error, "It must be the file of this very version, a browser must be of 2023 or later, and a Content-Security-Policy must allow 'wasm-unsafe-eval'");
}

function unavailable(file, { message }, advice) {
  const init = file.includes("check") ? "initCheck" : "init";
  return new FalFocusError("module_unavailable", `${file} cannot be loaded: ${message}`, {
    hint: `${advice}; ${init}(url) says where it is, and fal-focus/inline has it inside.`,
  });
}

const ELSEWHERE = "another call stopped it";

/**
 * Calls into a module, which `renew` makes anew where it has stopped: whatever it was in the middle of, nobody can go
 * on with. `call(body)` gives what `body` does. `made(make)` is for what lives in the module, and is gone with it: it
 * gives `use(body)`, which calls `body` with that, and `use.free()`.
 */
export function callsInto(renew) {
  let depth = 0;
  let generation = 0;
  /** How many live in it. */
  let alive = 0;
  let isStopped = false;

  function revive() {
    try {
      renew();
      takeThrown();
      generation += 1;
      alive = 0;
      isStopped = false;
    } catch {
      // There is no room for another one yet: the next call tries again.
    }
  }

  function call(body) {
    if (isStopped && depth === 0) revive();
    let reason = ELSEWHERE;
    depth += 1;
    try {
      const result = isStopped ? undefined : outcome(body);
      // A sink may have called into it, and that stopped it.
      if (!isStopped) return result;
    } catch (error) {
      const wasStopped = isStopped;
      // Until it is known: where the stack is full, there may be no room to find out.
      isStopped = true;
      isStopped = wasStopped || (isStop(error) && !isOfSink(error));
      if (!isStopped) throw error;
      if (!wasStopped) reason = error.message;
    } finally {
      depth -= 1;
    }
    const error = stoppedBy(reason);
    // Not under those who are still in it.
    if (depth === 0) revive();
    throw error;
  }

  function made(make) {
    const object = call(make);
    let born = generation;
    alive += 1;
    const use = (body) => call(() => {
      if (born !== generation) throw stoppedBy(ELSEWHERE);
      return body(object);
    });
    use.free = () => {
      // In another module its place is somebody else's.
      if (born !== generation || isStopped) return;
      born = undefined;
      alive -= 1;
      call(() => object.free());
    };
    return use;
  }

  /** Gives memory back, which a module alone only ever takes; not where something lives in it. */
  function rest() {
    if (alive === 0 && depth === 0) revive();
  }

  return { call, made, rest };
}

/** What a value threw as it was read goes before what the module made of that. */
function outcome(body) {
  try {
    return body();
  } finally {
    const thrown = takeThrown();
    if (thrown) throw thrown.error;
  }
}

/** A trap, or a stack that was full in the middle of the module. */
function isStop(error) {
  return error instanceof WebAssembly.RuntimeError || /^Maximum call stack|^too much recursion/.test(error?.message);
}

function stoppedBy(reason) {
  return new FalFocusError("internal_error", `the module stopped: ${reason}`, {
    hint: "It may have run out of memory: give smaller files, or grain line_item, in a new page or process.",
  });
}
