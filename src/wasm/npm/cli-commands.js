// The commands: what each takes, and what its help says beside its options.

import { BESIDE, CHECK, COMMON, FETCH, INPUT, INVOICE, LIMITS, OUTPUT, REPORT, REQUEST, SERVE } from "./cli-options.js";

/** Where none is named it is this one. */
export const DEFAULT_COMMAND = "report";

export const SHELLS = ["bash", "zsh", "fish"];

const JSON_TOLD = ["JSON", `With --json standard error is JSON, one object a line: {"type": "error", "code", "field", "file", "message", "hint"}, members that do not apply left out; notes are {"type": "note", "message"}.`];

/**
 * @typedef {object} Command
 * @property {string} about in half a line
 * @property {string} usage what stands behind the program's name
 * @property {string} text what it does
 * @property {[string, import("./cli-options.js").Option[]][]} groups of options, with their titles
 * @property {{ most: number, words?: string[], path?: "file" | "folder" }} operands what may stand beside the options
 * @property {[string, string][]} sections of the help, behind the options
 * @property {[string, string][]} examples what is done, and how
 */

/** @type {Record<string, Command>} */
export const COMMANDS = {
  report: {
    about: "make a FOCUS report (CSV) of replies that were saved",
    usage: "[report] --source S [options] [FILE | FOLDER]... [-]",
    text: `Turns fal.ai usage JSON into a FinOps FOCUS billing report (CSV) on standard output. Nothing leaves this machine.

FILE holds replies of GET /v1/models/usage, /models/billing-events, /organization/usage, /organization/billing-events or /serverless/usage: one, an array of them, or NDJSON; or a FOCUS CSV, which is read back, or moved to another version of FOCUS (--focus-version). A FILE that names things (/account/billing, /organization/teams, /models/pricing, a manifest.json) is read first, wherever it stands. One whose name ends in .gz is decompressed.

Of a FOLDER all .json, .ndjson, .jsonl, .csv and .gz files are read, those of its folders too. A folder of \`fal-focus fetch\` knows its request: without --source that is taken, with what is given in its place.

Without a FILE, or with -, standard input is read.`,
    groups: [
      ["Request (fal's parameters of GET /account/focus)", REQUEST],
      ["Beside the usage (JSON, may be .gz)", BESIDE],
      ["Input", INPUT],
      ["Report", REPORT],
      ["Output", OUTPUT],
      ["Limits", LIMITS],
      ["General", COMMON],
    ],
    operands: { most: Infinity, path: "file" },
    sections: [
      ["Parts", `--split rows=N,bytes=N (or one of the two) with -o report.csv writes report-1.csv, report-2.csv and so on. Each has the header; rows are counted without it, bytes with it and before compression. N may end in kB, MB, GB (of 1000) or KiB, MiB, GiB (of 1024). Together they hold the rows of the one report, in its order; they take their names together, when all are written. Where parts of an earlier report are there, nothing is written.`],
      ["JSON", `${JSON_TOLD[1]} The summary is {"type": "summary", ...} with what --summary writes, warnings among it: on standard output with -o FILE, else on standard error.`],
      ["Files", "An output is written beside its final name and renamed when all is well: no half report is ever left under it. No input is written over."],
      ["Exit codes", "0 done; 1 the data is bad, a file cannot be read or written, or a MUST fails with --check; 2 the request or an option is bad; 130 Ctrl-C."],
    ],
    examples: [
      ["A month in Berlin, of a reply that was saved earlier", "fal-focus --source estimate --start 2026-10-01 --end 2026-11-01 \\\n  --timezone Europe/Berlin --range-limit none usage.json -o report.csv"],
      ["What `fal-focus fetch` has fetched", "fal-focus report october -o october.csv"],
      ["An invoice, credits and taxes included", "fal-focus --source invoice --invoice invoice.json --rounding-row usage.json -o invoice.csv"],
      ["In uploads of at most 10,000 rows and 2 MB, as Vantage takes them", "fal-focus --source invoice --charge-month 2026-10 usage.json \\\n  -o report.csv --split rows=10000,bytes=2MB"],
      ["The total, by jq", "fal-focus --json --source invoice usage.json -o report.csv | jq .totals"],
    ],
  },
  fetch: {
    about: "fetch the pages of a request from fal into a folder",
    usage: "fetch --source S [options]",
    text: `Asks fal for the usage that a report needs, page by page, and writes each page as it came into a file of its own, with a manifest.json that says what was asked and what came. What names things is fetched beside it: the account, the teams of an organization, the prices of billing events without a unit. \`fal-focus report FOLDER\` makes the report of it.

A fetch that stopped goes on: the same command again asks for the page that is missing, and for no other. A folder that is complete is left as it is. A folder of another fetch, or with other files in it, is an error.

After 429, 5xx or a broken connection the page is asked for again, later each time; waits are told on standard error.

Standard output is the folder's name.`,
    groups: [
      ["Request (fal's parameters of GET /account/focus)", REQUEST],
      ["Fetching", FETCH],
      ["General", COMMON],
    ],
    operands: { most: 0 },
    sections: [
      ["Environment", `FAL_KEY: an admin key of the account, with or without "Key " in front, as made at fal.ai/dashboard/keys. It is taken from nowhere else, goes to api.fal.ai alone, and is never written.`],
      ["Files", "<endpoint>-1.json, -2.json and so on: the pages. account-billing.json, organization-teams.json, models-pricing-1.json: what names things. manifest.json: what was asked, each page with its SHA-256, whether all came, and the request of the report. Each takes its name when it is whole."],
      ["JSON", `${JSON_TOLD[1]} Pages are {"type": "page", "file", "bytes"}, waits {"type": "waiting", "reason", "seconds", "attempt", "message"}, what could not be fetched beside the pages is {"type": "warning", "code", "file", "message"}. Standard output is {"type": "fetched", "folder", "endpoint", "from", "pages", "bytes", "complete"}.`],
      ["Exit codes", "0 all pages are there; 1 fal said no, there is no connection, or a file cannot be written; 2 the request, an option, the key or the folder is bad; 130 Ctrl-C. Whatever it is, the pages that came are kept."],
    ],
    examples: [
      ["October, and its report", "export FAL_KEY\nfal-focus fetch --source invoice --charge-month 2026-10 -o october\nfal-focus report october -o october.csv"],
      ["Request by request, of all teams", "fal-focus fetch --source estimate --start 2026-11-01 --end 2026-11-08 \\\n  --endpoint organization/billing-events"],
      ["Without a key, to see how it goes", "fal-focus fetch --stand-in --source estimate -o invented"],
    ],
  },
  resolve: {
    about: "print what a request means: window, charge periods, query",
    usage: "resolve --source S [options]",
    text: `Prints the resolved request as JSON: the window in UTC, the number of charge periods, and the query that asks GET /v1/models/usage for the data. Sends nothing.`,
    groups: [
      ["Request (fal's parameters of GET /account/focus)", [...REQUEST, INVOICE]],
      ["General", COMMON],
    ],
    operands: { most: 0 },
    sections: [JSON_TOLD, ["Exit codes", "0 done; 1 the invoice document is bad; 2 the request or an option is bad."]],
    examples: [["The query for a month", "fal-focus resolve --source invoice --charge-month 2026-10"]],
  },
  check: {
    about: "check a FOCUS CSV against the rules of its version",
    usage: "check [options] [FILE | -]",
    text: `Checks a FOCUS Cost and Usage CSV, whoever made it, against the rules of its FOCUS version, and prints which are broken where and what to do. Rows are judged as they are read: a file can be of any size. One whose name ends in .gz is decompressed. Without a FILE, or with -, standard input is read. Nothing leaves this machine.`,
    groups: [
      ["Check", CHECK],
      ["General", COMMON],
    ],
    operands: { most: 1, path: "file" },
    sections: [
      ["JSON", `${JSON_TOLD[1]} Standard output is that of --format json: the conformance, as \`checkFocus\` gives it.`],
      ["Exit codes", "0 no MUST fails; 1 one does (with --strict a SHOULD too), or the file cannot be read; 2 an option is wrong, or the version is to be said."],
    ],
    examples: [
      ["A report of one's own", "fal-focus check report.csv"],
      ["A provider's export, in a pipeline", "fal-focus check --strict --applicability ALL --format json export.csv.gz > conformance.json"],
    ],
  },
  serve: {
    about: "the page in a browser, and fetching from fal with FAL_KEY",
    usage: "serve [options]",
    text: `Serves the page on this machine's loopback interface and prints its address. With an admin key of fal.ai in FAL_KEY the page can fetch from fal: its requests go through this server, which adds the key. The browser never sees it. The address holds a token made for this run; whoever has it can read your usage and billing until Ctrl-C.

Passed on is GET of /models/usage, /models/billing-events, /models/pricing, /organization/usage, /organization/billing-events, /organization/teams, /serverless/usage and /account/billing, and nothing else.

At /v1/account/focus it answers a FinOps tool on this machine as fal's own endpoint does: fal's parameters, a FOCUS CSV. \`Authorization: Key KEY\` is passed on to fal; with the token of the address in place of KEY the key of FAL_KEY is used.`,
    groups: [
      ["Serving", SERVE],
      ["General", COMMON],
    ],
    operands: { most: 0 },
    sections: [
      ["Environment", `FAL_KEY: an admin key of the account, with or without "Key " in front. Without one the page works, but cannot fetch.`],
      ["JSON", `${JSON_TOLD[1]} Standard output is {"type": "listening", "url", "address"}; the address holds the token.`],
      ["Exit codes", "0 Ctrl-C; 1 the port cannot be had; 2 an option or the key is bad."],
    ],
    examples: [["Without a key, to see how it goes", "fal-focus serve --stand-in"]],
  },
  completion: {
    about: "print the completion of a shell: bash, zsh, fish",
    usage: "completion bash|zsh|fish",
    text: `Prints a script with which the shell completes commands, options and their values, files and folders.`,
    groups: [["General", COMMON.filter(({ name }) => name !== "json")]],
    operands: { most: 1, words: SHELLS },
    sections: [["Exit codes", "0 done; 2 there is no such shell."]],
    examples: [
      ["bash, in ~/.bashrc", `eval "$(fal-focus completion bash)"`],
      ["zsh, in ~/.zshrc, behind compinit", "source <(fal-focus completion zsh)"],
      ["fish", "fal-focus completion fish > ~/.config/fish/completions/fal-focus.fish"],
    ],
  },
  help: {
    about: "the help of a command",
    usage: "help [COMMAND]",
    text: "Prints the help of a command, or what there is.",
    groups: [["General", COMMON.filter(({ name }) => name !== "json")]],
    operands: { most: 1, words: ["report", "fetch", "resolve", "check", "serve", "completion", "help"] },
    sections: [["Exit codes", "0 done; 2 there is no such command."]],
    examples: [["How to fetch", "fal-focus help fetch"]],
  },
};

/** All options of a command. */
export function optionsOf(command) {
  return COMMANDS[command].groups.flatMap(([, options]) => options);
}
