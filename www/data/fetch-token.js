// The token of `fal-focus serve`, which comes behind the # of the address it prints. It is taken out of
// the address at once, and kept with this entry of the tab's history: a reload has it, a bookmark or a
// copied address does not.

let token;

/** @returns {string | undefined} undefined where the page is served by something else */
export function takeToken() {
  const parts = location.hash.slice(1).split("&").filter(Boolean);
  const given = parts.find((part) => /^token=[\w-]+$/.test(part));
  token = given?.slice("token=".length) ?? token ?? history.state?.token;
  // A link on the page makes an entry of its own.
  if (given || (token && history.state?.token !== token)) {
    const others = parts.filter((part) => !part.startsWith("token=")).join("&");
    history.replaceState({ ...history.state, token }, "", `${location.pathname}${location.search}${others && `#${others}`}`);
  }
  return token;
}
