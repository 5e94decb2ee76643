// A module worker, where a page converts as well.

import { race } from "../race.mjs";

onmessage = async ({ data: job }) => {
  try {
    postMessage({ result: await race(job, (said) => postMessage({ said })) });
  } catch (error) {
    postMessage({ error: String(error.stack ?? error) });
  }
};
