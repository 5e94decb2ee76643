// Keeps the page, so that it works without a network: whole versions, never a mixture of two.
//
// A version is what one build wrote: all files of the page, each with its hash. A visit asks the server for
// its list of them. It is the one that is kept: the page comes from here. It is another: its files are got
// and held against their hashes, and then the page begins. There is no answer: the page comes as it was kept
// last. A page that is open goes on, with its worker, as the version that it began as.

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
 * @property {string} cacheName the last in order is the newest
 * @property {{ version: string, files: Record<string, string> }} list names and hashes
 */

oninstall = (event) => {
  skipWaiting();
  event.waitUntil(keepFirst());
};

onactivate = (event) => event.waitUntil(adoptOpenPages());

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

async function answer({ request, clientId, resultingClientId }, name) {
  const isVisit = request.mode === "navigate" && name === "www/index.html";
  const version = isVisit ? await newest() : await versionOf(clientId);
  // A page begins, or the worker of one.
  if (version && resultingClientId) await mark(resultingClientId, version);
  return (await version?.cache.match(name)) ?? fetch(request);
}

// What is kept, and for which pages

/** @returns {Promise<Version[]>} the newest last */
async function keptVersions() {
  const versions = (await cacheNames()).map(async (cacheName) => {
    const cache = await caches.open(cacheName);
    const list = await cache.match(LIST);
    return { cache, cacheName, list: await list?.json() };
  });
  return (await Promise.all(versions)).filter(({ list }) => list);
}

async function cacheNames() {
  return (await caches.keys()).filter((name) => name.startsWith(CACHES)).sort();
}

/** The version that a page or worker began as. */
async function versionOf(clientId) {
  const versions = await keptVersions();
  for (const version of versions) {
    if (await isMarked(clientId, version)) return version;
  }
  return versions.at(-1);
}

// In the cache itself: a service worker is ended and started as the browser likes, and forgets all else.
const markOf = (clientId) => `open/${clientId}`;
const mark = (clientId, { cache }) => cache.put(markOf(clientId), new Response());
const isMarked = (clientId, { cache }) => cache.match(markOf(clientId));

/** With their workers. Firefox counts the service worker itself too. */
async function openPages() {
  const all = await clients.matchAll({ type: "all", includeUncontrolled: true });
  return all.filter(({ type }) => type !== "serviceworker");
}

/** Pages that were open before there was a service worker. */
async function adoptOpenPages() {
  await clients.claim();
  for (const { id } of await openPages()) await mark(id, await versionOf(id));
}

async function forgetUnused() {
  const pages = await openPages();
  for (const version of (await keptVersions()).slice(0, -1)) {
    const marks = await Promise.all(pages.map(({ id }) => isMarked(id, version)));
    if (!marks.some(Boolean)) await caches.delete(version.cacheName);
  }
}

async function forgetAll() {
  for (const name of await cacheNames()) await caches.delete(name);
}

async function tellWhatIsKept({ source, ports: [port] }) {
  await forgetUnused();
  const [kept] = await keptVersions();
  port.postMessage(!kept ? "refused" : isBehind ? "behind" : "ready");
}

// What the server has

/** Whether the server's files were not those of its list when it was asked last. */
let isBehind = false;
/** Pages that are opened at once ask once. */
let asking;

/** @returns {Promise<Version | undefined>} undefined: let the server answer */
function newest() {
  asking ??= askForNewest().finally(() => (asking = undefined));
  return asking;
}

async function askForNewest() {
  const kept = (await keptVersions()).at(-1);
  const list = await listOfServer().catch(() => kept?.list);
  // Another site may be at this address now, as on a loopback port: nobody stands in its way.
  if (!list) {
    await registration.unregister();
    return forgetAll();
  }
  isBehind = false;
  if (list.version === kept?.list.version) return kept;
  try {
    return await keep(list, kept);
  } catch {
    isBehind = true;
    return kept;
  }
}

async function keepFirst() {
  if (!(await newest())) throw new Error("the server's files are not those of its list");
}

/** Rejects without an answer; undefined is one: there is no such page here. */
async function listOfServer() {
  const response = await get(LIST, LIST_WITHIN_MS);
  if (response.status >= 500) throw new Error(`the list was answered with status ${response.status}`);
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
  const cache = await caches.open(cacheName);
  for (const [name, file] of files) await cache.put(name, file);
  // Last: without it the rest does not count.
  await cache.put(LIST, Response.json(list));
  return { cache, cacheName, list };
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
