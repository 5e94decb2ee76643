// What `--help` and `--version` say.

import { readFileSync } from "node:fs";

const PARAMETERS = `Request (fal's parameters of GET /account/focus):
  --source S                 estimate (a range of dates) or invoice (a month); required
  --start T, --end T         ISO 8601 date or date-time, end exclusive; estimate
                             (default: the 24 hours before now)
  --billing-month YYYY-MM    month the invoice was issued; invoice (default: that of the invoice
                             document, else this month, UTC)
  --charge-month YYYY-MM     month the charges were incurred; invoice
  --timezone ZONE            IANA name of the zone of boundaries (default: UTC)
  --timeframe T              minute, hour, day, week, month (default: by the length of the range)
  --bound-to-timeframe B     true (default): align the range to the timeframe; false: exact dates
  --range-limit L            lookback (default: start at most 90 days ago), range (at most 90 days
                             long), none (replies saved earlier)
  --now T                    the moment that fills defaults (default: the clock)
`;

const INVOICE = `  --invoice FILE             invoice document (JSON): its id, credits and taxes; invoice
`;

const HELP = {
  report: `Usage: fal-focus [report] --source S [options] [FILE... | -]

Turns fal.ai usage JSON into a FinOps FOCUS billing report (CSV) on standard output.
FILE holds replies of GET /v1/models/usage, /models/billing-events, /organization/usage,
/organization/billing-events or /serverless/usage: one, an array of them, or NDJSON; or a FOCUS
CSV, which is read back, or moved to another version of FOCUS (--focus-version). A FILE that names
things (/account/billing, /organization/teams, /models/pricing, a manifest.json) is read first,
wherever it stands. One whose name ends in .gz is decompressed. Without a FILE, or with -, standard
input is read.

${PARAMETERS}
Beside the usage (JSON, may be .gz):
${INVOICE}  --rounding-row             write what rounding leaves to the invoice's total as a row
  --account FILE             reply of /account/billing: the billing account's id and name
  --teams FILE               reply of /organization/teams: the names of sub accounts
  --pricing FILE             reply of /models/pricing: the units of billing events without one

Input:
  --input-timeframe T        the timeframe the replies were fetched with, where they leave it open
  --input-kind K             whose line items count where kinds overlap: models/usage,
                             models/billing-events, organization/usage,
                             organization/billing-events, serverless/usage
  --skip-invalid             leave out line items that cannot be read, and name them
  --jobs N                   threads that read the files, each some of them (default: 1)
  --assume-unique            no billing event comes twice: remember no request ids
  --input-spreadsheet-safe   take off the ' that --spreadsheet-safe had put into a FOCUS CSV

Report:
  --grain G                  timeframe (default: line items added up per charge period), line_item
  --focus-version V          1.0, 1.1, 1.2, 1.3, 1.4 (default: 1.2; of a FOCUS CSV its own)
  --columns A,B,...          only these columns, in the version's order
  --no-custom-columns        leave out the columns that are not FOCUS's own (x_...)
  --no-personal-data         leave out x_AuthMethod and x_LoginUsername
  --billing-account-id ID    BillingAccountId (default: fal:<username> of the account, else
                             fal:account)
  --billing-account-name N   BillingAccountName (default: the account's name, else the id)
  --spreadsheet-safe         put ' before text that a spreadsheet would run as a formula
  --no-attribution-tags      leave fal/key, fal/team and the like out of Tags
  --max-groups N             the most rows added up at grain timeframe (default: 1000000)

Output:
  -o, --output FILE          write the CSV to FILE, whole or not at all
  --summary FILE             totals and warnings as JSON
  --metadata FILE            FOCUS schema metadata as JSON

  --check                    check the CSV against FOCUS's rules as it is written (exit code 1 where
                             a MUST fails; the CSV is written all the same)

Other commands:
  fal-focus resolve          the resolved request as JSON
  fal-focus check            check a FOCUS CSV against the rules of its version
  fal-focus serve            the page in a browser, and fetching from fal with FAL_KEY
  -h, --help                 help of a command
  -V, --version              the version

Exit codes: 0 done, 1 the data or a file is bad, 2 the request or an option is.
`,
  check: `Usage: fal-focus check [options] [FILE | -]

Checks a FOCUS Cost and Usage CSV, whoever made it, against the rules of its FOCUS version, and
prints which are broken where and what to do. Rows are judged as they are read: a file can be of
any size. One whose name ends in .gz is decompressed. Nothing leaves this machine.

  --focus-version V          1.0, 1.1, 1.2, 1.3, 1.4 (default: what the header tells; where it does
                             not tell, you are asked to say)
  --applicability A,B,...    what the provider offers, in the names of FOCUS's requirements models,
                             such as REGION_SUPPORTED; ALL (default: what fits fal)
  --format F                 text (default), json
  --strict                   exit code 1 also where a SHOULD fails
  -h, --help                 this help

Exit codes: 0 no MUST fails, 1 one does, or the file cannot be read, 2 an option is wrong, or the
version is to be said.
`,
  resolve: `Usage: fal-focus resolve --source S [options]

Prints the resolved request as JSON: the window in UTC, the number of charge periods, and the
query that asks GET /v1/models/usage for the data. Sends nothing.

${PARAMETERS}${INVOICE}`,
  serve: `Usage: fal-focus serve [options]

Serves the page on this machine's loopback interface and prints its address. With an admin key of
fal.ai in the environment variable FAL_KEY (with or without "Key " in front) the page can fetch from
fal: its requests go through this server, which adds the key. The browser never sees it. The address
holds a token made for this run; whoever has it can read your usage and billing until Ctrl-C.

  --port N                   the port (default: 8080, or the next one that is free; 0: any)
  --stand-in                 ask a stand-in of fal's API, with invented data: to try it without a key
  -h, --help                 this help

Passed on is GET of /models/usage, /models/billing-events, /models/pricing,
/organization/usage, /organization/billing-events, /organization/teams, /serverless/usage and
/account/billing, and nothing else.
`,
};

export function helpFor(command) {
  return HELP[command];
}

export function version() {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}
