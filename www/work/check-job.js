// The check of a FOCUS CSV and its figures, in one reading of the file.

import { FocusFigures } from "../../pkg/figures.js";
import { checkFocus } from "../../pkg/web.js";
import { chunksOf } from "../data/input-files.js";
import { createProgress } from "./progress.js";

/** @param {import("./report-maker.js").CheckJob} job */
export async function checkFile({ file, options }) {
  const progress = createProgress([file], "checking");
  const figures = new FocusFigures();
  progress.begin(file);
  const onProgress = ({ rows }) => progress.rows(rows);
  const conformance = await checkFocus(passing(figures, file, progress), { ...options, onProgress });
  progress.end();
  return { conformance, figures: figures.finish(), file: file.name, rows: conformance.rows };
}

/** The check has a chunk first: what is wrong with the file is told in its words. */
async function* passing(figures, file, progress) {
  for await (const bytes of chunksOf(file, progress.read)) {
    yield bytes;
    figures.push(bytes);
  }
}
