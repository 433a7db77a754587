// A review from the first rating to the decision, as each role does it, in a real browser against the demo: an administrator
// submits, two reviewers rate blind and differ, the lead resolves it, a finding is answered and closed, the decision is entered.
import { test } from "node:test";
import assert from "node:assert/strict";
import { as, begin, look } from "./program.mjs";

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const NAME = "Validation: customs officers";
let assessment;
begin("demo");

const at = (page, path) => page.goto(`/assessments/${assessment}${path}`);

/** Goes to a page of the assessment as people do: its group, then the page. */
async function way(page, group, name) {
  const ways = page.getByRole("navigation", { name: "Pages of this assessment" });
  await ways.getByRole("link", { name: group, exact: true }).first().click();
  await ways.getByRole("link", { name, exact: true }).first().click();
  assert.equal(await ways.locator("[aria-current=page]").first().textContent(), name);
}

/** Gives the same level to every criterion of the table, but for some. */
async function rateAll(page, level, others = {}) {
  await at(page, "/workbench/table");
  for (const row of await page.locator("tbody tr").all()) {
    const code = (await row.getByRole("rowheader").textContent()).trim().split(" ")[0];
    await row.getByRole("combobox").selectOption({ label: others[code] ?? level });
  }
  await page.getByRole("button", { name: "Save the table" }).click();
  await page.getByText("The table is saved.").waitFor();
}

/** Makes a move that the page of the stage offers. */
async function move(page, name, reason) {
  await at(page, "/stage");
  const step = page.locator("section.panel").filter({ has: page.getByRole("heading", { name, exact: true }) });
  if (reason) await step.getByLabel("Why all the same").fill(reason);
  await step.getByRole("button", { name, exact: true }).click();
  await page.getByText("Moved.").waitFor();
}

/** Opens a criterion on the workbench by its code. */
async function bench(page, code) {
  await at(page, "/workbench");
  await page.locator(".tree").getByText(code, { exact: true }).first().click();
  await page.getByRole("heading", { level: 1 }).getByText(code).waitFor();
}

test("an administrator rates, names a team and submits what the team has declared for", async () => {
  const page = await as("administrator@kaps.example");
  await page.getByRole("link", { name: "New assessment" }).click();
  await page.getByLabel("Name").fill(NAME);
  await page.getByLabel("Edition").selectOption({ label: "NQA validation of qualifications and modules for inclusion in the NQF" });
  await page.getByLabel("Visit date").fill("2029-03-01");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByText("The assessment is created.").waitFor();
  assessment = new URL(page.url()).pathname.split("/").pop();
  await look(page, "review-overview");
  await rateAll(page, "Met", { "V.3": "Partly met" });
  await look(page, "review-table");
  await way(page, "Set-up", "Team");
  for (const [person, part] of [["Teuta Rama", "Lead"], ["Marko Jovanović", "Reviewer"], ["Florent Bytyqi", "Reviewer"]]) {
    const value = await page.getByLabel("Person").getByRole("option", { name: new RegExp(person) }).getAttribute("value");
    await page.getByLabel("Person").selectOption(value);
    await page.getByLabel("Part").selectOption({ label: part });
    await page.getByRole("button", { name: "Put on the team" }).click();
    await page.getByRole("row", { name: new RegExp(person) }).waitFor();
  }
  await page.getByRole("link", { name: "Assign criteria" }).click();
  await look(page, "review-assign");
  await page.locator("input[name=criterion]").first().check();
  for (const person of [/Marko/, /Florent/]) await page.getByLabel(person).check();
  await page.getByRole("button", { name: "Assign what is ticked" }).click();
  await page.getByRole("status").waitFor();

  for (const [person, name] of [["lead", "Teuta Rama"], ["reviewer", "Marko Jovanović"], ["reviewer-two", "Florent Bytyqi"]]) {
    const other = await as(`${person}@kaps.example`);
    await at(other, "");
    await other.getByLabel("I have no conflict of interest").check();
    await other.getByLabel("Your name as signature").fill(name);
    if (person === "lead") await look(other, "review-declaration");
    await other.getByRole("button", { name: "Sign", exact: true }).click();
    await other.getByText("Your declaration is signed.").waitFor();
  }

  const keeper = await as("administrator@kaps.example");
  await at(keeper, "/stage");
  await look(keeper, "review-stage-before");
  await move(keeper, "Submit", "The rest is shown on site.");
  await look(keeper, "review-stage");
  await way(keeper, "Course", "Dossier");
  await keeper.getByText("SHA-256").first().waitFor();
  await look(keeper, "review-dossiers");
  await move(keeper, "Begin the external review");
});

test("two reviewers rate blind, one raises a finding, and both lock", async () => {
  const page = await as("reviewer@kaps.example");
  await rateAll(page, "Met", { "V.9": "Not met" });
  await bench(page, "V.9");
  await page.getByLabel("Rationale").fill("Half of the units have no instrument.");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await bench(page, "V.9");
  await look(page, "review-workbench");
  await page.locator("#findings").getByRole("link", { name: "New finding" }).click();
  await page.getByLabel("Kind").selectOption({ label: "Major nonconformity" });
  await page.getByLabel("What was found").fill("Instruments are missing for half of the units.");
  await page.getByLabel("Objective evidence").fill("Units 3, 4 and 6 of the folder in office 21.");
  await look(page, "review-finding-new");
  await page.getByRole("button", { name: "Raise the finding" }).click();
  await page.getByText("The finding is raised.").waitFor();

  const other = await as("reviewer-two@kaps.example");
  await rateAll(other, "Met");
  await bench(other, "V.9");
  await other.getByLabel("Rationale").waitFor();
  // Each page says by itself who looks at the criterion to rate it.
  await bench(page, "V.9");
  await page.getByText("is rating this now.").waitFor();
  assert.equal(await other.getByText("Half of the units have no instrument.").count(), 0, "the first reviewer’s words are hidden");
  await way(other, "Criteria", "Round");
  await other.getByText("Nothing to see yet").waitFor();
  await look(other, "review-round-blind");
  await other.getByRole("button", { name: "Lock my ratings" }).click();
  await other.getByText("Your ratings are locked.", { exact: true }).waitFor();

  const first = await as("reviewer@kaps.example");
  await at(first, "/round");
  await first.getByText("Nothing to see yet").waitFor();
  await first.getByRole("button", { name: "Lock my ratings" }).click();
  await first.getByText("Half of the units have no instrument.").waitFor();
  await look(first, "review-round-open");
});

test("the lead resolves the difference and signs the round off", async () => {
  const page = await as("lead@kaps.example");
  await at(page, "/round");
  await page.getByText("on which the raters differ: 1;").waitFor();
  await page.getByText("Determine the level", { exact: true }).first().click();
  await page.getByLabel("Partly met").check();
  await page.getByLabel("Why this level").fill("Instruments exist for the other half, and are used.");
  await look(page, "review-round-lead");
  await page.getByRole("button", { name: "Determine the level" }).click();
  await page.getByText("Determined.", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Sign the round off" }).click();
  await page.getByText("The round is signed off.", { exact: true }).waitFor();
  await look(page, "review-round-signed-off");
});

test("the institution answers the finding, the reviewer verifies and closes it", async () => {
  const finding = async (page) => {
    await at(page, "");
    await way(page, "Findings", "Findings");
    await page.getByRole("link", { name: "F-1" }).click();
  };
  const answering = await as("administrator@kaps.example");
  await finding(answering);
  await answering.getByLabel("Correction", { exact: true }).fill("The three units are not assessed until the instruments are there.");
  await answering.getByLabel("Root cause").fill("Instruments were written by whoever taught, if they had time.");
  await answering.getByLabel("Corrective action").fill("No unit starts without an approved instrument.");
  await answering.getByLabel("Extent").fill("All 12 units were looked at: three lack them.");
  await look(answering, "review-finding-answer");
  await answering.getByRole("button", { name: "Answer", exact: true }).click();
  await answering.getByText("Saved.", { exact: true }).waitFor();

  const verifying = await as("reviewer@kaps.example");
  await finding(verifying);
  await verifying.getByLabel("Note or reason").fill("All twelve instruments seen and tried.");
  await look(verifying, "review-finding-verify");
  await verifying.getByRole("button", { name: "Verify and close" }).click();
  await verifying.getByText("Saved.", { exact: true }).waitFor();
  await look(verifying, "review-finding-closed");
  await at(verifying, "/findings");
  await look(verifying, "review-findings");
});

test("the decision is entered, with a condition, and the assessment is decided", async () => {
  const page = await as("administrator@kaps.example");
  await at(page, "");
  await way(page, "Course", "Decision");
  await page.getByLabel("Kind").selectOption({ label: "granted with conditions" });
  await page.getByLabel("Outcome").selectOption({ label: "Validated" });
  await page.getByLabel("Number").fill("NQA 7/2026");
  await page.getByLabel("Day of the decision").fill(yesterday);
  await page.getByLabel("Conditions").fill("The instruments of units 3, 4 and 6 within three months.");
  await look(page, "review-decision-form");
  await page.getByRole("button", { name: "Enter the decision" }).click();
  await page.getByText("The decision is entered.").waitFor();
  await page.getByText("NQA 7/2026").first().waitFor();
  await look(page, "review-decision");
  await at(page, "/stage");
  assert.equal((await page.locator("ol.stages [aria-current]").textContent()).trim().toLowerCase(), "decided");
});

test("every other page of a review can be used by everybody, on a phone too", async () => {
  const page = await as("administrator@kaps.example");
  await page.goto("/work");
  await look(page, "review-work");
  for (const [group, name] of [
    ["Readiness", "Gap list"],
    ["Criteria", "Calibration"],
    ["Criteria", "Checks"],
    ["Evidence", "Coverage calendar"],
    ["Evidence", "Notes"],
    ["Evidence", "Sampling plan"],
    ["Course", "Deadlines"],
    ["Set-up", "Team"],
    ["Set-up", "Scope"],
    ["Set-up", "Settings"],
  ]) {
    await at(page, "");
    await way(page, group, name);
    await look(page, `review-${name.toLowerCase().replaceAll(" ", "-")}`);
  }
  await bench(page, "V.9");
  await look(page, "review-workbench-administrator");
  await page.goto(`${page.url()}/comments`);
  await look(page, "review-comments");
  await page.goto("/");
  await page.getByRole("link", { name: "BA Public Safety 2027" }).click();
  await page.getByRole("navigation", { name: "Pages of this assessment" }).getByRole("link", { name: "Recommendations" }).click();
  await look(page, "review-recommendations");
});

test("the navigation is used by keyboard, on a phone, and without a script", async () => {
  const page = await as("administrator@kaps.example", { javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
  const head = page.getByRole("navigation", { name: "Navigation" });
  assert.equal(await head.isVisible(), false, "a phone shows the page, not the navigation");
  await page.getByRole("checkbox", { name: "Menu" }).focus();
  await page.keyboard.press("Space");
  await head.getByText("More", { exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Recommendations");
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wider <= 0, `the open menu is ${wider} pixels wider than a phone`);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Recommendations" }).waitFor();
});
