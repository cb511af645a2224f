// Coding at the speed of the keyboard: each box, link and button with a data-key is ticked, followed or pressed by it. Nothing here is
// needed: without script the boxes are ticked by hand. Keys of single letters can be turned off, and the choice is kept in this browser;
// they never act while a person types, nor together with Ctrl, Alt or the command key.

const KEPT = "folkmoot.coding.keys";
const form = document.querySelector("[data-coding]");
const toggle = document.getElementById("keys-on");

function kept() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function keep(on) {
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // A browser that keeps nothing: the keys are on again at the next point.
  }
}

function show(on) {
  for (const hint of document.querySelectorAll("[data-coding-key]")) hint.hidden = !on || !hint.textContent;
}

function typing(target) {
  return target.closest("textarea, select, summary, input:not([type=checkbox])") !== null;
}

const withKey = (key) => [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);

let first = ""; // “e” waits for the key of a characteristic

function act(event) {
  if (!toggle.checked || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  if (event.key === "Enter" && event.target.closest("a, button")) return;
  if (event.key === "e" && !first) {
    first = "e";
    return;
  }
  const wanted = first + event.key;
  first = "";
  if (wanted === "y") {
    for (const box of form.querySelectorAll("[data-suggested]:not(:checked)")) box.click();
    return;
  }
  const found = withKey(wanted);
  if (!found) return;
  event.preventDefault();
  found.click();
}

// “None fits” and a theme exclude each other: the last ticked holds.
function exclude(event) {
  const none = form.elements.none_fits;
  if (!event.target.checked) return;
  if (event.target === none) for (const box of form.querySelectorAll("[name=themes]:checked")) box.checked = false;
  else if (event.target.name === "themes") none.checked = false;
}

if (form) form.addEventListener("change", exclude);

if (form && toggle) {
  document.querySelector("[data-coding-help]").hidden = false;
  toggle.checked = kept();
  show(toggle.checked);
  toggle.addEventListener("change", () => {
    keep(toggle.checked);
    show(toggle.checked);
  });
  document.addEventListener("keydown", act);
}
