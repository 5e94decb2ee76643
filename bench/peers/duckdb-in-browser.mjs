// The package's exports leave this build out; the bench's server bundles it by its path.

import { BROWSER_RUNTIME, VoidLogger, createDuckDB } from "./node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs";

const wasm = (name) => ({ mainModule: new URL(`./node_modules/@duckdb/duckdb-wasm/dist/${name}.wasm`, import.meta.url).href });

let database;

export async function openDuckdb() {
  if (database === undefined) {
    const bundles = { mvp: wasm("duckdb-mvp"), eh: wasm("duckdb-eh") };
    database = await createDuckDB(bundles, new VoidLogger(), BROWSER_RUNTIME);
    await database.instantiate();
  }
  return database;
}
