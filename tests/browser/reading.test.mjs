// Fifty files fill a hole of the coverage calendar, and are read in place, in the sandbox of a real browser.
import { test } from "node:test";
import assert from "node:assert/strict";
import { as, begin, drop, go, look } from "./program.mjs";

begin("demo");

/** A page with a word on it. */
function pdf(word) {
  const drawing = `BT /F1 40 Tf 20 150 Td (${word}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 300 300] >>",
    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  return `${text}xref\n0 5\n0000000000 65535 f \n${places.join("")}trailer << /Size 5 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF`;
}

/** Cells of a criterion in the coverage calendar. */
const cells = (page, code) => page.locator("table.calendar tr").filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${code.replace(".", "\\.")} `) }) }).locator("td");

test("fifty dropped files are matched, linked, and fill a hole of the coverage calendar", async () => {
  const page = await as("administrator@kaps.example");
  await page.goto("/assessments/1/calendar");
  await look(page, "reading-calendar-before");
  const classes = async () => cells(page, "1.3").evaluateAll((all) => all.map((it) => it.className));
  assert.deepEqual(await classes(), ["hole", "hole", "full"]);
  await go(page, "Evidence");
  await page.getByRole("link", { name: "Upload files" }).first().click();
  const files = Array.from({ length: 50 }, (_, at) => [`KAA_1.3_zapis ${at + 1}.txt`, `zapis broj ${at + 1}`]);
  await drop(page, files);
  await page.getByText("Files that wait: 50").waitFor();
  const year = new Date().getFullYear();
  const forAll = page.getByRole("group", { name: "For all that are ticked" });
  await forAll.getByLabel("Covers from").fill(`${year - 2}-01-01`);
  await forAll.getByLabel("Covers to").fill(`${year - 1}-12-31`);
  await page.getByRole("button", { name: "Make evidence of the ticked ones" }).click();
  await page.getByText("The files are in the register.").waitFor();
  await page.goto("/assessments/1/calendar");
  assert.deepEqual(await classes(), ["full", "full", "full"]);
  await look(page, "reading-calendar-after");
});

test("a file is read beside the page that it belongs to", async () => {
  const page = await as("administrator@kaps.example");
  await go(page, "Evidence");
  await page.getByRole("link", { name: "Add evidence", exact: true }).click();
  await page.getByLabel("Title").fill("Certifikata");
  const picture = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  await page.locator("input[type=file]").first().setInputFiles({ name: "Ç 1.pdf", mimeType: "application/pdf", buffer: Buffer.from(pdf("KRITER")) });
  await page.locator("form button[type=submit].primary").first().click();
  const add = async (name, buffer) => {
    await page.locator("details > summary", { hasText: "Add a file, link or place" }).click();
    await page.locator("#file").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    await page.getByRole("button", { name: "Add a file, link or place" }).click();
    await page.getByText(name, { exact: true }).first().waitFor();
  };
  await page.getByRole("link", { name: "Certifikata" }).or(page.getByRole("heading", { name: "Certifikata" })).first().waitFor();
  if (!/\/evidence\/\d+$/.test(page.url())) await page.getByRole("link", { name: "Certifikata" }).first().click();
  await add("б.png", picture);
  await add("c.html", Buffer.from("<html><h1>Naslov</h1><script>document.title = 'run'</script><p>odlomak"));
  await add("d.csv", Buffer.from("kod;naziv\n1.1;Strategija\n"));
  await look(page, "reading-item");
  const [beside] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "Read Ç 1.pdf" }).click()]);
  await beside.locator("iframe.reading").waitFor();
  const frame = beside.frames().find((it) => it.url().endsWith("/content"));
  assert.ok(frame, "the file is not in its frame");
  await look(beside, "reading-pdf");
  await beside.getByRole("link", { name: "Read its text" }).click();
  await beside.getByRole("article").getByText("KRITER").waitFor();
  await look(beside, "reading-pdf-text");
  await beside.getByRole("link", { name: "б.png" }).click();
  await beside.getByRole("img", { name: "б.png" }).waitFor();
  assert.equal(await beside.locator(".picture img").evaluate((it) => it.complete && it.naturalWidth), 1);
  await look(beside, "reading-picture");
  await beside.getByRole("link", { name: "c.html" }).click();
  await beside.getByRole("heading", { name: "Naslov" }).waitFor();
  assert.notEqual(await beside.title(), "run");
  await look(beside, "reading-page");
  await beside.getByRole("link", { name: "d.csv" }).click();
  await beside.getByRole("cell", { name: "Strategija" }).waitFor();
  await look(beside, "reading-sheet");
  const [download] = await Promise.all([beside.waitForEvent("download"), beside.getByRole("link", { name: "Download" }).first().click()]);
  assert.equal(download.suggestedFilename(), "d.csv");
  // The window is the same one for the next file, and the page that opened it stays as it was.
  await page.getByRole("link", { name: "Read б.png" }).click();
  await beside.getByRole("img", { name: "б.png" }).waitFor();
  assert.equal(page.context().pages().length, 2);
});

test("evidence is read beside the rating, and nothing that is typed is lost", async () => {
  const page = await as("administrator@kaps.example");
  await go(page, "Evidence");
  await page.getByRole("link", { name: "Upload files" }).first().click();
  await drop(page, [["KAA_1.2_strategija.pdf", pdf("STRATEGIJA")], ["KAA_1.2_zapis.txt", "zapis sa sednice"]]);
  await page.getByText("Files that wait: 2").waitFor();
  await page.getByRole("button", { name: "Make evidence of the ticked ones" }).click();
  await page.getByText("The files are in the register.").waitFor();
  await page.goto("/assessments/1/workbench");
  await page.locator(".tree").getByText("1.2", { exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name: /^1\.2/ }).waitFor();
  const address = page.url();
  const rationale = page.getByLabel("Rationale");
  await rationale.fill("As it is written in the strategy");
  const reader = page.getByRole("complementary");
  assert.equal(await reader.isVisible(), false);
  await page.getByRole("link", { name: "Read KAA_1.2_strategija.pdf" }).click();
  await reader.getByRole("heading", { name: "KAA_1.2_strategija.pdf" }).waitFor();
  await reader.locator("iframe.reading").waitFor();
  const frame = () => page.frames().find((it) => it.url().endsWith("/content"));
  for (let tries = 0; !frame() && tries < 50; tries++) await page.waitForTimeout(100);
  assert.ok(frame(), "the file is not in its frame");
  await reader.getByRole("link", { name: "Read its text" }).click();
  await reader.getByRole("article").getByText("STRATEGIJA").waitFor();
  assert.equal(await rationale.inputValue(), "As it is written in the strategy");
  await look(page, "reading-beside");
  // From the link, the key goes on to the next file; the same key in a word is a letter of it.
  await page.getByRole("link", { name: "Read KAA_1.2_strategija.pdf" }).focus();
  const names = await page.locator("#proofs a[target=reading]").evaluateAll((all) => all.map((it) => it.getAttribute("aria-label")));
  const next = names[(names.indexOf("Read KAA_1.2_strategija.pdf") + 1) % names.length].slice("Read ".length);
  await page.keyboard.press("e");
  await reader.getByRole("heading", { name: next }).waitFor();
  await rationale.press("e");
  assert.equal((await rationale.inputValue()).length, "As it is written in the strategy".length + 1);
  await page.getByRole("button", { name: "Close", exact: true }).click();
  assert.equal(await reader.isVisible(), false);
  assert.equal(page.url(), address);
  assert.equal(page.context().pages().length, 1);
  // A phone has no room for both.
  await page.setViewportSize({ width: 390, height: 800 });
  const [window] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "Read KAA_1.2_zapis.txt" }).click()]);
  await window.getByText("zapis sa sednice").waitFor();
  assert.equal(await reader.isVisible(), false);
});
