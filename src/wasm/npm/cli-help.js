// What `--help` and `--version` say.

import { readFileSync } from "node:fs";

const PARAMETERS = `Request (fal's parameters of GET /account/focus):
  --source S                 estimate (a range of dates) or invoice (a month); required
  --start T, --end T         ISO 8601 date or date-time, end exclusive; estimate
                             (default: the 24 hours before now)
  --billing-month YYYY-MM    month the invoice was issued; invoice (default: this month, UTC)
  --charge-month YYYY-MM     month the charges were incurred; invoice
  --timezone ZONE            IANA name of the zone of boundaries (default: UTC)
  --timeframe T              minute, hour, day, week, month (default: by the length of the range)
  --bound-to-timeframe B     true (default): align the range to the timeframe; false: exact dates
  --range-limit L            lookback (default: start at most 90 days ago), range (at most 90 days
                             long), none (replies saved earlier)
  --now T                    the moment that fills defaults (default: the clock)
`;

const HELP = {
  report: `Usage: fal-focus [report] --source S [options] [FILE... | -]

Turns fal.ai usage JSON into a FinOps FOCUS 1.2 billing report (CSV) on standard output.
FILE holds replies of GET /v1/models/usage: one, an array of them, or NDJSON. Without a file,
or with -, standard input is read.

${PARAMETERS}
Report:
  --grain G                  timeframe (default: line items added up per charge period), line_item
  --focus-version V          1.2
  --input-timeframe T        the timeframe the replies were fetched with, where they leave it open
  --billing-account-id ID    BillingAccountId (default: fal:account)
  --billing-account-name N   BillingAccountName (default: the id)
  --spreadsheet-safe         put ' before text that a spreadsheet would run as a formula
  --no-attribution-tags      leave fal/key out of Tags
  --max-groups N             the most rows added up at grain timeframe (default: 1000000)

Output:
  -o, --output FILE          write the CSV to FILE, whole or not at all
  --summary FILE             totals and warnings as JSON
  --metadata FILE            FOCUS schema metadata as JSON

Other commands:
  fal-focus resolve          the resolved request as JSON
  -h, --help                 help of a command
  -V, --version              the version

Exit codes: 0 done, 1 the data or a file is bad, 2 the request or an option is.
`,
  resolve: `Usage: fal-focus resolve --source S [options]

Prints the resolved request as JSON: the window in UTC, the number of charge periods, and the
query that asks GET /v1/models/usage for the data. Sends nothing.

${PARAMETERS}`,
};

export function helpFor(command) {
  return HELP[command];
}

export function version() {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}
