// `fal-focus report`: files, folders or standard input in, a FOCUS report out.

import { passes, reportLines } from "./cli-check.js";
import { STDOUT, checkOutputs, pushFile, sizeOf, textOf } from "./cli-files.js";
import { askedOf, fetchedIn, withoutFolders } from "./cli-folder.js";
import { SpreadReport, readJobs } from "./cli-jobs.js";
import { placeOf } from "./cli-messages.js";
import { companionsFirst, withKinds } from "./cli-order.js";
import { onSignalsDiscard } from "./cli-signals.js";
import { fileSink, sinkFor } from "./cli-sink.js";
import { checkParts, readBounds } from "./cli-split.js";
import { FocusReportWriter } from "./node.js";

/** How many of the line items that were left out are named. */
const SKIPPED_TOLD = 10;
const LINE_FEED = 0x0a;

export async function report(call, messages) {
  const { files, folders } = withoutFolders(call.files, messages);
  const { request, options: { split, jobs: wantedJobs, ...options } } = withRequestOf(folders, call, messages);
  const outputs = outputsOf(call, files);
  const bounds = split === undefined ? undefined : readBounds(split);
  if (bounds) checkParts(outputs);
  const jobs = readJobs(wantedJobs);
  const job = messages.progress.job(sizeOf(files));
  let csv = STDOUT;
  const toSink = messages.progress.isShown ? countingRows(job, (chunk) => csv.write(chunk)) : (chunk) => csv.write(chunk);
  // Each chunk is written before the next comes.
  const allOptions = { ...options, ...(await textsOf(call.documents, options.maxValueBytes)) };
  const writer =
    jobs > 1
      ? await SpreadReport.start({ request, options: allOptions, sink: toSink, jobs })
      : new FocusReportWriter(request, { ...allOptions, transientChunks: true }, toSink);
  // Only a request that holds opens files, and only a report that is whole keeps them.
  let opened = {};
  const discard = () => Object.values(opened).forEach((sink) => sink.discard());
  const letGo = onSignalsDiscard(discard);
  try {
    for (const [kind, path] of Object.entries(outputs)) opened[kind] = kind === "output" ? sinkFor(path, bounds) : fileSink(path);
    csv = opened.output ?? STDOUT;
    const read = (file) => {
      job.begin(file.name);
      return pushFile(writer, file, job.read);
    };
    if (jobs > 1) await writer.readAll(await withKinds(files), read, (file) => tellRead(file, job));
    else for (const file of await companionsFirst(files)) await read(file);
    job.writes();
    const { summary, metadata } = writer.finish();
    messages.progress.clear();
    opened.summary?.write(asJson(summary));
    opened.metadata?.write(asJson(metadata));
    Object.values(opened).forEach((sink) => sink.end());
    Object.values(opened).forEach((sink) => sink.commit());
    opened = {};
    if (jobs > 1) writer.notes(files.length).forEach(messages.note);
    return await tell(summary, messages, outputs);
  } catch (error) {
    discard();
    throw error;
  } finally {
    letGo();
  }
}

/** The documents that options name, as the options' values; each of so many bytes at most. */
export async function textsOf(documents, most) {
  const texts = {};
  for (const [option, file] of Object.entries(documents)) texts[option] = await textOf(file, Number.isInteger(most) ? most : undefined);
  return texts;
}

export function asJson(data) {
  return Buffer.from(`${JSON.stringify(data, null, 2)}\n`);
}

/** A fetched folder knows what it was fetched for: without a source that is the request, with what is given in its place. */
function withRequestOf(folders, { request, options }, messages) {
  const fetched = fetchedIn(folders);
  for (const { path } of fetched.filter(({ from }) => from === "stand-in")) messages.note(`${path}: the pages are invented (fal-focus fetch --stand-in)`);
  const asked = request.source === undefined ? askedOf(fetched) : undefined;
  if (!asked) return { request, options };
  const all = { ...asked.request, ...request };
  const words = Object.entries(all).map(([name, value]) => `--${name.replaceAll("_", "-")} ${value}`);
  messages.note(`the request is the folder's: ${words.join(" ")}`);
  return { request: all, options: { ...asked.options, ...options } };
}

/** `-` is standard output, where the CSV goes anyway. */
function outputsOf({ outputs: { output, ...others }, documents, written }, files) {
  const outputs = { ...(output !== undefined && output !== "-" && { output }), ...others };
  checkOutputs(outputs, [...files, ...Object.values(documents)], written);
  return outputs;
}

/** That a thread has read it. */
function tellRead(file, job) {
  job.begin(file.name);
  job.read(sizeOf([file]) ?? 0);
}

/** Lines are rows nearly always: enough for somebody who watches. */
function countingRows(job, sink) {
  let rows = -1;
  return (chunk) => {
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) rows += 1;
    job.rows(Math.max(rows, 0));
    sink(chunk);
  };
}

/** What there is to say of the report, and the exit code that follows from it. */
async function tell(summary, messages, outputs) {
  if (messages.isJson) {
    const told = { type: "summary", ...summary };
    // Standard output is the CSV's, where that goes nowhere else.
    if (outputs.output) STDOUT.write(Buffer.from(`${JSON.stringify(told)}\n`));
    else messages.object(told);
  } else await tellPeople(summary, messages);
  return summary.conformance && !passes(summary.conformance) ? 1 : 0;
}

async function tellPeople({ rows, totals, warnings, skipped, lost, conformance }, messages) {
  for (const warning of warnings) {
    messages.warning(warning);
    if (warning.code === "invalid_skipped") tellSkipped(skipped, warning.count, messages);
    if (warning.code === "values_lost") lost.forEach((of) => messages.line(`  lost: ${of.column} (${of.count})`));
  }
  if (process.stderr.isTTY) {
    const sums = totals.map(({ currency, BilledCost }) => `${BilledCost} ${currency}`).join(", ");
    messages.line(`${rows} rows${sums && `, ${sums}`}`);
  }
  if (conformance) (await reportLines(conformance)).forEach(messages.line);
}

/** The first line items that were left out, and how many more. */
function tellSkipped(skipped, count, messages) {
  const named = skipped.slice(0, SKIPPED_TOLD);
  for (const item of named) messages.line(`  left out: ${placeOf(item)}${item.message}`);
  const more = count - named.length;
  if (more > 0) messages.line(`  and ${more} more (--summary FILE lists the first 100)`);
}
