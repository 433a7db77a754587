// The workbench without a mouse, and saved as one types. The form works without this file.
"use strict";

const form = document.querySelector("form[data-autosave]");
const typing = (event) => event.target.matches("input:not([type=radio]), textarea, select");

// Digits choose a level, from the lowest up; letters lead to a part of the page.
document.addEventListener("keydown", (event) => {
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
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
    e: () => document.querySelector("#proofs a, #proofs"),
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
  if (event.key === "f") there.click();
  else there.focus();
});

// What is typed is saved a moment later; what cannot be saved now waits in this browser.
if (form) {
  const state = form.querySelector(".saved");
  const shelf = "rating-" + form.dataset.autosave;
  let later = 0;
  let running = Promise.resolve();
  const say = (what, more) => {
    state.hidden = false;
    state.textContent = state.dataset[what] + (more ? " " + more : "");
  };
  const words = () => {
    const words = {};
    for (const it of form.querySelectorAll("textarea")) words[it.id || it.name] = it.value;
    return words;
  };
  const keep = () => localStorage.setItem(shelf, JSON.stringify(words()));
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
  });
  window.addEventListener("pagehide", () => clearTimeout(later));
  // What an earlier visit could not save comes back.
  const left = localStorage.getItem(shelf);
  if (left) {
    const words = JSON.parse(left);
    let changed = false;
    for (const it of form.querySelectorAll("textarea")) {
      if (words[it.id || it.name] !== undefined && words[it.id || it.name] !== it.value) {
        it.value = words[it.id || it.name];
        changed = true;
      }
    }
    if (changed) queue();
    else localStorage.removeItem(shelf);
  }
}
