// `fal-focus fetch`: the pages of a request into a folder, which can be gone on with.

import { FetchFolder } from "./cli-fetch-folder.js";
import { STDOUT } from "./cli-files.js";
import { keyOfEnvironment } from "./cli-key.js";
import { FETCHED } from "./cli-options.js";
import { sizeText } from "./cli-progress.js";
import { abortingOnSignals, exitCodeOfSignal } from "./cli-signals.js";
import { namesFor, pricesFor } from "./fetch-companions.js";
import { pageName } from "./fetch-endpoints.js";
import { Fetching, fetchReplies, queryFor } from "./fetch.js";
import { FalFocusError, focusReport, resolveRequest } from "./node.js";
import { startStandIn } from "./stand-in.js";

/** What the manifest says of where the pages are from. */
const FAL = "fal";
const STAND_IN = "stand-in";

export async function fetchPages(call, messages) {
  const { endpoint: asGiven, isStandIn = false, now, rangeLimit, ...settings } = call.options;
  const asked = { from: isStandIn ? STAND_IN : FAL, endpoint: endpointOf(asGiven), request: call.request, options: { now: now ?? new Date().toISOString(), rangeLimit }, isNowGiven: now !== undefined };
  // Before anything is asked or written: a request that holds.
  resolveRequest(asked.request, asked.options);
  const key = isStandIn ? undefined : requiredKey();
  const folder = new FetchFolder(folderOf(call) ?? folderName(asked));
  const standIn = isStandIn ? await startStandIn() : undefined;
  const { signal, stop } = abortingOnSignals();
  const options = { ...settings, ...(standIn ? { baseUrl: standIn.url, key: standIn.key } : { key }), signal };
  if (isStandIn) messages.note("The stand-in of fal’s API answers: what is fetched is invented. FAL_KEY is not used.");
  try {
    return await fetchInto(folder, asked, options, messages);
  } finally {
    stop();
    await standIn?.close();
  }
}

async function fetchInto(folder, asked, options, messages) {
  const { fetching, about } = fetchingFor(folder, asked, options);
  const had = fetching.manifest.pages.length;
  const wasComplete = fetching.isComplete;
  folder.begin();
  if (!wasComplete) folder.writeManifest({ ...fetching.manifest, ...about });
  tellWhereItGoesOn(folder, fetching, messages);
  try {
    for await (const { name, bytes } of fetching.pages({ onProgress: (progress) => tellProgress(progress, asked, options, messages) })) {
      folder.write(name, bytes);
      folder.writeManifest({ ...fetching.manifest, ...about });
      if (messages.isJson) messages.object({ type: "page", file: name, bytes: bytes.length });
    }
    const companions = await fetchCompanions(folder, fetching.manifest, options, messages);
    tellEnd(folder, fetching.manifest, { isNew: fetching.manifest.pages.length > had || companions > 0 }, asked, messages);
    return 0;
  } catch (error) {
    const next = pageName(asked.endpoint, fetching.manifest.pages.length + 1);
    if (options.signal.aborted) {
      messages.note(`stopped: what came is in ${folder.path}, and the same command goes on${fetching.isComplete ? "" : ` with ${next}`}`);
      return exitCodeOfSignal(options.signal.reason);
    }
    if (error instanceof FalFocusError && fetching.manifest.pages.length > 0) error.hint = `${error.hint ?? ""} The same command goes on with ${next}.`.trim();
    throw error;
  }
}

// What is asked

/** With a slash in front, as fal writes it, or without. */
function endpointOf(given = FETCHED[0]) {
  const name = given.replace(/^\//, "");
  if (FETCHED.includes(name)) return `/${name}`;
  throw new FalFocusError("invalid_option", `${given} is no endpoint with pages`, { field: "endpoint", hint: `There are ${FETCHED.join(", ")}.` });
}

function requiredKey() {
  const key = keyOfEnvironment();
  if (key !== undefined) return key;
  throw new FalFocusError("invalid_option", "there is no key", {
    field: "FAL_KEY",
    hint: "Put an admin key of fal.ai/dashboard/keys into the environment variable FAL_KEY, or try --stand-in: invented data, without a key.",
  });
}

/** `-` is standard output elsewhere: no folder is called that by chance. */
function folderOf({ outputs: { output }, written }) {
  if (output !== "-") return output;
  throw new FalFocusError("invalid_option", `${written.output} writes a folder, not standard output`, { field: written.output, hint: `Write ${written.output} FOLDER.` });
}

/** A report has a name that says its source and range: the folder is called after that of an empty one. */
function folderName({ endpoint, request, options }) {
  const { filename } = focusReport(request, '{"time_series": []}', options).summary;
  return filename.replace("fal-focus", endpoint.slice(1).replaceAll("/", "-")).replace(/\.csv$/, "");
}

/**
 * The fetch that this folder is of, and what its manifest says beside the pages. What was asked earlier in the
 * same words is still asked as of that moment, until it is complete; unless another moment is given.
 */
function fetchingFor(folder, asked, options) {
  const { manifest } = folder;
  if (!manifest) return fetchingOf(asked, options);
  const words = ({ from, endpoint, request, options: { rangeLimit } = {} }) => JSON.stringify([from, endpoint, request, rangeLimit]);
  const isSameMoment = !asked.isNowGiven || manifest.options?.now === asked.options.now;
  const goesOn = manifest.complete !== true && words(manifest) === words(asked) && isSameMoment;
  const wanted = goesOn ? { ...asked, options: manifest.options } : asked;
  const kept = { ...manifest, pages: folder.pagesKept() };
  try {
    if (manifest.from === asked.from) return fetchingOf(wanted, { ...options, manifest: kept });
  } catch (error) {
    if (error.field !== "manifest") throw error;
  }
  throw otherFetch(folder);
}

function fetchingOf({ from, endpoint, request, options: { now, rangeLimit } }, options) {
  const query = queryFor(endpoint, resolveRequest(request, { now, rangeLimit }));
  return { fetching: new Fetching({ endpoint, query }, options), about: { from, request, options: { now, rangeLimit } } };
}

function otherFetch({ path, manifest: { from, endpoint, query } }) {
  const what = `${endpoint} from ${query?.start} to ${query?.end}${from === STAND_IN ? ", invented" : ""}`;
  return new FalFocusError("invalid_option", `${path} is of another fetch: ${what}`, { field: "--output", hint: "Name another folder, or ask for the same." });
}

// Beside the pages

/** How many came. Without those that cannot be had there is a report all the same. */
async function fetchCompanions(folder, { endpoint, pages }, { baseUrl, key, maxRetries, maxWait, timeout, signal }, messages) {
  const options = { baseUrl, key, maxRetries, maxWait, timeout, signal };
  const prices = await pricesFor(endpoint, folder.textsOf(pages.map(({ file }) => file)));
  let came = 0;
  for (const { file, ...wanted } of [...namesFor(endpoint), ...prices]) {
    if (folder.has(file)) continue;
    const bytes = await companion(wanted, file, options, messages);
    if (!bytes) continue;
    folder.write(file, bytes);
    came += 1;
  }
  return came;
}

async function companion(wanted, file, options, messages) {
  try {
    messages.progress.text(file);
    return (await fetchReplies(wanted, options)).files[0].bytes;
  } catch (error) {
    if (options.signal.aborted || !(error instanceof FalFocusError)) throw error;
    messages.warning({ code: error.code, file, message: `${error.message}; the report goes without it, and the same command asks again` });
    return undefined;
  }
}

// What is told

function tellWhereItGoesOn({ path, manifest }, fetching, messages) {
  if (!manifest || fetching.isComplete) return;
  const { pages } = fetching.manifest;
  const lost = manifest.pages[pages.length];
  if (lost) messages.note(`${path}: ${lost.file} is missing or changed, and is fetched again with what follows it`);
  else if (pages.length > 0) messages.note(`${path}: ${pagesText(pages.length)} ${pages.length === 1 ? "is" : "are"} there, going on with ${pageName(fetching.manifest.endpoint, pages.length + 1)}`);
}

function tellProgress({ pages, bytes, waiting }, { endpoint }, { maxRetries = 5 }, messages) {
  if (!waiting) return messages.progress.text(`${endpoint.slice(1)}: ${pagesText(pages)}, ${sizeText(bytes)}`);
  const { until, reason, attempt, message } = waiting;
  const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  if (messages.isJson) messages.object({ type: "waiting", reason, seconds, attempt, message });
  else messages.line(`${message}: asked again in ${seconds} s (${attempt} of ${maxRetries})`);
  return messages.progress.text(`waiting until ${until.toLocaleTimeString("en-GB")}`);
}

function tellEnd({ path }, { endpoint, pages, complete }, { isNew }, { from }, messages) {
  messages.progress.clear();
  const bytes = pages.reduce((sum, page) => sum + page.bytes, 0);
  const told = { type: "fetched", folder: path, endpoint, from, pages: pages.length, bytes, complete };
  STDOUT.write(Buffer.from(messages.isJson ? `${JSON.stringify(told)}\n` : `${path}\n`));
  if (messages.isJson) return;
  const amount = `${pagesText(pages.length)}, ${sizeText(bytes)}`;
  if (!isNew) messages.line(`${path} is complete: ${amount} are there, and nothing was fetched`);
  else if (process.stderr.isTTY) messages.line(`${amount}, complete; next: fal-focus report ${path} -o report.csv`);
}

function pagesText(count) {
  return count === 1 ? "1 page" : `${count} pages`;
}
