// The life of evidence in a real browser against the demo: what would be lost, withdrawing and bringing back, who needs to know it.
import { test } from "node:test";
import { as, begin, look, speak } from "./program.mjs";

begin("demo");

test("an administrator sees what would be lost, withdraws, makes a draft again and submits", async () => {
  const page = await as("administrator@kaps.example");
  for (const form of ["use", "withdraw", "replace?q=a", "delete"]) {
    await page.goto(`/evidence/1/${form}`);
    await look(page, `life-${form.split("?")[0]}`);
  }
  await page.goto("/evidence/1/withdraw");
  await page.getByLabel("Reason").fill("A newer one is being written.");
  await page.getByRole("button", { name: "Withdraw it" }).click();
  await page.getByText("Withdrawn. It no longer counts.").waitFor();
  await page.getByRole("button", { name: "Make it a draft again" }).click();
  await page.getByText("It is a draft again.").waitFor();
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByText("Submitted. It waits for a reviewer.").waitFor();
  await page.getByText("History", { exact: true }).click();
  for (const language of ["sq", "sr", "en"]) {
    await speak(page, language);
    await look(page, `life-item-${language}`);
  }
});

test("who begins a list of readers is on it, and the last is not taken off unnoticed", async () => {
  const page = await as("administrator@kaps.example");
  await page.goto("/evidence/10");
  const person = page.getByLabel("Person");
  await person.selectOption(await person.locator("option", { hasText: "Marko" }).getAttribute("value"));
  await page.getByRole("button", { name: "Put on the list" }).click();
  await page.getByText("Only these people can open it").waitFor();
  await look(page, "life-readers");
  await page.getByRole("button", { name: /^Take off Marko/ }).click();
  await page.getByRole("button", { name: /^Take off Besa/ }).click();
  await page.getByText("This is the last person on the list.").waitFor();
  await look(page, "life-readers-last");
});

test("a reviewer decides in the workbench", async () => {
  const page = await as("reviewer@kaps.example");
  await page.goto("/evidence/1");
  const criterion = await page.locator("table").getByRole("rowheader").last().textContent();
  await page.goto("/assessments/1/workbench");
  await page.getByRole("navigation").getByText(criterion.trim(), { exact: true }).first().click();
  await page.getByRole("button", { name: "Accept", exact: true }).first().waitFor();
  await look(page, "life-workbench");
  await page.getByRole("button", { name: "Accept", exact: true }).first().click();
  await page.getByText("Accepted.").waitFor();
});
