// A report, from files to CSV, summary and figures; nothing of it is ever held as a whole.

import { FocusFigures } from "../../pkg/figures.js";
import { FocusReportWriter, explainConformance } from "../../pkg/web.js";
import { chunksOf } from "../data/input-files.js";
import { readPreview } from "../report/preview.js";
import { blobOutput, fileOutput } from "./output.js";
import { createProgress } from "./progress.js";

const PREVIEW_ROWS = 50;

/**
 * @param {import("./report-maker.js").ReportJob} job
 * @param {AbortSignal} signal
 */
export async function makeReport({ request, options, files, isReadBack, handle }, signal) {
  const progress = createProgress(files, "reading");
  const output = handle ? await fileOutput(handle, signal) : blobOutput();
  try {
    // A FOCUS CSV may have the word NULL for null, and so may what is made of it.
    const figures = new FocusFigures({ hasNullWords: isReadBack });
    const writer = new FocusReportWriter(request, options, (chunk) => {
      progress.rows(figures.push(chunk));
      output.add(chunk);
    });
    for (const file of files) await pushFile(writer, file, { progress, output, signal });
    progress.enter("writing");
    const { summary, metadata } = writer.finish();
    const csv = await output.close();
    return {
      csv,
      // The file that it was written to, where it was.
      savedAs: handle ? handle.name : null,
      summary,
      metadata,
      conformance: summary.conformance && (await explainConformance(summary.conformance)),
      preview: await readPreview(csv, PREVIEW_ROWS),
      figures: figures.finish(),
    };
  } catch (error) {
    await output.discard();
    throw error;
  }
}

async function pushFile(writer, file, { progress, output, signal }) {
  const about = { file: file.name };
  progress.begin(file);
  // A file without a byte is one as well, and is named for it.
  writer.push(new Uint8Array(0), about);
  for await (const bytes of chunksOf(file, progress.read)) {
    signal.throwIfAborted();
    writer.push(bytes, about);
    await output.settle();
  }
  writer.endFile();
  await output.settle();
  progress.end();
}
