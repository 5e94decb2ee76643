// How check mode says things.

import { countText, sizeText } from "../wording.js";
import { rowsText } from "../report/report-words.js";

/** What a provider can offer, in the names of FOCUS's requirements models, and whether fal does. */
export const CRITERIA = {
  ACCOUNT_NAMING_SUPPORTED: true,
  AVAILABILITY_ZONE_SUPPORTED: false,
  BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED: false,
  CAPACITY_RESERVATION_SUPPORTED: false,
  COMMITMENT_DISCOUNT_SUPPORTED: false,
  COMMITMENT_PROGRAMS_SUPPORTED: false,
  CONTRACT_COMMITMENTS_SUPPORTED: false,
  DATA_GENERATOR_SPLIT_COST_ALLOCATION_SUPPORTED: false,
  INVOICE_ISSUER_PAYABLE_INVOICES_SUPPORTED: true,
  MULTIPLE_BILLING_ACCOUNT_TYPES_SUPPORTED: false,
  MULTIPLE_PRICING_CATEGORIES_SUPPORTED: true,
  MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED: false,
  NEGOTIATED_PRICING_SUPPORTED: true,
  PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED: false,
  PUBLIC_PRICE_LIST_SUPPORTED: true,
  REGION_SUPPORTED: false,
  RESOURCE_TYPE_ASSIGNMENT_SUPPORTED: false,
  SUB_ACCOUNT_SUPPORTED: true,
  TAGGING_SUPPORTED: true,
  UNIT_PRICING_SUPPORTED: true,
  USAGE_MEASUREMENT_SUPPORTED: true,
  VIRTUAL_CURRENCY_SUPPORTED: false,
};

/** A criterion as words: `UNIT_PRICING_SUPPORTED` is unit pricing. */
export function criterionText(criterion) {
  return criterion.replace(/_SUPPORTED$/, "").replaceAll("_", " ").toLowerCase();
}

/** The file, and how many came with it that are not looked at. */
export function givenText(file, others) {
  if (!file) return "";
  const given = `${file.name}, ${sizeText(file.size)}`;
  if (others === 0) return given;
  return `${given}. A check is of one file: ${countText(others)} more ${others === 1 ? "was" : "were"} left out.`;
}

export function statusText({ phase, file, result, isOutdated }) {
  if (phase === "failed") return "Not checked: see what is wrong.";
  if (!file) return "Give a file to check.";
  if (result && isOutdated) return "The result is outdated: check again.";
  if (result) return `Checked: ${rowsText(result.conformance.rows)}.`;
  return "The file is ready.";
}

const TOLD_BY = {
  header: "told by the file’s columns",
  option: "as chosen",
  report: "told by the report",
};

/** What a file was held against. */
export function heldAgainst({ focusVersion, versionFrom, applicability }) {
  const offered = applicability.map(criterionText).join(", ") || "nothing of what rules may depend on";
  return `Rules of FOCUS ${focusVersion}, ${TOLD_BY[versionFrom]}; of a provider that offers: ${offered}.`;
}

/** A conformance by numbers; what does not apply is null. */
export function countsOf({ rows, rules }) {
  const { checked, inPart, passed, failedMust, failedShould, notApplicable, notMachineCheckable, notChecked } = rules;
  return {
    rows: countText(rows),
    "rules checked": countText(checked),
    "of them in part": inPart > 0 ? countText(inPart) : null,
    passed: countText(passed),
    "MUST failed": countText(failedMust),
    "SHOULD failed": countText(failedShould),
    "ask nothing of the file": countText(notApplicable),
    "no machine can decide": notMachineCheckable === null ? null : countText(notMachineCheckable),
    "not checked": countText(notChecked),
  };
}

/** The name of a file that says what came out of another. */
export function besideName(name, ending) {
  return `${name.replace(/\.gz$/i, "").replace(/\.csv$/i, "")}.conformance.${ending}`;
}

export const COMMAND_NOTE = "Run it in the folder of the file; it needs Node 20 or newer.";
