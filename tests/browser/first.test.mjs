// The first hour of a new instance: the first person, signing in, a second person, the language, and stopping.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, look, open, run, signIn, start } from "./program.mjs";

let program, browser, folder, data, first;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "kriter-first-"));
  data = join(folder, "data");
  first = run("user", "add", "first@example.org", "--role", "system", "--name", "Drita Šehu", "--data", data, "--json");
  program = await start("serve", data);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await program?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test("a wrong password is refused in words, and the right one lets in", async () => {
  const { page, close } = await open(browser);
  await signIn(page, program.base, "first@example.org", "not the password");
  await page.getByText("The e-mail address or the password is wrong.").waitFor();
  assert.equal(await page.getByLabel("E-mail address").inputValue(), "first@example.org");
  await look(page, "sign-in-refused");
  await signIn(page, program.base, "first@example.org", first.password);
  await page.getByRole("heading", { name: "People", level: 1 }).waitFor();
  await close();
});

test("the first person adds a second, who signs in with the password shown", async () => {
  const { page, close } = await open(browser);
  await signIn(page, program.base, "first@example.org", first.password);
  await page.getByLabel("E-mail address").fill("no address");
  await page.getByLabel("Name").fill("Liridon Çela");
  // Past the browser's own check, to see ours.
  await page.locator("form.narrow").evaluate((it) => (it.noValidate = true));
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByText("This is not an e-mail address.").waitFor();
  assert.equal(await page.getByLabel("Name").inputValue(), "Liridon Çela");
  await page.getByLabel("E-mail address").fill("second@example.org");
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByText("second@example.org is added.").waitFor();
  const password = await page.getByRole("status").locator("code").textContent();
  await look(page, "people");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
  await signIn(page, program.base, "second@example.org", password);
  await page.getByRole("link", { name: "Liridon Çela" }).click();
  await look(page, "account");
  await close();
});

test("the language that a person chooses is there again when they come back", async () => {
  const { page, close } = await open(browser);
  await signIn(page, program.base, "first@example.org", first.password);
  for (const language of ["SQ", "SR"]) {
    await page.getByRole("button", { name: language, exact: true }).click();
    await page.locator(`html[lang^=${language.toLowerCase()}]`).waitFor();
    await look(page, `people-${language.toLowerCase()}`);
  }
  await close();
  const again = await open(browser);
  await signIn(again.page, program.base, "first@example.org", first.password);
  await again.page.locator("html[lang=sr-Latn]").waitFor();
  await again.page.getByRole("button", { name: "EN", exact: true }).click();
  await again.page.locator("html[lang=en]").waitFor();
  await again.close();
});

test("the keyboard alone gets past the navigation", async () => {
  const { page, close } = await open(browser);
  await signIn(page, program.base, "first@example.org", first.password);
  await page.getByRole("heading", { name: "People", level: 1 }).waitFor();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  assert.ok(await skip.evaluate((it) => it === document.activeElement));
  const box = await skip.boundingBox();
  assert.ok(box.x >= 0 && box.y >= 0, "the link is seen when it has the focus");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#main$/);
  await close();
});

test("told to stop it ends well, and the log of what was done is unbroken", async () => {
  assert.equal(await program.stop(), 0);
  const verified = run("audit", "verify", "--data", data, "--json");
  assert.ok(verified.events >= 8, `${verified.events} events`);
});
