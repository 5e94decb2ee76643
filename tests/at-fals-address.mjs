// For `node --import`: whoever asks fal is answered by the stand-in at STAND_IN_URL.

const { fetch } = globalThis;

globalThis.fetch = (url, init) => fetch(String(url).replace("https://api.fal.ai/v1", process.env.STAND_IN_URL), init);
