// Every rule of FOCUS's requirements models is checked, or excused by name. The ids with entity,
// kind and keyword are facts of the models 1.2.0.1 and 1.4 (FinOps Foundation, CC BY 4.0); the
// answers are ours.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import init, { checkFocus } from "fal-focus";

await init();

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const reasons = JSON.parse(read("check/reasons.json"));

/** The rules of a model, as objects. */
function rulesOf(model) {
  const [header, ...lines] = read(`check/rules-${model}.csv`).trim().split("\n");
  const fields = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, at) => [fields[at], cell])));
}

const of12 = rulesOf("1.2.0.1");
const of14 = rulesOf("1.4");
// In 1.3 InvoiceId was recommended, and the id ended with O.
const INVOICE_ID_IN_1_3 = { id: "CAU-CostAndUsage-D-033-O", keyword: "SHOULD", answer: "checked" };
const INVOICE_ID_IN_1_4 = "CAU-CostAndUsage-D-033-C";
// 1.4 speaks of empty strings alone, and an empty cell is null; blank ones have a rule of their own there.
const EMPTY_STRINGS = "ATT-StringHandling-A-007-O";

const OFFICIAL = {
  1.2: of12,
  // The model of 1.4 says when each rule came and went. Of what 1.3 deprecated, 1.4 has the columns no more.
  1.3: of14
    .filter(({ since, removed }) => since <= "1.3" && (removed === "" || removed === "1.4"))
    .map((rule) => (rule.id === INVOICE_ID_IN_1_4 ? INVOICE_ID_IN_1_3 : rule)),
  1.4: of14
    .filter(({ status }) => status === "active")
    .map((rule) => (rule.id === EMPTY_STRINGS ? { ...rule, answer: "outside", because: "empty_is_null" } : rule)),
};

const answered = (rules, answer) => rules.filter((rule) => rule.answer === answer);

/** What a check of a file that has nothing says of each rule. */
async function outcomesOf(focusVersion) {
  return await checkFocus("BilledCost\n", { focusVersion, applicability: "ALL" });
}

test("the models are whole", () => {
  assert.equal(of12.length, 621);
  assert.equal(of14.filter(({ id }) => id.startsWith("CAU-")).length, 828);
  for (const rules of [of12, of14]) assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
});

test("every rule has an answer, and every excuse a reason", () => {
  for (const { id, keyword, answer, because } of [...of12, ...of14]) {
    if (answer === "permission") assert.equal(keyword, "MAY", id);
    else if (answer !== "checked") assert.ok(reasons[answer]?.[because], `${id}: ${answer} ${because}`);
  }
});

for (const [version, official] of Object.entries(OFFICIAL)) {
  test(`FOCUS ${version}: the rules that are said to be checked are those that are checked`, async () => {
    const { outcomes } = await outcomesOf(version);
    assert.deepEqual(outcomes.map(({ rule }) => rule).toSorted(), answered(official, "checked").map(({ id }) => id).toSorted());
    // Keywords of 1.3 are those of 1.4, as far as its model is known.
    const keywords = new Map(official.map(({ id, keyword }) => [id, keyword]));
    for (const { rule, keyword } of outcomes) assert.equal(keyword, keywords.get(rule), rule);
  });

  test(`FOCUS ${version}: what is not checked is counted and named`, async () => {
    const { rules, unchecked } = await outcomesOf(version);
    assert.equal(rules.notMachineCheckable, answered(official, "outside").length);
    assert.deepEqual(unchecked.map(({ rule }) => rule).toSorted(), answered(official, "unchecked").map(({ id }) => id).toSorted());
    assert.equal(rules.notChecked, unchecked.length);
    for (const { rule, reason } of unchecked) assert.ok(reason, rule);
  });
}

for (const version of ["1.0", "1.1"]) {
  test(`FOCUS ${version}: our ids name version, section, column and kind, each once`, async () => {
    const { outcomes, rules, unchecked } = await outcomesOf(version);
    for (const { rule } of outcomes) assert.match(rule, /^1\.[01]-[23](\.\d+)+-[A-Z]\w+-[a-z_]+$/);
    assert.equal(new Set(outcomes.map(({ rule }) => rule)).size, outcomes.length);
    assert.equal(rules.notMachineCheckable, null);
    assert.equal(rules.notChecked, unchecked.length);
  });
}

test("the documents' table tells how many rules there are, and what becomes of them", async () => {
  const section = read("../docs/checking.md");
  for (const version of ["1.0", "1.1", "1.2", "1.3", "1.4"]) {
    const { outcomes, rules } = await outcomesOf(version);
    const official = OFFICIAL[version];
    const counts = official
      ? [official.length, outcomes.length, ...["parts", "permission", "outside", "unchecked"].map((answer) => answered(official, answer).length)]
      : ["no list", outcomes.length, "–", "–", "–", rules.notChecked];
    assert.ok(section.includes(`\n| \`${version}\` | ${counts.join(" | ")} |\n`), `| \`${version}\` | ${counts.join(" | ")} |`);
  }
});
