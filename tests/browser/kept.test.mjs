// What somebody types on the workbench and cannot save: it comes back, and it never goes over what was saved elsewhere meanwhile.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, look, open, signIn, start } from "./program.mjs";

const PASSWORD = "kriter-demo-2026";
let program, browser, folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "kriter-kept-"));
  program = await start("demo", join(folder, "data"));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await program?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** One of the windows of the administrator, who rates for the institution; every question of the browser is answered with yes. */
async function window() {
  const { page, close } = await open(browser);
  page.on("dialog", (it) => it.accept());
  await signIn(page, program.base, "administrator@kaps.example", PASSWORD);
  await page.waitForURL((it) => !it.pathname.startsWith("/sign-in"));
  return { page, close };
}

/** The words of a criterion, typed and saved as one types. */
async function type(page, criterion, words) {
  await page.goto(criterion);
  await page.getByLabel("Rationale").fill(words);
  await page.getByRole("status").getByText(/^Saved \d/).waitFor();
}

const rationale = (page) => page.getByLabel("Rationale").inputValue();
const refuse = (route) => (route.request().method() === "POST" ? route.fulfill({ status: 422, json: { problems: ["Not now."] } }) : route.fallback());
const kept = (page) => page.evaluate(() => Object.keys(localStorage));

test("what was saved elsewhere is never written over by what a browser still holds", async () => {
  const here = await window();
  const there = await window();
  await here.page.goto(`${program.base}/assessments/1/workbench`);
  const criterion = here.page.url();
  await here.page.locator("input[name=level][data-level]").first().check();
  await here.page.getByLabel("Rationale").fill("As it was.");
  await here.page.getByRole("button", { name: "Save and go on" }).click();
  await here.page.getByText("Rated.").waitFor();
  assert.deepEqual(await kept(here.page), [], "nothing is kept of what is saved");

  await type(there.page, criterion, "Newer words.");
  await here.page.goto(criterion);
  assert.equal(await rationale(here.page), "Newer words.");

  // Words that could not be saved wait; meanwhile others are saved elsewhere.
  await here.page.route(criterion, refuse);
  await here.page.getByLabel("Rationale").fill("Typed on the train.");
  await here.page.getByText("Not saved yet: Not now.").waitFor();
  await type(there.page, criterion, "The newest words.");
  await here.page.unroute(criterion, refuse);
  await here.page.goto(criterion);
  const note = here.page.locator("div.notice").filter({ hasText: "Kept in this browser" });
  await note.getByText("Typed on the train.").waitFor();
  assert.equal(await rationale(here.page), "The newest words.");
  await look(here.page, "kept");
  await here.page.waitForTimeout(2500);
  await there.page.goto(criterion);
  assert.equal(await rationale(there.page), "The newest words.", "nothing is saved by itself");
  await here.page.goto(criterion);
  await note.getByRole("button", { name: "Put it into the form" }).click();
  await here.page.getByRole("status").getByText(/^Saved \d/).waitFor();
  assert.equal(await note.count(), 0);
  await there.page.goto(criterion);
  assert.equal(await rationale(there.page), "Typed on the train.");
  await here.close();
  await there.close();
});

test("words over which nothing was saved come back by themselves, and go when their writer signs out", async () => {
  const { page, close } = await window();
  await page.goto(`${program.base}/assessments/1/workbench`);
  const criterion = page.url();
  await page.locator("input[name=level][data-level]").first().check();
  await page.getByRole("status").getByText(/^Saved \d/).waitFor();
  await page.route(criterion, refuse);
  await page.getByLabel("Rationale").fill("Half a sentence");
  await page.getByText("Not saved yet: Not now.").waitFor();
  await page.unroute(criterion, refuse);
  await page.goto(criterion);
  await page.getByRole("status").getByText(/^Saved \d/).waitFor();
  assert.equal(await rationale(page), "Half a sentence");
  assert.deepEqual(await kept(page), []);

  await page.route(criterion, refuse);
  await page.getByLabel("Rationale").fill("Nobody else should read this");
  await page.getByText("Not saved yet: Not now.").waitFor();
  assert.equal((await kept(page)).length, 1);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Password").waitFor();
  assert.deepEqual(await kept(page), [], "a browser that somebody else uses keeps nothing");
  await close();
});
