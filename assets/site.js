// Pages work without this file; it only makes them quicker to use.
"use strict";

// A menu closes on a click beside it, and with Escape.
const openMenus = () => document.querySelectorAll("[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
});

// A filter or a choice marked data-submit sends its form at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// A name chosen in a list marked data-insert is put into the text where one is typing.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-insert]")) return;
  const text = document.getElementById(event.target.dataset.insert);
  const chosen = event.target.selectedOptions[0];
  if (!text || !chosen.dataset.text) return;
  text.setRangeText(chosen.dataset.text, text.selectionStart, text.selectionEnd, "end");
  event.target.value = "";
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});

// Leaving a form with unsaved words asks first.
const touched = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.matches("[data-guard]")) touched.add(form);
});
document.addEventListener("submit", (event) => touched.delete(event.target));
document.addEventListener("saved", (event) => touched.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if (touched.size > 0) event.preventDefault();
});

// What was typed on the workbench is kept in this browser until a page says that it is saved, or until its writer signs out.
if (document.querySelector(".flash[data-said=done-rated]")) localStorage.removeItem(sessionStorage.getItem("sent"));
sessionStorage.removeItem("sent");
const kept = (prefix) => Object.keys(localStorage).filter((it) => it.startsWith(prefix));
document.addEventListener("submit", (event) => {
  const { forget, question } = event.target.dataset;
  if (!forget) return;
  if (kept(forget).length > 0 && !window.confirm(question)) event.preventDefault();
  else sessionStorage.setItem("forget", forget);
});
const forget = sessionStorage.getItem("forget");
if (forget && !document.querySelector("[data-forget]")) kept(forget).forEach((it) => localStorage.removeItem(it));
sessionStorage.removeItem("forget");

// Files dropped on a form marked data-drop are put into its file field.
document.addEventListener("dragover", (event) => {
  const form = event.target.closest && event.target.closest("[data-drop]");
  if (form) {
    event.preventDefault();
    form.classList.add("over");
  }
});
document.addEventListener("dragleave", (event) => {
  const form = event.target.closest && event.target.closest("[data-drop]");
  if (form) form.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  const form = event.target.closest && event.target.closest("[data-drop]");
  if (!form) return;
  event.preventDefault();
  form.classList.remove("over");
  form.querySelector("input[type=file]").files = event.dataTransfer.files;
});

// J and K walk the tree of the workbench.
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: "[rel=next]", k: "[rel=prev]" }[event.key];
  const link = step && document.querySelector(".walk " + step);
  if (link) link.click();
});

// Whoever rates a criterion is at it as long as the page is looked at.
for (const it of document.querySelectorAll("[data-claim]")) {
  const atIt = () => document.hidden || fetch(it.dataset.claim, { method: "POST" }).catch(() => {});
  atIt();
  setInterval(atIt, 120_000);
  document.addEventListener("visibilitychange", atIt);
}

// Arrows walk a tree of links: up and down, right into a part, left out of it.
document.addEventListener("keydown", (event) => {
  const tree = event.target.closest && event.target.closest("[data-walk]");
  if (!tree || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...tree.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const depth = (link) => Number(link.dataset.depth);
  const to = {
    ArrowDown: () => links[at + 1],
    ArrowUp: () => links[at - 1],
    Home: () => links[0],
    End: () => links[links.length - 1],
    ArrowRight: () => (links[at] && links[at].getAttribute("aria-expanded") === "false" ? links[at].click() : links[at + 1]),
    ArrowLeft: () => links.slice(0, Math.max(at, 0)).reverse().find((it) => depth(it) < depth(links[at])),
  }[event.key];
  if (!to) return;
  event.preventDefault();
  const link = to();
  if (link) link.focus();
});

// A tree opens at the criterion in hand.
for (const current of document.querySelectorAll(".tree a[aria-current]")) {
  const tree = current.closest(".tree");
  tree.scrollTop = current.offsetTop - tree.offsetTop - tree.clientHeight / 2;
  if (tree.matches("[data-walk]")) current.focus({ preventScroll: true });
}
