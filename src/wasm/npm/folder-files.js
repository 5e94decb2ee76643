// Which files of a folder can be usage: for the command line and the page alike.

const READABLE = /\.(json|ndjson|jsonl|csv|gz)$/i;

/** Why a file of a folder is left out: `hidden`, `other`, or undefined where it is not. */
export function whyLeftOut(path) {
  if (isHidden(path)) return "hidden";
  return READABLE.test(path) ? undefined : "other";
}

/** By its own name or that of a folder it is in; macOS keeps its own beside what it has zipped. */
function isHidden(path) {
  return path.split(/[/\\]/).some((part) => part.startsWith(".") || part === "__MACOSX");
}
