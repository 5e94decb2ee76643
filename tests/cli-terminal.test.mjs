// The command line where somebody sits in front of it, and where a program does: help, first steps, completion,
// progress, --json.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { COMMANDS, optionsOf } from "../pkg/cli-commands.js";
import { createProgress } from "../pkg/cli-progress.js";
import { caseFolders } from "./case-folders.mjs";
import { CLI, commandOf, onTerminal, quoted, run, start, workFolder } from "./command.mjs";

const sample = caseFolders().find(({ name }) => name === "sample-account");
const WORDS = ["--source", "estimate", "--start", "2026-10-01", "--end", "2026-11-01", "--timezone", "Europe/Berlin", "--timeframe", "day", "--range-limit", "none", "--billing-account-id", "fal:northlight-studio", "--billing-account-name", "Northlight Studio"];
const NAMES = Object.keys(COMMANDS);

const cwd = workFolder();
writeFileSync(join(cwd, "usage.json"), sample.files[0].text);
mkdirSync(join(cwd, "a folder"));
const cli = (args) => quoted([process.execPath, CLI, ...args]);

// Help

test("without a word on a terminal: a few lines of what to do next, exit 0; with data piped in it is `report -`", async () => {
  const seen = await onTerminal(`${cli([])}; echo "exit $?"`, { cwd });
  assert.match(seen, /^fal-focus makes a FinOps FOCUS billing report/);
  assert.match(seen, /fal-focus serve --stand-in\r\n/);
  assert.match(seen, /exit 0\r\n$/);
  assert.ok(seen.split("\n").length < 12);
  const { status, stderr } = await run([], { cwd, input: "{}" });
  assert.equal(status, 2);
  assert.match(stderr, /^error\[missing_parameter\] --source: source is missing/);
});

test("--help, help and help COMMAND: every command and every option with its values, files, exit codes, examples", async () => {
  const { status, stdout: all } = await run(["--help"], { cwd });
  assert.equal(status, 0);
  assert.equal((await run(["help"], { cwd })).stdout, all);
  for (const command of NAMES) {
    assert.match(all, new RegExp(`^  ${command} +\\S`, "m"));
    const { status, stdout } = await run(["help", command], { cwd });
    assert.equal(status, 0);
    assert.ok(stdout.startsWith(`Usage: fal-focus ${COMMANDS[command].usage}\n`));
    for (const { name, value, words = [] } of optionsOf(command)) {
      assert.match(stdout, new RegExp(`^  (-\\w, )?--${name}( |$)${value?.[0] ?? ""}`, "m"), name);
      if (words.length < 20) for (const word of words) assert.ok(stdout.includes(word), `${name} ${word}`);
    }
    assert.match(stdout, /^Exit codes:\n {2}0 /m);
    assert.match(stdout, /^Examples:\n/m);
    for (const line of stdout.split("\n")) assert.ok(line.length <= 100 || line.includes("fal-focus "), line);
  }
  for (const command of ["fetch", "serve"]) assert.match((await run([command, "--help"], { cwd })).stdout, /^Environment:\n {2}FAL_KEY: /m);
});

test("the help is as wide as the terminal", async () => {
  const lines = (await onTerminal(cli(["help", "report"]), { cwd, columns: 70 })).split("\r\n");
  assert.ok(lines.filter((line) => line.length > 70).every((line) => /^ {4}|^Usage/.test(line)));
  assert.ok(lines.length > 100);
});

test("the examples of the help are commands that are understood", async () => {
  // Nothing of theirs is there: what is wrong must be that.
  for (const { examples } of Object.values(COMMANDS)) {
    for (const [, text] of examples) {
      for (const line of text.replaceAll("\\\n", " ").split("\n").filter((each) => each.startsWith("fal-focus ") && !/serve|completion|help/.test(each))) {
        const words = line.split(/[|>]/)[0].trim().split(/\s+/).slice(1);
        const { stderr } = await run(words, { cwd });
        assert.doesNotMatch(stderr, /there is no option|no command|needs a value|cannot be "/, line);
      }
    }
  }
});

for (const [args, field, hint] of [
  [["nonsense"], "nonsense", "`fal-focus help` lists the commands."],
  [["reprot"], "reprot", "Did you mean `fal-focus report`?"],
  [["Fetch"], "Fetch", "Did you mean `fal-focus fetch`?"],
  [["--source", "estimate", "fetch"], "fetch", "Write `fal-focus fetch …`."],
  [["--timezoen", "UTC"], "--timezoen", "Did you mean --timezone?"],
  [["report", "--spread"], "--spread", "Did you mean --spreadsheet-safe?"],
  [["--billing_month", "2025-01"], "--billing_month", "Write --billing-month."],
  [["--endpoint", "models/usage"], "--endpoint", "It is an option of `fal-focus fetch`, not of report."],
  [["resolve", "--frobnicate"], "--frobnicate", "`fal-focus help resolve` lists the options."],
  [["help", "fetsch"], "fetsch", "Did you mean fetch?"],
  [["completion"], "SHELL", "There are bash, zsh, fish; `fal-focus help completion` says where it goes."],
  [["completion", "fihs"], "fihs", "Did you mean fish?"],
]) {
  test(`fal-focus ${args.join(" ")}: exit 2, and what may have been meant`, async () => {
    const { status, stdout, stderr } = await run(args, { cwd });
    assert.deepEqual([status, stdout], [2, ""]);
    const [first, second] = stderr.split("\n");
    assert.ok(first.startsWith(`error[invalid_option] ${field}: `), stderr);
    assert.equal(second, `hint: ${hint}`);
    assert.ok(!stderr.includes("source is missing"));
  });
}

test("a word that is a file is one", async () => {
  writeFileSync(join(cwd, "reprot"), sample.files[0].text);
  const { status, stdout } = await run(["reprot", ...WORDS], { cwd });
  assert.deepEqual([status, stdout], [0, sample.expected.csv]);
});

// Completion

for (const shell of ["bash", "zsh", "fish"]) writeFileSync(join(cwd, `script.${shell}`), spawnSync(process.execPath, [CLI, "completion", shell]).stdout);

const optionsIn = (command) => optionsOf(command).map(({ name }) => `--${name}`);
const has = (shell) => spawnSync(shell, ["--version"]).status === 0;

/** What bash proposes for the last of these words. */
function proposedByBash(words) {
  const script = `source script.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fal_focus 2> /dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", script, "bash", "fal-focus", ...words], { cwd, encoding: "utf8" });
  assert.equal(stderr, "");
  return stdout.split("\n").filter(Boolean);
}

test("bash: commands, options, their values, folders; what is a file is left to bash", () => {
  assert.deepEqual(proposedByBash([""]), NAMES);
  assert.deepEqual(proposedByBash(["re"]), ["report", "resolve"]);
  for (const command of NAMES) assert.deepEqual(proposedByBash([command, "--"]), optionsIn(command), command);
  assert.deepEqual(proposedByBash(["--"]), optionsIn("report"));
  for (const command of NAMES) {
    for (const { name, words } of optionsOf(command)) {
      if (words) assert.deepEqual(proposedByBash([command, `--${name}`, ""]), words, name);
    }
  }
  assert.deepEqual(proposedByBash(["report", "--grain", "=", "li"]), ["line_item"]);
  assert.deepEqual(proposedByBash(["report", "--grain", "="]), ["timeframe", "line_item"]);
  assert.deepEqual(proposedByBash(["--source", "estimate", "--timezone", "Europe/Berl"]), ["Europe/Berlin"]);
  for (const option of ["-o", "--output"]) assert.deepEqual(proposedByBash(["fetch", option, "a"]), ["a folder"]);
  assert.deepEqual(proposedByBash(["completion", ""]), ["bash", "zsh", "fish"]);
  for (const words of [["report", ""], ["report", "usa"], ["report", "-o", ""], ["--start", "2"], ["resolve", ""]]) assert.deepEqual(proposedByBash(words), [], words.join(" "));
});

/** Types at a shell in which fal-focus prints its words, and gives what was printed. */
async function typedAt(shell, input) {
  const seen = await onTerminal(shell, { cwd, env: { HOME: cwd, PS1: "$ " }, input });
  return [...seen.matchAll(/GOT\[(.*)\]/g)].map(([, words]) => words).filter((words) => !words.includes("$*"));
}

const TYPED = "fal-focus fetch --endp\torganization/b\t\nfal-focus report --grai\tli\t usage.j\t\nfal-focus compl\tz\t\nfal-focus report usa\t\nfal-focus fetch -o a\t\nexit\n";

test("bash, typed at: Tab completes, files too", async () => {
  const typed = await typedAt("bash --norc --noprofile -i", `fal-focus() { echo "GOT[$*]"; }; source script.bash\n${TYPED}`);
  assert.deepEqual(typed, ["fetch --endpoint organization/billing-events", "report --grain line_item usage.json", "completion zsh", "report usage.json", "fetch -o a folder/"]);
});

test("zsh, typed at: Tab completes, files too", { skip: !has("zsh") && "there is no zsh" }, async () => {
  const typed = await typedAt("zsh -f -i", `autoload -U compinit; compinit -u -D; source script.zsh; fal-focus() { print -r -- "GOT[$*]" }\n${TYPED}`);
  assert.deepEqual(typed, ["fetch --endpoint=organization/billing-events", "report --grain=line_item usage.json", "completion zsh", "report usage.json", "fetch -o a folder"]);
});

test("fish: commands, options, their values, folders, files", { skip: !has("fish") && "there is no fish" }, () => {
  const proposed = (line) => {
    const { stdout, stderr } = spawnSync("fish", ["--no-config", "-c", `source script.fish; complete -C '${line}'`], { cwd, encoding: "utf8", env: { ...process.env, HOME: cwd } });
    assert.equal(stderr, "");
    return stdout.split("\n").filter(Boolean).map((each) => each.split("\t")[0]);
  };
  for (const command of NAMES) {
    const options = proposed(`fal-focus ${command} --`).filter((each) => each.startsWith("--"));
    assert.deepEqual(options.sort(), optionsIn(command).sort(), command);
  }
  assert.deepEqual(proposed("fal-focus re").filter((name) => NAMES.includes(name)), ["report", "resolve"]);
  assert.deepEqual(proposed("fal-focus --source ").sort(), ["estimate", "invoice"]);
  assert.deepEqual(proposed("fal-focus fetch -o a"), ["a folder/"]);
  assert.ok(proposed("fal-focus report usa").includes("usage.json"));
  assert.deepEqual(proposed("fal-focus resolve usa"), []);
  assert.deepEqual(proposed("fal-focus completion ").sort(), ["bash", "fish", "zsh"]);
});

for (const shell of ["bash", "zsh", "fish"]) {
  test(`${shell} parses its script`, { skip: !has(shell) && `there is no ${shell}` }, () => {
    const { status, stderr } = spawnSync(shell, ["-n", join(cwd, `script.${shell}`)], { encoding: "utf8" });
    assert.deepEqual([status, stderr], [0, ""]);
  });
}

// Progress

const BAR = /\r\x1b\[K\[(\x1b\[32m)?(=*)(\x1b\[39m)?( *)\] +(\d+) %  [\d.]+ [kM]?B of [\d.]+ MB  /;

/** Line items that take a while. */
function bigFile() {
  const event = (index) => `{"request_id":"r${index}","endpoint_id":"fal-ai/flux/dev","timestamp":"2026-10-01T00:00:00Z","output_units":1,"unit":"images","unit_price":1,"percent_discount":null,"cost_estimate_nano_usd":1000000000}`;
  writeFileSync(join(cwd, "big.json"), `{"billing_events":[${Array.from({ length: 100_000 }, (_, index) => event(index)).join(",")}],"next_cursor":null,"has_more":false}`);
  return "big.json";
}
const BIG = bigFile();
const ESTIMATE = ["--source", "estimate", "--start", "2026-10-01", "--end", "2026-10-02", "--range-limit", "none", "--grain", "line_item", "--billing-account-id", "fal:a"];

test("a bar on a terminal: bytes of all, rows, and it is gone when the report is there", async () => {
  const seen = await onTerminal(cli([...ESTIMATE, BIG, "-o", "big.csv"]), { cwd });
  const lines = seen.split("\r\x1b[K");
  assert.match(seen, BAR);
  assert.ok(lines.some((line) => /^\[.*\] .*rows/.test(line)), "rows are counted");
  assert.equal(lines.at(-1), "100000 rows, 100000.0 USD\r\n");
  for (const line of lines.slice(1, -1)) assert.ok(line.replaceAll(/\x1b\[\d*m/g, "").length < 100, line);
});

test("without colours where NO_COLOR says so, no wider than the terminal, and nothing on one that is dumb", async () => {
  const plain = await onTerminal(cli([...ESTIMATE, BIG, "-o", "big.csv"]), { cwd, env: { NO_COLOR: "1" }, columns: 40 });
  assert.match(plain, /\[=+ *\] /);
  assert.ok(!plain.includes("\x1b[3"));
  for (const line of plain.split("\r\x1b[K").slice(1, -1)) assert.ok(line.length < 40, line);
  const dumb = await onTerminal(cli([...ESTIMATE, BIG, "-o", "big.csv"]), { cwd, env: { TERM: "dumb" } });
  assert.equal(dumb, "100000 rows, 100000.0 USD\r\n");
});

test("silence where nobody looks", async () => {
  const { status, stdout, stderr } = await run([...ESTIMATE, BIG, "-o", "big.csv"], { cwd });
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
});

test("a check and a fetch have their line, too", async () => {
  assert.match(await onTerminal(cli(["check", "big.csv"]), { cwd }), /\r\x1b\[K\[.*\] +\d+ %  .* rows/);
  const fetched = await onTerminal(cli(["fetch", "--stand-in", "--source", "estimate", "--start", "2026-10-01", "--end", "2026-10-15", "--range-limit", "none", "-o", "watched"]), { cwd });
  assert.match(fetched, /\r\x1b\[Kmodels\/usage: \d+ pages, [\d.]+ kB/);
  assert.match(fetched, /\d+ pages, [\d.]+ kB, complete; next: fal-focus report watched -o report\.csv\r\n$/);
});

test("of a pipe, whose end nobody knows, the bytes are told without a bar", () => {
  const written = [];
  const progress = createProgress({ stream: { isTTY: true, columns: 60, write: (text) => written.push(text) }, environment: {} });
  const job = progress.job(undefined);
  job.begin("standard\x1b[2Jinput");
  job.read(1_500_000);
  job.writes();
  assert.match(written[0], /^\r\x1b\[K0 B  standard \[2Jinput$/);
  assert.doesNotMatch(written.join(""), /%|left/);
});

// For programs

const json = (text) => text.trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));

test("report --json: the summary on standard output with -o, else on standard error", async () => {
  const withFile = await run([...WORDS, "--json", "usage.json", "-o", "report.csv", "--summary", "summary.json"], { cwd });
  assert.deepEqual([withFile.status, withFile.stderr], [0, ""]);
  const summary = JSON.parse(readFileSync(join(cwd, "summary.json"), "utf8"));
  assert.deepEqual(json(withFile.stdout), [{ type: "summary", ...summary }]);
  assert.equal(readFileSync(join(cwd, "report.csv"), "utf8"), sample.expected.csv);
  const piped = await run([...WORDS, "--json", "usage.json"], { cwd });
  assert.deepEqual([piped.status, piped.stdout], [0, sample.expected.csv]);
  assert.deepEqual(json(piped.stderr), [{ type: "summary", ...summary }]);
});

test("report --json --check: the exit code is that of the check", async () => {
  const { status, stdout } = await run([...WORDS, "--json", "--check", "--columns", "BilledCost,Tags", "usage.json", "-o", "few.csv"], { cwd });
  assert.equal(status, 1);
  assert.ok(json(stdout)[0].conformance.rules.failedMust > 0);
});

for (const [args, status, error] of [
  [["report", "--json", "nowhere.json", ...WORDS], 1, { code: "io_error", file: "nowhere.json" }],
  [["report", "--json", "--source", "bill"], 2, { code: "invalid_parameter", field: "--source" }],
  [["resolve", "--json", "--source", "estimate", "--timezone", "Mars"], 2, { code: "unknown_timezone", field: "--timezone" }],
  [["check", "--json", "usage.json"], 1, { code: "invalid_csv", file: "usage.json", field: "[line 1]" }],
  [["fetch", "--source", "estimate", "--json"], 2, { code: "invalid_option", field: "FAL_KEY" }],
  [["serve", "--json", "--port", "x"], 2, { code: "invalid_option", field: "--port" }],
  [["report", "--json", "--frobnicate"], 2, { code: "invalid_option", field: "--frobnicate" }],
  [["nonsense", "--json"], 2, { code: "invalid_option", field: "nonsense" }],
]) {
  test(`fal-focus ${args.slice(0, 4).join(" ")}: the error as one JSON object`, async () => {
    const ended = await run(args, { cwd });
    const [told, ...more] = json(ended.stderr);
    const { type, message, hint, ...rest } = told;
    assert.deepEqual([ended.status, ended.stdout, type, rest, more], [status, "", "error", error, []]);
    assert.ok(message && hint);
  });
}

test("check --json is check --format json, and serve --json says where it listens", async () => {
  const of = (args) => run(["check", ...args, "report.csv"], { cwd });
  const [one, other] = [await of(["--json"]), await of(["--format", "json"])];
  assert.equal(one.stdout, other.stdout);
  assert.equal(JSON.parse(one.stdout).rows, sample.expected.summary.rows);
  const { status, stderr } = await of(["--json", "--format", "text"]);
  assert.deepEqual([status, json(stderr)[0].field], [2, "--format"]);
  const { child, ended, out } = start([process.execPath, ...commandOf(["serve", "--json", "--port", "0", "--stand-in"])], { cwd });
  while (!out.stdout) await new Promise((done) => setTimeout(done, 20));
  child.kill("SIGINT");
  await ended;
  const [{ type, url, address }] = json(out.stdout);
  assert.equal(type, "listening");
  assert.ok(address.startsWith(`${url}#token=`));
  assert.deepEqual(json(out.stderr).map((line) => line.type), ["note", "note"]);
});
