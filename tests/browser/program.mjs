// The program with a browser before it, for all tests of a file: start it, come as somebody, look at a page.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before } from "node:test";
import { chromium } from "playwright-core";

const root = new URL("../..", import.meta.url).pathname;
const binary = process.env.KRITER_PROGRAM ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/kriter");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.KRITER_SHOTS;

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Starts a command that serves: where it is, and how to stop it, which gives its exit code. */
async function start(command) {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const server = spawn(binary, [command, "--data", data, "--listen", `127.0.0.1:${port}`], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (it) => (said = (said + it).slice(-2000)));
  const ended = once(server, "exit");
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) server.kill("SIGTERM");
    return (await ended)[0];
  };
  for (let tries = 0; tries < 600; tries++) {
    if (await fetch(`${base}/readyz`).then((it) => it.ok, () => false)) return { base, stop };
    if (server.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.kill("SIGKILL");
  throw new Error(`kriter ${command} did not start: ${said}`);
}

const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

/** A folder for the tests of a file, gone after the last of them. */
export const folder = mkdtempSync(join(tmpdir(), "kriter-browser-"));
const data = join(folder, "data");
const windows = [];
let program, browser;

/** Before the first test: the program serves its own data, `demo` those of the demo, and a browser is there. */
export const begin = (command) =>
  before(async () => {
    program = await start(command);
    browser = await launch();
  });

/** Stops the program and gives its exit code. */
export const stop = () => program.stop();

/** Runs a command on the data of the tests to its end and gives what it printed as JSON; throws where it was refused. */
export const run = (...words) =>
  JSON.parse(execFileSync(binary, [...words, "--data", data, "--json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));

// A window that was opened is closed after its test, which fails on whatever the console said was wrong, refusals of the content policy among it.
afterEach(async () => {
  const opened = windows.splice(0);
  await Promise.all(opened.map((it) => it.context.close()));
  assert.deepEqual(opened.flatMap((it) => it.errors), []);
});

after(async () => {
  await browser?.close();
  await program?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A window of its own. What its console says is wrong, `bearable` aside, fails the test. */
export async function open({ bearable, ...options } = {}) {
  const context = await browser.newContext({ baseURL: program.base, viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  const errors = [];
  // A form that is refused answers 422, which the console counts as an error.
  page.on("console", (it) => it.type() === "error" && !/status of 422/.test(it.text()) && !bearable?.test(it.text()) && errors.push(it.text()));
  page.on("pageerror", (it) => errors.push(String(it)));
  windows.push({ context, errors });
  return page;
}

/** Fills in the form to sign in and sends it. */
export async function signIn(page, email, password) {
  await page.goto("/");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** A window of somebody of the demo, signed in. */
export async function as(email, options) {
  const page = await open(options);
  await signIn(page, email, "kriter-demo-2026");
  await page.waitForURL((it) => !it.pathname.startsWith("/sign-in"));
  return page;
}

/** Goes to a page of the navigation. */
export const go = (page, name) => page.getByRole("navigation", { name: "Navigation" }).getByRole("link", { name, exact: true }).click();

/** Goes to a page that the navigation keeps folded. */
export async function more(page, name) {
  await page.getByRole("navigation", { name: "Navigation" }).getByText("More", { exact: true }).click();
  await go(page, name);
}

/** Changes the language with the button of the page. */
export async function speak(page, language) {
  await page.getByRole("button", { name: language.toUpperCase(), exact: true }).click();
  await page.locator(`html[lang^=${language}]`).waitFor();
}

/** Drops files, each a name and its content, on the page, as a hand would. */
export async function drop(page, files) {
  const carried = await page.evaluateHandle((files) => {
    const carried = new DataTransfer();
    for (const [name, content] of files) carried.items.add(new File([content], name));
    return carried;
  }, files);
  await page.dispatchEvent("main", "dragover", { dataTransfer: carried });
  await page.dispatchEvent("main", "drop", { dataTransfer: carried });
}

const rules = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };
// The stylesheet knows dark only as other colours, so that what does not look at colours says the same in both.
const colours = { runOnly: ["color-contrast", "link-in-text-block"] };

/** The page is free of accessibility problems in light and in dark, and no wider than a window or a phone. */
export async function look(page, name) {
  if (shots) mkdirSync(shots, { recursive: true });
  await page.evaluate(axe);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    for (const [scheme, asked] of [["dark", colours], ["light", rules]]) {
      await page.emulateMedia({ colorScheme: scheme });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wider <= 0, `${name} is ${wider} pixels wider than a window of ${width}`);
      const found = await page.evaluate((asked) => window.axe.run(asked), asked);
      assert.deepEqual(found.violations.map((it) => `${name} ${width} ${scheme}: ${it.id}: ${it.nodes[0].html}`), []);
      if (shots) await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`) });
    }
  }
}
