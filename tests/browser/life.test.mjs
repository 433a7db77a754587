// The life of evidence in a real browser against the demo: what would be lost, withdrawing and bringing back, who needs to know it.
import { test, before, after } from "node:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, look, open, signIn, start } from "./program.mjs";

const PASSWORD = "kriter-demo-2026";
let program, browser, folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "kriter-life-"));
  program = await start("demo", join(folder, "data"));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await program?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function as(email, options = {}) {
  const { page, close } = await open(browser, options);
  await signIn(page, program.base, email, PASSWORD);
  await page.waitForURL((it) => !it.pathname.startsWith("/sign-in"));
  return { page, close };
}

test("an administrator sees what would be lost, withdraws, makes a draft again and submits", async () => {
  const { page, close } = await as("administrator@kaps.example", { javaScriptEnabled: true });
  for (const form of ["use", "withdraw", "replace?q=a", "delete"]) {
    await page.goto(`${program.base}/evidence/1/${form}`);
    await look(page, `life-${form.split("?")[0]}`);
  }
  await page.goto(`${program.base}/evidence/1/withdraw`);
  await page.getByLabel("Reason").fill("A newer one is being written.");
  await page.getByRole("button", { name: "Withdraw it" }).click();
  await page.getByText("Withdrawn. It no longer counts.").waitFor();
  await page.getByRole("button", { name: "Make it a draft again" }).click();
  await page.getByText("It is a draft again.").waitFor();
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByText("Submitted. It waits for a reviewer.").waitFor();
  await page.getByText("History", { exact: true }).click();
  for (const language of ["SQ", "SR", "EN"]) {
    await page.getByRole("button", { name: language, exact: true }).click();
    await page.locator(`html[lang^="${language === "SR" ? "sr" : language.toLowerCase()}"]`).waitFor();
    await look(page, `life-item-${language.toLowerCase()}`);
  }
  await close();
});

test("who begins a list of readers is on it, and the last is not taken off unnoticed", async () => {
  const { page, close } = await as("administrator@kaps.example");
  await page.goto(`${program.base}/evidence/10`);
  const person = page.getByLabel("Person");
  await person.selectOption(await person.locator("option", { hasText: "Marko" }).getAttribute("value"));
  await page.getByRole("button", { name: "Put on the list" }).click();
  await page.getByText("Only these people can open it").waitFor();
  await look(page, "life-readers");
  await page.getByRole("button", { name: /^Take off Marko/ }).click();
  await page.getByRole("button", { name: /^Take off Besa/ }).click();
  await page.getByText("This is the last person on the list.").waitFor();
  await look(page, "life-readers-last");
  await close();
});

test("a reviewer decides in the workbench", async () => {
  const { page, close } = await as("reviewer@kaps.example");
  await page.goto(`${program.base}/evidence/1`);
  const criterion = await page.locator("table").getByRole("rowheader").last().textContent();
  await page.goto(`${program.base}/assessments/1/workbench`);
  await page.getByRole("navigation").getByText(criterion.trim(), { exact: true }).first().click();
  await page.getByRole("button", { name: "Accept", exact: true }).first().waitFor();
  await look(page, "life-workbench");
  await page.getByRole("button", { name: "Accept", exact: true }).first().click();
  await page.getByText("Accepted.").waitFor();
  await close();
});
