// Pages work without this file; it only makes them quicker to use.
"use strict";

// A filter or a choice marked data-submit sends its form at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// Leaving a form with unsaved words asks first.
const touched = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.matches("[data-guard]")) touched.add(form);
});
document.addEventListener("submit", (event) => touched.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if (touched.size > 0) event.preventDefault();
});

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

// A tree opens at the criterion in hand.
for (const current of document.querySelectorAll(".tree a[aria-current]")) {
  const tree = current.closest(".tree");
  tree.scrollTop = current.offsetTop - tree.offsetTop - tree.clientHeight / 2;
}
