// What somebody types on the workbench and cannot save: it comes back, and it never goes over what was saved elsewhere meanwhile.
import { test } from "node:test";
import assert from "node:assert/strict";
import { as, begin, look } from "./program.mjs";

begin("demo");

/** One of the windows of the administrator, who rates for the institution; every question of the browser is answered with yes. */
async function administrator() {
  const page = await as("administrator@kaps.example");
  page.on("dialog", (it) => it.accept());
  return page;
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
  const here = await administrator();
  const there = await administrator();
  await here.goto("/assessments/1/workbench");
  const criterion = here.url();
  await here.locator("input[name=level][data-level]").first().check();
  await here.getByLabel("Rationale").fill("As it was.");
  await here.getByRole("button", { name: "Save and go on" }).click();
  await here.getByText("Rated.").waitFor();
  assert.deepEqual(await kept(here), [], "nothing is kept of what is saved");

  await type(there, criterion, "Newer words.");
  await here.goto(criterion);
  assert.equal(await rationale(here), "Newer words.");

  // Words that could not be saved wait; meanwhile others are saved elsewhere.
  await here.route(criterion, refuse);
  await here.getByLabel("Rationale").fill("Typed on the train.");
  await here.getByText("Not saved yet: Not now.").waitFor();
  await type(there, criterion, "The newest words.");
  await here.unroute(criterion, refuse);
  await here.goto(criterion);
  const note = here.locator("div.notice").filter({ hasText: "Kept in this browser" });
  await note.getByText("Typed on the train.").waitFor();
  assert.equal(await rationale(here), "The newest words.");
  await look(here, "kept");
  await here.waitForTimeout(2500);
  await there.goto(criterion);
  assert.equal(await rationale(there), "The newest words.", "nothing is saved by itself");
  await here.goto(criterion);
  await note.getByRole("button", { name: "Put it into the form" }).click();
  await here.getByRole("status").getByText(/^Saved \d/).waitFor();
  assert.equal(await note.count(), 0);
  await there.goto(criterion);
  assert.equal(await rationale(there), "Typed on the train.");
});

test("words over which nothing was saved come back by themselves, and go when their writer signs out", async () => {
  const page = await administrator();
  await page.goto("/assessments/1/workbench");
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
});
