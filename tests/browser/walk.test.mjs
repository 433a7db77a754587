// The whole job as each role does it, in a real browser against the demo. Pages must be free of accessibility problems, errors
// in the console and refusals of the content policy. Screenshots go to $KRITER_SHOTS, if that is set.
import { test } from "node:test";
import assert from "node:assert/strict";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { as, begin, folder, go, look, more, speak } from "./program.mjs";

begin("demo");

test("an administrator creates an assessment, uploads and links evidence, and imports a register", async () => {
  const page = await as("administrator@kaps.example");
  await look(page, "assessments");
  await page.getByRole("link", { name: "New assessment" }).click();
  await page.getByLabel("Name").fill("Laboratory for training 2028");
  await page.getByLabel("Edition").selectOption({ label: "ISO/IEC 17025:2017 - Competence of testing and calibration laboratories" });
  await page.getByLabel("Visit date").fill("2028-03-01");
  await look(page, "assessment-new");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByText("The assessment is created.").waitFor();

  await go(page, "Evidence");
  await look(page, "evidence-register");
  await page.getByRole("link", { name: "Add evidence" }).click();
  const file = join(folder, "Politika e paanshmërisë č.txt");
  writeFileSync(file, "Politika e paanshmërisë");
  await page.getByLabel("Files").setInputFiles(file);
  await look(page, "evidence-new");
  await page.getByRole("button", { name: "Add evidence" }).click();
  await page.getByText("The evidence is in the register.").waitFor();
  await page.getByLabel("Edition").selectOption({ label: "ISO/IEC 17025:2017 - Competence of testing and calibration laboratories" });
  await page.getByLabel("Criterion", { exact: true }).fill("4.1.1");
  await page.getByRole("button", { name: "Link to a criterion" }).click();
  await page.getByText("Linked.").waitFor();
  await look(page, "evidence-item");

  await page.getByRole("link", { name: "Qualifications" }).click();
  await look(page, "qualifications");
  await page.getByRole("link", { name: "PBT-4" }).click();
  await page.getByText("No outcome prepares for this task").first().waitFor();
  await look(page, "qualification");

  await more(page, "Imports");
  await look(page, "imports");
  const register = join(folder, "register.csv");
  writeFileSync(register, "Titulli;Lloji;Vlen deri më\nPlani i emergjencës;procedure;31.12.2027\nPlan bez datuma;policy;32.13.2027\n");
  await page.locator("#file").setInputFiles(register);
  await page.getByRole("button", { name: "See what it would do" }).click();
  await page.getByText("“32.13.2027” is not a day of the calendar").waitFor();
  await look(page, "import-preview");
  await page.getByRole("button", { name: "Import all other rows" }).click();
  await page.getByText("This file is imported.").waitFor();
  await look(page, "import-done");
});

test("a reviewer marks a criterion on the workbench", async () => {
  const page = await as("reviewer@kaf.example");
  await page.getByRole("link", { name: "DNA and ballistics laboratories 2027" }).click();
  await look(page, "readiness");
  await page.getByRole("link", { name: "Workbench" }).click();
  const heading = await page.getByRole("heading", { level: 1 }).textContent();
  await look(page, "workbench");
  await page.getByLabel("Conforms").check();
  await page.getByLabel("Rationale").fill("Seen on site.");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByText("Rated.").waitFor();
  assert.notEqual(await page.getByRole("heading", { level: 1 }).textContent(), heading);
  const ways = page.getByRole("navigation", { name: "Pages of this assessment" });
  await ways.getByRole("link", { name: "Readiness" }).click();
  await ways.getByRole("link", { name: "Gap list" }).click();
  await look(page, "gaps");
  await more(page, "Standards");
  await look(page, "standards");
  await page.getByRole("link", { name: /ISO\/IEC 17025/ }).click();
  await look(page, "edition");
});

test("a manager reads the readiness in three languages and downloads the report", async () => {
  const page = await as("manager@kaps.example");
  await page.getByRole("link", { name: "BA Public Safety 2027" }).click();
  for (const [language, words] of [["sq", "Indeksi i gatishmërisë"], ["sr", "Indeks spremnosti"], ["en", "Readiness index"]]) {
    await speak(page, language);
    await page.getByText(words).first().waitFor();
    await look(page, `readiness-${language}`);
  }
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Excel report" }).click()]);
  const path = join(folder, "report.xlsx");
  await download.saveAs(path);
  assert.ok(statSync(path).size > 10_000);
  assert.match(download.suggestedFilename(), /^BA Public Safety 2027 .*\.xlsx$/);
  await more(page, "Audit log");
  await look(page, "audit");
});

test("everything that matters works without a script", async () => {
  const page = await as("administrator@kaps.example", { javaScriptEnabled: false });
  await page.getByRole("link", { name: "BA Public Safety 2027" }).click();
  await page.getByRole("link", { name: "Workbench" }).click();
  await page.getByLabel("Rationale").fill("Written without a script.");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByText("Rated.").waitFor();
});
