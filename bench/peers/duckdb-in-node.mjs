import { createRequire } from "node:module";

const { NODE_RUNTIME, VoidLogger, createDuckDB } = createRequire(import.meta.url)("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs");
const wasm = (name) => ({ mainModule: new URL(import.meta.resolve(`@duckdb/duckdb-wasm/dist/${name}.wasm`)).pathname });

let database;

export async function openDuckdb() {
  if (database === undefined) {
    const bundles = { mvp: wasm("duckdb-mvp"), eh: wasm("duckdb-eh") };
    database = await createDuckDB(bundles, new VoidLogger(), NODE_RUNTIME);
    await database.instantiate();
  }
  return database;
}
