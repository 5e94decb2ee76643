// Keeps the page, so that it works without a network: whole versions, never a mixture of two.
//
// A version is what one build wrote: all files of the page, each with its hash. A visit asks the server for
// its list of them. It is the one that is kept: the page comes from here. It is another: its files are got
// and held against their hashes, and then the page begins. There is no answer: the page comes as it was kept
// last. A page that is open goes on, with its worker, as the version that it began as; one that began without
// a service worker goes on without it.

const LIST = "pkg/page-files.json";
const LIST_WITHIN_MS = 3_000;
const FILES_WITHIN_MS = 60_000;

/** By how names in the list begin. The two stand side by side, or pkg/ in www/ where that is the root. */
const FOLDERS = { pkg: new URL("../pkg/", location), www: new URL("./", location) };
/** What the server passes on to fal is the user's: it is neither looked at nor kept. */
const FAL = new URL("./fal/", location);

const CACHES = `fal-focus ${FOLDERS.www.pathname} `;

/**
 * @typedef {object} Version
 * @property {Cache} cache the files by their names in the list; and a mark for each page that is this version
 * @property {string} cacheName
 * @property {{ version: string, files: Record<string, string> }} list names and hashes
 */

oninstall = (event) => {
  skipWaiting();
  event.waitUntil(keepFirst());
};

onmessage = (event) => event.waitUntil(tellWhatIsKept(event));

onfetch = (event) => {
  const name = event.request.method === "GET" && nameOf(event.request.url);
  if (name) event.respondWith(answer(event, name));
};

/** What the list calls the file at an address; undefined where no file of the page can be. */
function nameOf(address) {
  const { origin, pathname } = new URL(address);
  if (origin !== location.origin || pathname.startsWith(FAL.pathname)) return undefined;
  const [folder, url] = Object.entries(FOLDERS).find(([, url]) => pathname.startsWith(url.pathname)) ?? [];
  return folder && `${folder}/${pathname.slice(url.pathname.length) || "index.html"}`;
}

async function answer(event, name) {
  // Whatever is wrong with what is kept, the server may have it.
  const kept = await keptFile(event, name).catch(() => undefined);
  return kept ?? fetch(event.request);
}

async function keptFile({ request, clientId, resultingClientId }, name) {
  const version = request.mode === "navigate" ? await newest() : await versionOf(clientId);
  const file = await version?.cache.match(name);
  // A page begins, or the worker of one.
  if (file && resultingClientId) await begin(resultingClientId, version);
  return file;
}

// What is kept

/** @returns {Promise<Version[]>} the newest last */
async function keptVersions() {
  const versions = (await cacheNames()).map(async (cacheName) => {
    const cache = await caches.open(cacheName);
    const list = await cache.match(LIST);
    return { cache, cacheName, list: await list?.json() };
  });
  return (await Promise.all(versions)).filter(({ list }) => list);
}

const newestKept = async () => (await keptVersions()).at(-1);

/** In the order in which they were made. */
async function cacheNames() {
  return (await caches.keys()).filter((name) => name.startsWith(CACHES));
}

/** One at a time, also where the next service worker is being installed beside this one. */
const alone = (work) => navigator.locks.request(CACHES, work);

/** Leaves the version given and those that open pages are, without the marks of pages that are gone. */
async function forgetUnused(newest) {
  const open = await openPages();
  const versions = [newest, ...(await Promise.all(open.map(versionOf)))];
  for (const name of await cacheNames()) {
    const used = versions.find((version) => version?.cacheName === name);
    if (used) await forgetMarks(used, open);
    else await caches.delete(name);
  }
}

async function tellWhatIsKept({ ports: [port] }) {
  const kept = await alone(async () => {
    const kept = await newestKept();
    await forgetUnused(kept);
    return kept;
  });
  port.postMessage(!kept ? "refused" : isBehind ? "behind" : "ready");
}

// For which pages

/** Versions by the pages and workers that began as one; undefined for what began without: it is the server's. */
const begun = new Map();

// In the cache itself: a service worker is ended and started as the browser likes, and forgets all else.
const MARKS = new URL("open/", location).href;

async function begin(clientId, version) {
  begun.set(clientId, version);
  // Where there is no room for it, the page works as long as this service worker does.
  await version.cache.put(MARKS + clientId, new Response()).catch(() => {});
}

async function versionOf(clientId) {
  if (!begun.has(clientId)) begun.set(clientId, await markedVersion(clientId));
  return begun.get(clientId);
}

async function markedVersion(clientId) {
  for (const version of await keptVersions()) {
    if (await version.cache.match(MARKS + clientId)) return version;
  }
}

async function forgetMarks({ cache }, open) {
  for (const request of await cache.keys()) {
    const [, clientId] = request.url.split(MARKS);
    // One that has only just begun is not among the open ones yet.
    if (clientId && !open.includes(clientId) && !begun.has(clientId)) await cache.delete(request);
  }
}

/** With their workers. Firefox counts the service worker itself too. */
async function openPages() {
  const all = await clients.matchAll({ type: "all", includeUncontrolled: true });
  return all.filter(({ type }) => type !== "serviceworker").map(({ id }) => id);
}

// What the server has

/** Whether the version of the server's list could not be kept when it was asked last. */
let isBehind = false;
/** Pages that are opened at once ask once. */
let asking;

/** @returns {Promise<Version | undefined>} undefined: let the server answer */
function newest() {
  asking ??= alone(askForNewest).finally(() => (asking = undefined));
  return asking;
}

async function askForNewest() {
  const kept = await newestKept();
  const list = await listOfServer().catch(() => kept?.list);
  if (!list) return leave();
  isBehind = false;
  if (list.version === kept?.list.version) return kept;
  try {
    await forgetUnused(kept);
    return await keep(list, kept);
  } catch {
    isBehind = true;
    return kept;
  }
}

/** Another site may be at this address now, as on a loopback port: nobody stands in its way. */
async function leave() {
  await forgetUnused();
  if ((await cacheNames()).length === 0) await registration.unregister();
}

async function keepFirst() {
  if (!(await newest())) throw new Error("the page could not be kept");
}

/** Undefined where the page is not at this address any more; rejects where that is not said. */
async function listOfServer() {
  const response = await get(LIST, LIST_WITHIN_MS);
  if ([404, 410].includes(response.status)) return undefined;
  if (!response.ok) throw new Error(`the list was answered with status ${response.status}`);
  const text = await response.text();
  try {
    const list = JSON.parse(text);
    return list.files && list.version ? list : undefined;
  } catch {
    return undefined;
  }
}

async function keep(list, kept) {
  const files = await Promise.all(
    Object.entries(list.files).map(async ([name, hash]) => [name, await fileOf(name, hash, kept)]),
  );
  const cacheName = `${CACHES}${Date.now()} ${list.version}`;
  try {
    const cache = await caches.open(cacheName);
    for (const [name, file] of files) await cache.put(name, file);
    // Last: without it the rest does not count.
    await cache.put(LIST, Response.json(list));
    return { cache, cacheName, list };
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

/** What is kept with that hash is not got again. */
async function fileOf(name, hash, kept) {
  const same = kept?.list.files[name] === hash && (await kept.cache.match(name));
  return same || get(name, FILES_WITHIN_MS, hash);
}

/** A file as the server has it now; with a hash only if it is that one. */
async function get(name, milliseconds, integrity = "") {
  const [folder, ...path] = name.split("/");
  const response = await fetch(new URL(path.join("/"), FOLDERS[folder]), {
    cache: "no-cache",
    integrity,
    signal: AbortSignal.timeout(milliseconds),
  });
  // Without what was true of the way here only: a redirect, how the bytes were packed, and how long the
  // browser may take them from another cache, which knows no versions.
  const { status } = response;
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.set("Cache-Control", "no-cache");
  return new Response(await response.arrayBuffer(), { status, headers });
}
