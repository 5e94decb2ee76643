// One page: asked for until it came whole, or until asking again is no use.

import { isPaged } from "./fetch-endpoints.js";
import { brokenReply, cutReply, errorInReply, errorReply, redirected, tooLargeAPage, tooLongAWait, unreachable, webPage } from "./fetch-errors.js";

/** What is waited before asking again: twice as long each time, and half of it by chance. */
const FIRST_WAIT = { rate_limited: 4_000, failed: 1_000 };
const LONGEST_BACKOFF = 60_000;
/** More than this of an error's body is not read. */
const ERROR_BYTES = 64 * 1024;

/** `{ bytes, nextCursor }` of one page; `nextCursor` is null on the last. */
export async function ask(page, run) {
  for (let attempt = 1; ; attempt += 1) {
    run.signal?.throwIfAborted();
    const { reply, failure } = await tryOnce(page, run);
    if (reply) return reply;
    if (!failure.reason || attempt > run.maxRetries) throw failure.error;
    await wait(failure, attempt, page, run);
  }
}

async function wait({ reason, retryAfter, error }, attempt, page, run) {
  const backoff = Math.min(FIRST_WAIT[reason] * 2 ** (attempt - 1), LONGEST_BACKOFF, run.maxWait);
  const milliseconds = retryAfter ?? backoff * (0.5 + run.random() / 2);
  if (milliseconds > run.maxWait) throw tooLongAWait(error, milliseconds);
  const until = new Date(run.now() + milliseconds);
  run.onProgress?.({ ...run.progress, waiting: { until, reason, attempt, message: error.message } });
  await run.sleep(milliseconds, run.signal);
  run.onProgress?.({ ...run.progress });
}

/**
 * `{ reply }`, or `{ failure: { error, reason?, retryAfter? } }`: with a reason it is worth another try.
 * Cancelling throws.
 */
async function tryOnce(page, run) {
  const watch = watched(page, run);
  try {
    const query = String(page.query);
    const url = `${run.baseUrl}${page.endpoint}${query && `?${query}`}`;
    // A redirect would carry the key to wherever it points.
    const response = await watch.over(() => run.fetch(url, { headers: run.headers, redirect: "manual", signal: watch.signal }));
    if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
      return { failure: { error: redirected(page, response) } };
    }
    if (!response.ok) return { failure: await readFailure(page, response, watch, run) };
    const bytes = await bytesOf(response, watch, run, run.maxPageBytes);
    if (bytes.length > run.maxPageBytes) return { failure: { error: tooLargeAPage(page, run.maxPageBytes) } };
    return read(page, bytes);
  } catch (error) {
    if (error !== watch.failure) throw error;
    return { failure: { reason: "failed", error } };
  } finally {
    watch.end();
  }
}

/**
 * A signal that aborts with the caller's, and when for too long nothing came; and what goes over the
 * network meanwhile, whose `failure` is told from what anything else throws.
 */
function watched(page, { signal, timeout, baseUrl }) {
  const controller = new AbortController();
  const cancel = () => controller.abort(signal.reason);
  signal?.addEventListener("abort", cancel, { once: true });
  const watch = {
    signal: controller.signal,
    isLate: false,
    failure: undefined,
    async over(work) {
      try {
        return await work();
      } catch (error) {
        signal?.throwIfAborted();
        if (!isOfTheNetwork(error, watch)) throw error;
        throw (watch.failure = unreachable(page, baseUrl, watch.isLate ? timeout : undefined));
      }
    },
    heard() {
      clearTimeout(watch.timer);
      watch.timer = setTimeout(() => {
        watch.isLate = true;
        controller.abort();
      }, timeout);
    },
    end() {
      clearTimeout(watch.timer);
      signal?.removeEventListener("abort", cancel);
      // What is left of a body that nobody reads.
      controller.abort();
    },
  };
  watch.heard();
  return watch;
}

/** fetch says TypeError of all that is wrong with a connection, and of little else. */
function isOfTheNetwork(error, watch) {
  return watch.isLate || error instanceof TypeError || error?.name === "NetworkError";
}

async function readFailure(page, response, watch, { now, signal }) {
  // The status says enough where the words are cut off.
  const body = await bytesOf(response, watch, undefined, ERROR_BYTES).catch(() => new Uint8Array());
  signal?.throwIfAborted();
  const error = errorReply(page, response, new TextDecoder().decode(body));
  const { status } = response;
  if (status === 429) return { error, reason: "rate_limited", retryAfter: retryAfter(response, now) };
  return status >= 500 ? { error, reason: "failed", retryAfter: retryAfter(response, now) } : { error };
}

/** Milliseconds, of seconds or a date; undefined where the header is absent, is over, or says nothing. */
function retryAfter({ headers }, now) {
  const text = headers.get("retry-after")?.trim();
  if (!text) return undefined;
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now();
  return milliseconds > 0 ? milliseconds : undefined;
}

/** Of a page only what follows it is read: amounts stay the digits that came. */
function read(page, bytes) {
  let body;
  try {
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // A connection that breaks does not always say so: what came is no whole JSON then.
    if (isWebPage(bytes)) return { failure: { error: webPage(page) } };
    return { failure: { reason: "failed", error: cutReply(page) } };
  }
  const wrong = wrongIn(page, body);
  if (wrong) return { failure: { error: wrong } };
  const hasMore = isPaged(page.endpoint) && (body.has_more ?? Boolean(body.next_cursor));
  return { reply: { bytes, nextCursor: hasMore ? body.next_cursor : null } };
}

function wrongIn(page, body) {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return brokenReply(page, undefined, "this is no reply of fal's: it is no object");
  if (body.error != null || body.detail != null) return errorInReply(page, body);
  const { has_more, next_cursor } = body;
  if (!isPaged(page.endpoint)) return undefined;
  if (has_more != null && typeof has_more !== "boolean") return brokenReply(page, "has_more", "has_more is not true or false");
  if (next_cursor != null && typeof next_cursor !== "string") return brokenReply(page, "next_cursor", "next_cursor is no text");
  if (has_more && !next_cursor) return brokenReply(page, "next_cursor", "has_more is true, and there is no next_cursor");
  return undefined;
}

function isWebPage(bytes) {
  return /^\s*</.test(new TextDecoder().decode(bytes.subarray(0, 100)));
}

/** The bytes of a body, until they are more than `most`. */
async function bytesOf(response, watch, run, most) {
  const chunks = [];
  let size = 0;
  const reader = response.body?.getReader();
  const next = () => watch.over(() => reader?.read());
  for (let chunk = await next(); chunk && !chunk.done; chunk = await next()) {
    watch.heard();
    chunks.push(chunk.value);
    size += chunk.value.length;
    if (size > most) break;
    run?.onProgress?.({ ...run.progress, bytes: run.progress.bytes + size });
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
