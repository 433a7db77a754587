// Sends files in pieces, each with a bar of its own, and goes on after a broken line. Without this file, a plain form sends them.
"use strict";

{
  const form = document.querySelector("[data-sending]");
  const part = (name) => form.querySelector(`[data-${name}]`);
  const input = form.querySelector("input[type=file]");
  const [live, list, announce] = ["live", "list", "announce"].map(part);
  const said = (word) => form.dataset["said" + word];
  const PIECE = 4 * 1024 * 1024;
  const AT_ONCE = 3;
  const queue = [];
  let running = 0;

  part("plain").hidden = true;
  // It scrolls, so the keyboard must reach it.
  list.tabIndex = 0;

  /** What is being sent, or waits for it. */
  const busy = () => queue.some((it) => it.state === "waiting" || it.state === "sending");

  const headers = (more) => ({ "Tus-Resumable": "1.0.0", ...more });
  const wait = (job, time) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, time);
      job.wake = () => (clearTimeout(timer), resolve());
    });
  window.addEventListener("online", () => queue.forEach((it) => it.wake && it.wake()));

  /** Names keep their script: base64 of UTF-8. */
  const encode = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  /** One request; `moved` is told of bytes as they go. Fails with `broken` where no answer came. */
  const ask = (job, method, address, more, body, moved) =>
    new Promise((resolve, reject) => {
      const request = (job.request = new XMLHttpRequest());
      request.open(method, address);
      for (const [name, value] of Object.entries(headers(more))) request.setRequestHeader(name, value);
      if (moved) request.upload.addEventListener("progress", (event) => moved(event.loaded));
      request.addEventListener("load", () => resolve(request));
      for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, () => reject(new Error("broken")));
      request.send(body);
    });

  const problem = (request) => {
    try {
      return JSON.parse(request.responseText).problem;
    } catch {
      return said("Failed");
    }
  };

  /** Stops for good: trying again by itself would not help. */
  class Refused extends Error {}

  const check = (request) => {
    // A redirect was followed to the form to sign in.
    if (request.responseURL.includes("/sign-in")) throw new Refused(said("SignedOut"));
    const status = request.status;
    if (status >= 500 || status === 408 || status === 429) throw new Error("broken");
    if (status >= 400 && status !== 409 && status !== 460) throw new Refused(problem(request));
    return request;
  };

  const paint = (job) => {
    job.bar.value = job.sent;
    const word = { waiting: "Waiting", sending: job.tries ? "Broken" : "Sending", done: "Done", cancelled: "Cancelled" }[job.state];
    job.row.querySelector("[data-state]").textContent = job.why || said(word || "Failed");
    job.row.querySelector("[data-cancel]").hidden = job.state === "done" || job.state === "cancelled";
    job.row.querySelector("[data-retry]").hidden = job.state !== "failed";
    job.row.dataset.is = job.state;
    const counted = queue.filter((it) => it.state !== "cancelled");
    const total = part("total");
    total.max = counted.reduce((sum, it) => sum + it.file.size, 0) || 1;
    total.value = counted.reduce((sum, it) => sum + it.sent, 0);
    part("count").textContent = `${counted.filter((it) => it.state === "done").length} / ${counted.length}`;
  };

  /** Tells the server of a file; where it is small, its bytes go along. */
  const announceFile = async (job) => {
    const criterion = form.elements.criterion.value;
    const about = `filename ${encode(job.file.name)}` + (criterion ? `,criterion ${encode(criterion)}` : "");
    const whole = job.file.size <= PIECE;
    const more = { "Upload-Length": job.file.size, "Upload-Metadata": about };
    if (whole) more["Content-Type"] = "application/offset+octet-stream";
    const moved = (sent) => ((job.sent = Math.min(sent, job.file.size)), paint(job));
    const answer = check(await ask(job, "POST", form.dataset.tus, more, whole ? job.file : null, whole ? moved : null));
    job.address = answer.getResponseHeader("Location");
    job.offset = Number(answer.getResponseHeader("Upload-Offset"));
    if (!job.address) throw new Error("broken");
  };

  const step = async (job) => {
    if (!job.address) return announceFile(job);
    if (job.offset === undefined) {
      const answer = await ask(job, "HEAD", job.address, {}, null);
      if (answer.status === 404) {
        job.address = undefined;
        return;
      }
      job.offset = Number(check(answer).getResponseHeader("Upload-Offset"));
      return;
    }
    const from = job.offset;
    const bytes = job.file.slice(from, from + PIECE);
    job.offset = undefined;
    const more = { "Upload-Offset": from, "Content-Type": "application/offset+octet-stream" };
    const moved = (sent) => ((job.sent = from + Math.min(sent, bytes.size)), paint(job));
    const answer = check(await ask(job, "PATCH", job.address, more, bytes, moved));
    if (answer.status !== 204) throw new Error("broken");
    job.offset = Number(answer.getResponseHeader("Upload-Offset"));
  };

  /** From where it is to its end, over as many broken lines as there are. */
  const run = async (job) => {
    job.state = "sending";
    job.why = "";
    while (job.state === "sending") {
      try {
        await step(job);
        if (job.offset !== undefined) {
          job.sent = job.offset;
          // Only bytes that arrived count as a line that works.
          if (job.offset > job.best) [job.best, job.tries] = [job.offset, 0];
        }
        if (job.offset === job.file.size) job.state = "done";
      } catch (error) {
        if (job.state === "cancelled") break;
        if (error instanceof Refused || job.tries >= 40) {
          job.state = "failed";
          job.why = error instanceof Refused ? error.message : "";
          announce.textContent = `${job.file.name}: ${job.why || said("Failed")}`;
        } else {
          job.tries += 1;
          job.offset = undefined;
          paint(job);
          await wait(job, Math.min(30000, 500 * 2 ** Math.min(job.tries, 6)) * (0.75 + Math.random() / 2));
        }
      }
      paint(job);
    }
  };

  /** Brings the rows of new files into the table, and leaves what was typed in the others. */
  const refresh = async () => {
    part("next").hidden = form.dataset.here !== undefined;
    if (form.dataset.here === undefined) return;
    const answer = await fetch(form.action, { credentials: "same-origin" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#sorting");
    const here = document.querySelector("#sorting");
    const rows = here.querySelector("tbody");
    if (!fresh) return;
    if (!rows) {
      here.replaceChildren(...fresh.childNodes);
      return;
    }
    for (const row of fresh.querySelectorAll("tr[data-file]")) {
      if (!rows.querySelector(`[data-file="${row.dataset.file}"]`)) rows.append(row);
    }
    const count = (it) => it.querySelector(":scope > p.faint");
    if (count(here) && count(fresh)) count(here).replaceWith(count(fresh));
    const still = fresh.querySelector("[data-coming]");
    const coming = here.querySelector("[data-coming]");
    if (coming && still) coming.replaceWith(still);
    else if (coming) coming.remove();
  };

  const next = async () => {
    while (running < AT_ONCE) {
      const job = queue.find((it) => it.state === "waiting");
      if (!job) break;
      running += 1;
      run(job).then(() => {
        running -= 1;
        next();
      });
    }
    if (!busy() && running === 0 && queue.some((it) => it.state === "done" && !it.shown)) {
      for (const it of queue) if (it.state === "done") it.shown = true;
      announce.textContent = queue.some((it) => it.state === "failed") ? announce.textContent : said("All");
      await refresh();
    }
  };

  /** A file that was chosen, dropped or pasted. One that had begun to come goes on. */
  const add = (file) => {
    const row = part("row").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    const job = { file, row, bar: row.querySelector("progress"), state: "waiting", sent: 0, best: -1, tries: 0 };
    job.bar.max = file.size || 1;
    job.bar.setAttribute("aria-label", file.name);
    if (file.size === 0) [job.state, job.why] = ["failed", said("Empty")];
    if (file.size > Number(form.dataset.most)) [job.state, job.why] = ["failed", said("Large")];
    if (job.state === "failed") announce.textContent = `${file.name}: ${job.why}`;
    const begun = [...document.querySelectorAll("[data-coming] li")].find(
      (it) => it.dataset.name === file.name && Number(it.dataset.size) === file.size && !it.dataset.taken,
    );
    if (begun && job.state === "waiting") {
      begun.dataset.taken = "yes";
      begun.hidden = true;
      job.address = `${form.dataset.tus}/${begun.dataset.token}`;
    }
    row.querySelector("[data-cancel]").addEventListener("click", () => {
      job.state = "cancelled";
      job.why = "";
      if (job.request) job.request.abort();
      if (job.wake) job.wake();
      if (job.address) fetch(job.address, { method: "DELETE", headers: headers() }).catch(() => {});
      paint(job);
      announce.textContent = `${file.name}: ${said("Cancelled")}`;
      next();
    });
    row.querySelector("[data-retry]").addEventListener("click", () => {
      if (file.size === 0 || file.size > Number(form.dataset.most)) return;
      Object.assign(job, { state: "waiting", why: "", tries: 0, offset: undefined });
      paint(job);
      next();
    });
    list.append(row);
    queue.push(job);
    paint(job);
  };

  const addAll = (files) => {
    if (files.length === 0) return;
    live.hidden = false;
    const fold = form.closest("details");
    if (fold) fold.open = true;
    for (const file of files) add(file);
    next();
  };

  input.addEventListener("change", () => {
    addAll([...input.files]);
    input.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) form.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.remove("over");
    addAll([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => addAll([...event.clipboardData.files]));

  window.addEventListener("beforeunload", (event) => {
    if (busy()) event.preventDefault();
  });
}
