// Loaded before a program: what it asks of fal's API goes to the address in FAL_ADDRESS.

const { fetch } = globalThis;
globalThis.fetch = (url, init) => fetch(String(url).replace("https://api.fal.ai/v1", process.env.FAL_ADDRESS), init);
