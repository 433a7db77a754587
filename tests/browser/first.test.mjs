// The first hour of a new instance: the first person, signing in, a second person, the language, and stopping.
import { before, test } from "node:test";
import assert from "node:assert/strict";
import { begin, look, open, run, signIn, speak, stop } from "./program.mjs";

let first;
before(() => {
  first = run("user", "add", "first@example.org", "--role", "system", "--name", "Drita Šehu");
});
begin("serve");

test("a wrong password is refused in words, and the right one lets in", async () => {
  const page = await open();
  await signIn(page, "first@example.org", "not the password");
  await page.getByText("The e-mail address or the password is wrong.").waitFor();
  assert.equal(await page.getByLabel("E-mail address").inputValue(), "first@example.org");
  await look(page, "sign-in-refused");
  await signIn(page, "first@example.org", first.password);
  await page.getByRole("heading", { name: "People", level: 1 }).waitFor();
});

test("the first person adds a second, who signs in with the password shown", async () => {
  const page = await open();
  await signIn(page, "first@example.org", first.password);
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
  await signIn(page, "second@example.org", password);
  await page.getByRole("link", { name: "Liridon Çela" }).click();
  await look(page, "account");
});

test("the language that a person chooses is there again when they come back", async () => {
  const page = await open();
  await signIn(page, "first@example.org", first.password);
  for (const language of ["sq", "sr"]) {
    await speak(page, language);
    await look(page, `people-${language}`);
  }
  const again = await open();
  await signIn(again, "first@example.org", first.password);
  await again.locator("html[lang=sr-Latn]").waitFor();
  await speak(again, "en");
});

test("the keyboard alone gets past the navigation", async () => {
  const page = await open();
  await signIn(page, "first@example.org", first.password);
  await page.getByRole("heading", { name: "People", level: 1 }).waitFor();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  assert.ok(await skip.evaluate((it) => it === document.activeElement));
  const box = await skip.boundingBox();
  assert.ok(box.x >= 0 && box.y >= 0, "the link is seen when it has the focus");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#main$/);
});

test("told to stop it ends well, and the log of what was done is unbroken", async () => {
  assert.equal(await stop(), 0);
  const verified = run("audit", "verify");
  assert.ok(verified.events >= 8, `${verified.events} events`);
});
