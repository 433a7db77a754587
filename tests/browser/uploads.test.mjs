// An administrator drops fifty files, the line breaks in the middle, and in the end all of them are in the register.
import { test } from "node:test";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { as, begin, drop, folder, go, look, speak } from "./program.mjs";

begin("demo");

/** A window of the administrator, at the page of files to sort in. A line that breaks is no error here. */
async function uploads() {
  const page = await as("administrator@kaps.example", { bearable: /status of 409|ERR_INTERNET_DISCONNECTED/ });
  await go(page, "Evidence");
  await page.getByRole("link", { name: "Upload files" }).first().click();
  return page;
}

test("fifty files are dropped, matched, ticked and linked in one step", async () => {
  const page = await uploads();
  await look(page, "uploads-empty");
  const clauses = ["1.1", "1.2", "1.3", "1.4", "1.5"];
  const files = Array.from({ length: 50 }, (_, at) => [`KAA_${clauses[at % 5]}_zapis č ${at + 1}.txt`, `record ${at + 1}`]);
  await drop(page, files);
  await page.getByText("50 / 50").waitFor();
  assert.equal(await page.getByRole("progressbar").count(), 51);
  await page.getByText("Files that wait: 50").waitFor();
  await look(page, "uploads-fifty");
  const row = page.getByRole("row", { name: /KAA_1\.4_zapis/ }).first();
  assert.ok(await row.getByRole("checkbox", { name: /1\.4.*The name says/ }).isChecked());
  await page.getByRole("group", { name: "For all that are ticked" }).getByLabel("Covers from").fill("2026-01-01");
  await page.getByRole("button", { name: "Make evidence of the ticked ones" }).click();
  await page.getByText("The files are in the register.").waitFor();
  await page.getByRole("searchbox").fill("zapis č 4");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("row", { name: /KAA 1\.4 zapis č 4/ }).first().getByRole("link").click();
  await page.getByRole("row", { name: /^1\.4 / }).or(page.getByText(/1\.4/)).first().waitFor();
});

test("a large file goes on by itself after the line broke, and after the page was closed", async () => {
  const page = await uploads();
  const large = join(folder, "Snimak 7.2.1.bin");
  writeFileSync(large, Buffer.alloc(24 * 1024 * 1024, "kriter"));
  const line = await page.context().newCDPSession(page);
  await line.send("Network.enable");
  const speed = (offline, bytes) =>
    line.send("Network.emulateNetworkConditions", { offline, latency: 0, downloadThroughput: -1, uploadThroughput: bytes });
  await speed(false, 6 * 1024 * 1024);
  await page.getByLabel("Files", { exact: true }).setInputFiles(large);
  const bar = page.getByRole("progressbar", { name: "Snimak 7.2.1.bin" }).first();
  await page.waitForFunction(() => document.querySelector("[data-list] progress").value > 5e6);
  await speed(true, 0);
  await page.getByText("line broken, trying again").waitFor();
  await look(page, "uploads-broken");
  await speed(false, 6 * 1024 * 1024);
  await page.waitForFunction(() => document.querySelector("[data-list] progress").value > 13e6);
  // The page is closed in the middle: it asks first, and goes all the same.
  page.once("dialog", (it) => it.accept());
  await page.reload();
  await page.getByRole("heading", { name: "Still coming" }).waitFor();
  await look(page, "uploads-coming");
  await speed(false, -1);
  const from = Number(await page.locator("[data-coming] li").getAttribute("data-size"));
  assert.equal(from, 24 * 1024 * 1024);
  const begun = await page.locator("[data-coming] progress").evaluate((it) => it.value);
  assert.ok(begun > 4e6, `only ${begun} bytes were there`);
  let sent = 0;
  page.on("request", (it) => it.method() === "PATCH" && (sent += 1));
  await page.getByLabel("Files", { exact: true }).setInputFiles(large);
  await page.getByText("Files that wait: 1").waitFor();
  assert.ok(sent <= Math.ceil((from - begun) / (4 * 1024 * 1024)), `${sent} pieces were sent`);
  assert.equal(await bar.evaluate((it) => it.value), from);
  await page.getByRole("button", { name: "Throw away" }).click();
  await page.getByText("No file is waiting.").waitFor();
});

test("a file is cancelled, and one without content is refused in words", async () => {
  const page = await uploads();
  await drop(page, [["empty.txt", ""], ["KAA_1.4_č.pdf", "x"]]);
  await page.getByText("is empty: it has 0 bytes").first().waitFor();
  await page.getByText("Files that wait: 1").waitFor();
  for (const language of ["sq", "sr"]) {
    await speak(page, language);
    await look(page, `uploads-${language}`);
  }
  await speak(page, "en");
  await page.getByRole("button", { name: "Throw away" }).click();
  await page.getByText("No file is waiting.").waitFor();
  const line = await page.context().newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 1024 * 1024 });
  const large = join(folder, "large.bin");
  writeFileSync(large, Buffer.alloc(12 * 1024 * 1024, "x"));
  await page.getByLabel("Files", { exact: true }).setInputFiles(large);
  await page.waitForFunction(() => document.querySelector("[data-list] li:last-child progress").value > 1e5);
  const gone = page.waitForResponse((it) => it.request().method() === "DELETE");
  await page.getByRole("button", { name: "Cancel" }).last().click();
  await page.locator("[data-list]").getByText("cancelled").waitFor();
  assert.equal((await gone).status(), 204);
  await page.reload();
  await page.getByText("No file is waiting.").waitFor();
  assert.equal(await page.getByRole("heading", { name: "Still coming" }).count(), 0);
});
