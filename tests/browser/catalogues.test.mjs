// The catalogue editor in a real browser: an edition is cloned, written in, moved about in and published.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, look, more, open, signIn, start } from "./program.mjs";

let program, browser, folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "kriter-catalogues-"));
  program = await start("demo", join(folder, "data"));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await program?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test("an administrator clones an edition, changes it and publishes it", async () => {
  const { page, close } = await open(browser);
  await signIn(page, program.base, "administrator@kaps.example", "kriter-demo-2026");
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
  await close();
});

test("a draft with something wrong in it says what, and where; and goes", async () => {
  const { page, close } = await open(browser);
  await signIn(page, program.base, "administrator@kaps.example", "kriter-demo-2026");
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
  await page.getByRole("button", { name: "SQ" }).click();
  await look(page, "catalogue-shqip");
  await page.getByRole("button", { name: "EN" }).click();
  await page.getByRole("link", { name: "Remove the draft" }).click();
  await look(page, "catalogue-discard");
  await page.getByRole("button", { name: "Remove the draft" }).click();
  await page.getByText("The draft was removed.").waitFor();
  await close();
});
