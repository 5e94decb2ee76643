// A WebAssembly module, from wherever it is; and what to say where it is not.

import { FalFocusError } from "./host.js";

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
