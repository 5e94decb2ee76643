// Which of fal's five endpoints a line item comes from. Its own fields tell, not the reply around it.

const MODEL_APIS = ["models/usage", "models/billing-events", "organization/usage", "organization/billing-events"];
const SERVERLESS = ["serverless/usage", "organization/usage"];

/** The kind of a line item of a time series or a summary, or of a billing event. */
export function kindOf(value, list) {
  const has = (name) => (value[name] ?? null) !== null;
  if (list === "events") return has("username") ? "organization/billing-events" : "models/billing-events";
  if (has("username") || has("product")) return "organization/usage";
  return has("machine_type") ? "serverless/usage" : "models/usage";
}

/** Two kinds may tell of the same charges; option inputKind says which one counts for those that it can tell of. */
export function isLeftOut({ kind, product }, inputKind) {
  if (inputKind === undefined || kind === inputKind) return false;
  return (product === "model_apis" && MODEL_APIS.includes(inputKind)) ||
    (product === "serverless" && SERVERLESS.includes(inputKind));
}
