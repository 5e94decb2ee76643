// fal's `GET /account/focus`, from a Request to a Response: the report of pages that are fetched now.
// Nothing here knows Node or how the module is loaded; an entry says that.

import { ALLOW, authorizationFor, readQuery, searchOf } from "./endpoint-request.js";
import { Refusal, errorResponse, failureOf, headersOf, refusalOf, withoutKey } from "./endpoint-errors.js";
import { Report } from "./endpoint-report.js";
import { NOTHING_TO_KEEP, keeping } from "./endpoint-secret.js";
import { readEndpointSettings } from "./endpoint-settings.js";
import { fetchReplies, queryFor } from "./fetch.js";

export { nodeListener } from "./endpoint-listener.js";
export { FalFocusError } from "./host.js";

/** `focusHandler`, of what loads the module. */
export function focusHandlerWith(init) {
  let loading;
  const load = () => {
    loading ??= init();
    // What failed once is tried again.
    return loading.catch((error) => {
      loading = undefined;
      throw error;
    });
  };
  return function focusHandler(options) {
    const settings = readEndpointSettings(options);
    return (request) => new Call(request, settings).answer(load);
  };
}

/** Who went away is told nothing; what stands between may write the status down. */
const CLIENT_GONE = 499;

/** One request on its way. */
class Call {
  #request;
  #settings;
  #id = crypto.randomUUID();
  #gone = new AbortController();
  /** What fal answered last. */
  #last = {};
  #secret = NOTHING_TO_KEEP;
  #isOwnKey = true;

  constructor(request, settings) {
    this.#request = request;
    this.#settings = settings;
    const { signal } = request;
    if (signal?.aborted) this.#gone.abort(signal.reason);
    signal?.addEventListener("abort", () => this.#gone.abort(signal.reason), { once: true });
  }

  async answer(load) {
    try {
      const search = searchOf(this.#request);
      if (this.#request.method === "OPTIONS") return this.#response(204, { Allow: ALLOW });
      const key = this.#authorize();
      await load();
      const asked = this.#read(search);
      return await (this.#request.method === "HEAD" ? this.#head(asked, key) : this.#get(asked, key));
    } catch (error) {
      return this.#failed(error);
    }
  }

  #authorize() {
    const { authorization } = this.#settings;
    const key = authorizationFor(this.#request, authorization);
    this.#isOwnKey = key !== authorization;
    this.#secret = keeping(key);
    return key;
  }

  #read(search) {
    try {
      return readQuery(search, this.#settings);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** Whether GET would be answered: the query is read, and fal asked for one small reply with the key. */
  async #head({ resolved, isOrganization }, key) {
    await fetchReplies({ endpoint: isOrganization ? "/organization/teams" : "/account/billing" }, this.#fetching(key));
    return this.#response(200, reportHeaders(resolved));
  }

  async #get(asked, key) {
    const report = new Report(asked.request, await this.#options(asked), {
      wanted: this.#wanted(asked),
      fetching: this.#fetching(key),
      mask: this.#secret.mask,
      onSummary: (summary, metadata) => this.#settings.onSummary?.({ requestId: this.#id, summary, metadata }),
    });
    try {
      await report.begin();
      return await this.#ok(report, reportHeaders(asked.resolved));
    } catch (error) {
      report.abandon();
      throw error;
    }
  }

  /** The length and the fingerprint stand before the first byte where the report is whole by then. */
  async #ok(report, headers) {
    if (!report.isWhole) return this.#response(200, headers, this.#stream(report));
    const { length, tag } = await report.measure();
    const ETag = `"${tag}"`;
    if (!isKnown(ETag, this.#request.headers.get("if-none-match"))) {
      return this.#response(200, { ...headers, ETag, "Content-Length": String(length) }, this.#stream(report));
    }
    report.abandon();
    return this.#response(304, { ETag });
  }

  /** Asks for the next page when what came of the last is read. */
  #stream(report) {
    const pull = async (controller) => {
      try {
        const chunk = await report.next();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      } catch (error) {
        report.abandon();
        controller.error(this.#broken(error));
      }
    };
    const cancel = (reason) => {
      this.#gone.abort(reason);
      report.abandon();
    };
    return new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
  }

  // What the report is made of

  async #options({ options, resolved }) {
    const { accountLookup, invoiceLookup } = this.#settings;
    const about = { request: this.#request, signal: this.#gone.signal };
    const account = typeof accountLookup === "function" ? await accountLookup(about) : undefined;
    const { billing_month } = resolved;
    const invoice = billing_month === null ? undefined : await invoiceLookup?.({ ...about, billing_month });
    this.#gone.signal.throwIfAborted();
    return { ...options, ...account, ...(invoice && { invoice }) };
  }

  /** Companions first: line items are named by them. */
  #wanted({ resolved, isOrganization }) {
    const { endpoints, accountLookup, report } = this.#settings;
    const usage = isOrganization ? ["/organization/usage"] : endpoints;
    const needsTeams = report.teams === undefined && usage.some((endpoint) => endpoint.startsWith("/organization/"));
    const companions = [...(accountLookup === true ? ["/account/billing"] : []), ...(needsTeams ? ["/organization/teams"] : [])];
    return [...companions, ...usage].map((endpoint) => ({ endpoint, query: queryFor(endpoint, resolved) }));
  }

  /** Waits go by the clock, whatever moment the reports are of: the option `now` is not the fetch's. */
  #fetching(key) {
    const { fetching } = this.#settings;
    const fetch = async (...asked) => {
      const response = await fetching.fetch(...asked);
      this.#last = { status: response.status, headers: response.headers };
      return response;
    };
    return { ...fetching, fetch, key, signal: this.#gone.signal };
  }

  // What is answered

  #failed(error) {
    if (this.#gone.signal.aborted) return this.#error(new Refusal(CLIENT_GONE, "server_error", "The request was cancelled."));
    const failure = failureOf(error, this.#last);
    const isOfTheHost = failure.status >= 500 || (!this.#isOwnKey && [401, 403].includes(failure.status));
    if (isOfTheHost && error !== failure) this.#log(failure.status, withoutKey(error, this.#secret.hide));
    return this.#error(failure);
  }

  /** Behind the first byte nothing can be said any more: the body breaks, so that nobody takes half for all. */
  #broken(error) {
    const shown = withoutKey(error, this.#secret.hide);
    if (!this.#gone.signal.aborted) this.#log(null, shown);
    return shown;
  }

  /** A log that fails takes no answer with it, and no server: it may be asynchronous. */
  async #log(status, error) {
    try {
      await this.#settings.onError({ requestId: this.#id, status, error });
    } catch (failure) {
      console.error(`fal-focus: request ${this.#id}: onError failed: ${this.#secret.hide(String(failure))}`);
    }
  }

  #error({ status, type, message, headers }) {
    return errorResponse(this.#request, this.#id, { status, type, message: this.#secret.hide(message), headers });
  }

  #response(status, headers, body = null) {
    return new Response(body, { status, headers: { ...headersOf(this.#id), ...headers } });
  }
}

function reportHeaders({ filename }) {
  return { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": `attachment; filename="${filename}"` };
}

/** Whether the caller has this report already. */
function isKnown(tag, ifNoneMatch) {
  const tags = ifNoneMatch?.split(",").map((each) => each.trim().replace(/^W\//, "")) ?? [];
  return tags.includes(tag) || tags.includes("*");
}
