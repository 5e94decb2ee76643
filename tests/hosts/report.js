import init, { FalFocusError, checkFocus, focusReport } from "fal-focus";

/** Of each job the report and what the check says of it, or the error. */
export async function reports(jobs) {
  const answers = [];
  for (const job of jobs) answers.push(await report(job));
  return answers;
}

async function report({ request, options, replies }) {
  try {
    await init();
    const { csv } = focusReport(request, replies, options);
    const { verdict, findings } = await checkFocus(csv);
    return { csv: await csv.text(), verdict, rules: findings.map(({ rule }) => rule) };
  } catch (error) {
    if (!(error instanceof FalFocusError)) throw error;
    const { code, field, message, hint } = error;
    return { code, field, message, hint };
  }
}
