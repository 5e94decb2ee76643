// A strict TypeScript project that is the endpoint: compiled only.

import { FalFocusError as PackageError, type InvoiceDocument } from "fal-focus";
import { FalFocusError, focusHandler, nodeListener, type AccountNames, type Asked, type FocusHandlerOptions } from "fal-focus/endpoint";

declare const invoices: Map<string, InvoiceDocument>;

const options: FocusHandlerOptions = {
  authorization: "Key id:secret",
  endpoints: ["/models/usage", "/serverless/usage"],
  baseUrl: "https://proxy.example/v1",
  fetch: (url, init) => fetch(url, init),
  grain: "line_item",
  columns: ["BilledCost"],
  now: () => new Date(),
  async accountLookup({ request, signal }: Asked): Promise<AccountNames | undefined> {
    signal.throwIfAborted();
    return request.headers.has("x-tenant") ? { billingAccountId: "a" } : undefined;
  },
  invoiceLookup: ({ billing_month }) => invoices.get(billing_month),
  onSummary({ requestId, summary, metadata }) {
    const rows: number = summary.rows;
    return [requestId, rows, metadata.Schema.FocusVersion];
  },
  onError({ requestId, status, error }) {
    const isCut: boolean = status === null;
    const same: PackageError = error;
    console.log(requestId, isCut, same.code, error instanceof FalFocusError);
  },
};

const handler: (request: Request) => Promise<Response> = focusHandler(options);
export const listener = nodeListener(handler);
export default { fetch: (request: Request, env: { FAL_KEY: string }): Promise<Response> => focusHandler({ authorization: env.FAL_KEY, now: Date.now })(request) };

void focusHandler();
void focusHandler({ accountLookup: true });
// @ts-expect-error a companion has no usage
void focusHandler({ endpoints: ["/account/billing"] });
// @ts-expect-error what a report is made of follows from the request
void focusHandler({ inputTimeframe: "day" });
// @ts-expect-error an option that is none
void focusHandler({ colour: "red" });
