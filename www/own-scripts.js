// The scripts that the page itself starts. Its policy lets nothing else become one: where a browser knows Trusted Types,
// no text that the page is given can.

const OWN = ["service-worker.js", "work/worker.js"];

const rules = {
  createScriptURL: (path) => {
    if (!OWN.includes(path)) throw new TypeError(`the page has no script ${path}`);
    return new URL(path, import.meta.url).href;
  },
};

const policy = globalThis.trustedTypes?.createPolicy("fal-focus", rules) ?? rules;

/** @param {string} path within www/ @returns its address, as `Worker` and `register` take it */
export const ownScript = (path) => policy.createScriptURL(path);
