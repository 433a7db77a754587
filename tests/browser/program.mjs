// The program and a browser before it, for every test: start it, sign in, look at a page.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import { chromium } from "playwright-core";

const root = new URL("../..", import.meta.url).pathname;
const binary = process.env.KRITER_PROGRAM ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/kriter");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.KRITER_SHOTS;

/** Runs a command to its end and gives what it printed as JSON; throws where it was refused. */
export const run = (...words) => JSON.parse(execFileSync(binary, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Starts a command that serves: where it is, and how to stop it, which gives its exit code. */
export async function start(command, data) {
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
  for (let tries = 0; tries < 300; tries++) {
    if (await fetch(`${base}/readyz`).then((it) => it.ok, () => false)) return { base, stop };
    if (server.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  server.kill("SIGKILL");
  throw new Error(`kriter ${command} did not start: ${said}`);
}

/** The browser of all tests of a file. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

/** A window of its own; `close` fails on whatever the console said was wrong, refusals of the content policy among it. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", acceptDownloads: true, ...options });
  const page = await context.newPage();
  const errors = [];
  // A form that is refused answers 422, which the console counts as an error.
  page.on("console", (it) => it.type() === "error" && !it.text().includes("status of 422") && errors.push(it.text()));
  page.on("pageerror", (it) => errors.push(String(it)));
  const close = async () => {
    assert.deepEqual(errors, []);
    await context.close();
  };
  return { page, close };
}

/** Fills in the form to sign in and sends it. */
export async function signIn(page, base, email, password) {
  await page.goto(`${base}/`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Goes to a page that the navigation keeps folded. */
export async function more(page, name) {
  const head = page.getByRole("navigation", { name: "Navigation" });
  await head.getByText("More", { exact: true }).click();
  await head.getByRole("link", { name, exact: true }).click();
}

/** The page is free of accessibility problems in light and in dark, and no wider than a window or a phone. */
export async function look(page, name) {
  if (shots) mkdirSync(shots, { recursive: true });
  for (const [width, scheme] of [[390, "dark"], [390, "light"], [1280, "dark"], [1280, "light"]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wider <= 0, `${name} is ${wider} pixels wider than a window of ${width}`);
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
    assert.deepEqual(found.violations.map((it) => `${name} ${width} ${scheme}: ${it.id}: ${it.nodes[0].html}`), []);
    if (shots) await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`) });
  }
}
