// The catalogue editor in a real browser: an edition is cloned, written in, moved about in and published.
import { test } from "node:test";
import assert from "node:assert/strict";
import { as, begin, look, more, speak } from "./program.mjs";

begin("demo");

test("an administrator clones an edition, changes it and publishes it", async () => {
  const page = await as("administrator@kaps.example");
  await more(page, "Catalogues");
  await look(page, "catalogues");
  await page.getByRole("link", { name: "New catalogue" }).first().click();
  await look(page, "catalogue-new");
  await page.goBack();
  await page.getByRole("row", { name: /17025/ }).getByRole("link", { name: "Clone" }).click();
  await page.getByLabel("Id").fill("laboratory-next");
  await page.getByLabel("Version").fill("2028");
  await look(page, "catalogue-clone");
  await page.getByRole("button", { name: "Clone" }).click();
  await look(page, "catalogue-head");
  await page.locator(".tree summary").first().click();
  await page.locator(".tree a", { hasText: /^4\.1\D/ }).first().click();
  await look(page, "catalogue-node");
  await page.getByRole("link", { name: "Add below" }).click();
  await look(page, "catalogue-add");
  await page.getByRole("group", { name: "Title" }).getByLabel("English").fill("Impartiality is asked about each year");
  await page.getByRole("button", { name: "Add a criterion" }).click();
  await page.getByText("The criterion was added.").waitFor();
  await page.getByRole("button", { name: "Move up" }).click();
  await page.getByText("Moved.").waitFor();
  await page.getByRole("link", { name: "Publish" }).click();
  await look(page, "catalogue-publish");
  await page.getByRole("button", { name: "Publish for good" }).click();
  assert.match(page.url(), /\/standards\/\d+$/);
});

test("a draft with something wrong in it says what, and where; and goes", async () => {
  const page = await as("administrator@kaps.example");
  await more(page, "Catalogues");
  await page.getByRole("link", { name: "New catalogue" }).first().click();
  await page.getByLabel("Title").fill("Entry rules");
  await page.getByLabel("Id").fill("entry-rules");
  await page.getByLabel("Issuer").fill("Academy");
  await page.getByRole("button", { name: "Begin the draft" }).click();
  await look(page, "catalogue-empty");
  await page.getByRole("link", { name: "Publish" }).click();
  await look(page, "catalogue-problems");
  await page.getByRole("link", { name: "About the edition" }).first().click();
  await speak(page, "sq");
  await look(page, "catalogue-shqip");
  await speak(page, "en");
  await page.getByRole("link", { name: "Remove the draft" }).click();
  await look(page, "catalogue-discard");
  await page.getByRole("button", { name: "Remove the draft" }).click();
  await page.getByText("The draft was removed.").waitFor();
});
