// The workbench without a mouse, evidence beside the form, and saved as one types. The page works without this file.
"use strict";

const form = document.querySelector("form[data-autosave]");

// Where there is room for both, evidence is read beside the form, which stays as it is; else its link opens a window of its own.
const bench = document.querySelector(".bench");
const reader = document.getElementById("reader");
const roomy = matchMedia("(min-width: 70rem)");
const files = () => [...document.querySelectorAll("#proofs a[target=reading]")];
const state = reader.querySelector("[role=status]");
let asked = 0;
const read = async (link) => {
  const own = ++asked;
  bench.classList.add("reads");
  if (link.closest("#proofs")) for (const it of files()) it.toggleAttribute("data-read", it === link);
  const page = await fetch(link.href).then((it) => (it.ok && !it.redirected ? it.text() : ""), () => "");
  if (own !== asked) return;
  const found = new DOMParser().parseFromString(page, "text/html").querySelector("[data-reading]");
  state.textContent = found ? "" : state.dataset.failed;
  reader.querySelector("h2").textContent = found ? found.dataset.reading : link.textContent;
  reader.querySelector("[data-alone]").href = link.href;
  // What leads away from the file is opened in the other window, so that the form stays.
  for (const it of found ? found.querySelectorAll("a") : []) if (!it.pathname.endsWith("/preview")) it.target = "reading";
  reader.querySelector("[data-shown]").replaceChildren(...(found ? [document.adoptNode(found)] : []));
  reader.scrollTop = 0;
};
const shut = () => {
  asked += 1;
  bench.classList.remove("reads");
  reader.querySelector("[data-shown]").replaceChildren();
  for (const it of files()) it.removeAttribute("data-read");
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("#proofs a[target=reading], #reader [data-shown] a");
  const other = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || other || !roomy.matches || !link.pathname.endsWith("/preview")) return;
  event.preventDefault();
  state.textContent = state.dataset.waits;
  read(link);
});
reader.querySelector("[data-close]").addEventListener("click", () => {
  const link = document.querySelector("#proofs a[data-read]");
  shut();
  if (link) link.focus();
});

const typing = (event) => event.target.matches("input:not([type=radio]), textarea, select");

// Digits choose a level, from the lowest up; letters lead to a part of the page.
document.addEventListener("keydown", (event) => {
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") shut();
  if (form && /^[1-9]$/.test(event.key)) {
    const levels = [...form.querySelectorAll("input[name=level][data-level]")].reverse();
    const level = levels[Number(event.key) - 1];
    if (level) {
      level.click();
      level.focus();
    }
    return;
  }
  const to = {
    e: () => files()[files().indexOf(document.activeElement) + 1] || files()[0] || document.querySelector("#proofs a, #proofs"),
    f: () => document.querySelector("[data-key=f]"),
    r: () => form && form.querySelector("[name=rationale]"),
    c: () => document.querySelector("[data-key=c]"),
    "?": () => document.querySelector("#keys summary"),
  }[event.key];
  const there = to && to();
  if (!there) return;
  event.preventDefault();
  if (event.key === "?") {
    const keys = document.querySelector("#keys");
    keys.open = !keys.open;
    keys.scrollIntoView({ block: "nearest" });
  }
  if (event.key === "f") return there.click();
  there.focus();
  if (event.key === "e" && roomy.matches && there.target === "reading") there.click();
});

// What is typed is saved a moment later; what cannot be saved now waits in this browser, with the version that it was typed over.
if (form) {
  const line = form.querySelector(".saved");
  const shelf = form.dataset.autosave;
  const areas = [...form.querySelectorAll("textarea")];
  let later = 0;
  let running = Promise.resolve();
  const say = (what, more) => {
    line.hidden = false;
    line.textContent = line.dataset[what] + (more ? " " + more : "");
  };
  const words = () => Object.fromEntries(areas.map((it) => [it.id, it.value]));
  const differ = (kept) => areas.filter((it) => kept[it.id] !== undefined && kept[it.id] !== it.value);
  const put = (kept) => differ(kept).forEach((it) => (it.value = kept[it.id]));
  const keep = () => localStorage.setItem(shelf, JSON.stringify({ seen: form.elements.seen.value, at: Date.now(), words: words() }));
  const save = async () => {
    clearTimeout(later);
    const data = new URLSearchParams(new FormData(form));
    data.set("autosave", "yes");
    const sent = JSON.stringify(words());
    say("saving");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: data, headers: { accept: "application/json" }, redirect: "error" });
    } catch {
      keep();
      const alive = await fetch("/account", { redirect: "follow" }).then((it) => it.redirected, () => null);
      say(alive ? "signedOut" : "failed");
      if (alive === null) later = setTimeout(queue, 5000);
      return;
    }
    if (answer.status === 409) {
      keep();
      say("meanwhile");
      return;
    }
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      keep();
      say("kept", (told.problems || []).join(" "));
      return;
    }
    form.elements.seen.value = told.seen;
    if (JSON.stringify(words()) === sent) localStorage.removeItem(shelf);
    else keep();
    form.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
    const at = new Date(told.saved);
    say("saved", at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
  };
  // One after the other: each needs what the one before it was told.
  const queue = () => {
    running = running.then(save);
  };
  form.addEventListener("input", (event) => {
    keep();
    clearTimeout(later);
    later = setTimeout(queue, event.target.matches("[type=radio]") ? 0 : 1500);
  });
  form.addEventListener("submit", () => {
    clearTimeout(later);
    keep();
    sessionStorage.setItem("sent", shelf);
  });
  window.addEventListener("pagehide", () => clearTimeout(later));

  // Words that were typed over another version wait beside the form until somebody says what becomes of them.
  const aside = shelf + "-aside";
  const waiting = () => JSON.parse(localStorage.getItem(aside) || "[]");
  const wait = (list) => (list.length > 0 ? localStorage.setItem(aside, JSON.stringify(list)) : localStorage.removeItem(aside));
  const offer = (it) => {
    const note = document.getElementById("kept").content.firstElementChild.cloneNode(true);
    note.querySelector("time").textContent = new Date(it.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    const part = note.querySelector("[data-part]");
    for (const area of differ(it.words)) {
      const shown = part.cloneNode(true);
      shown.querySelector("strong").textContent = area.labels[0].textContent;
      shown.querySelector(".text").textContent = it.words[area.id];
      part.before(shown);
    }
    part.remove();
    const decided = () => {
      wait(waiting().filter((other) => other.at !== it.at));
      note.remove();
    };
    note.querySelector("[data-use]").addEventListener("click", () => {
      put(it.words);
      areas[0].dispatchEvent(new Event("input", { bubbles: true }));
      decided();
    });
    note.querySelector("[data-drop]").addEventListener("click", decided);
    form.before(note);
  };
  const left = JSON.parse(localStorage.getItem(shelf) || "null");
  // A form that was refused shows what was sent, not what is saved.
  if (!("refused" in form.dataset)) {
    if (left && differ(left.words).length === 0) localStorage.removeItem(shelf);
    else if (left && left.seen === form.elements.seen.value) {
      // Nobody saved anything since.
      put(left.words);
      queue();
    } else if (left) {
      wait([...waiting(), left]);
      localStorage.removeItem(shelf);
    }
    wait(waiting().filter((it) => differ(it.words).length > 0));
    waiting().forEach(offer);
  }
}
