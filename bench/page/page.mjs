// What the driver calls: one job to a new worker, its result back.

globalThis.race = (job) =>
  new Promise((done, failed) => {
    const worker = new Worker(new URL("worker.mjs", import.meta.url), { type: "module" });
    worker.onerror = ({ message }) => failed(new Error(message ?? "the worker could not be loaded"));
    worker.onmessage = ({ data: { said, result, error } }) => {
      if (said) return console.log(said);
      worker.terminate();
      return error ? failed(new Error(error)) : done(result);
    };
    worker.postMessage(job);
  });
