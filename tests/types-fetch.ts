// A strict TypeScript project that fetches: compiled only.

import { FalFocusError as PackageError, type Manifest, type ResolvedRequest } from "fal-focus";
import { FalFocusError, Fetching, fetchReplies, queryFor, type Endpoint, type FetchedFile, type FetchOptions, type FetchProgress } from "fal-focus/fetch";

declare const resolved: ResolvedRequest;

const endpoint: Endpoint = "/models/usage";
const query: string = queryFor(endpoint, resolved);
const options: FetchOptions = {
  key: "id:secret",
  maxPages: 10,
  signal: AbortSignal.timeout(1000),
  onProgress({ pages, bytes, waiting }: FetchProgress) {
    const until: Date | undefined = waiting?.until;
    return [pages, bytes, until, waiting?.reason === "rate_limited"];
  },
};

export async function once(): Promise<Manifest | null> {
  const { files, manifest } = await fetchReplies({ endpoint, query }, options);
  const blob = new Blob(files.map((file) => file.bytes));
  return blob.size > 0 ? manifest : null;
}

export function goingOn(manifest: Manifest): Fetching {
  return new Fetching({ endpoint, query }, { ...options, manifest });
}

export async function again(): Promise<FetchedFile[]> {
  const fetching = new Fetching({ endpoint, query: { start: "a", end: "b" } }, options);
  const files: FetchedFile[] = [];
  try {
    for await (const file of fetching.pages({ signal: new AbortController().signal })) files.push(file);
  } catch (error) {
    if (!(error instanceof FalFocusError) || !(error instanceof PackageError)) throw error;
    const code: string = error.code;
    console.log(code, fetching.isComplete);
  }
  return files;
}

// @ts-expect-error an endpoint that is none
void fetchReplies({ endpoint: "/account/focus" });
// @ts-expect-error an option that is none
void fetchReplies({ endpoint }, { pageSize: 3 });
