// Going through passages at the speed of the keyboard, each decision saved as it is made, with what members read changing beside it.
// Nothing here is needed: without script the form is filled in by hand and sent as any other. No word of a document is kept in the
// browser. Keys of single letters can be turned off; they never act while a person types, nor together with Ctrl, Alt or the command key.

const KEPT = "folkmoot.redaction.keys";
const WAIT_MS = 400;
const form = document.querySelector("[data-redaction]");
const missed = document.querySelector("[data-missed]");
const toggle = document.getElementById("keys-on");
const original = document.querySelector("[data-original]");
const items = form ? [...form.querySelectorAll("[data-decision]")] : [];
let current = Math.max(0, items.findIndex((item) => item.dataset.state === "open"));
let lately = null; // what the last key decided, and where that was
let waits = ""; // “r” or “R” waits for the number of a reason
let timer = 0;
let sending = Promise.resolve();
const changed = new Set();

const field = (item, letter) => form.elements[letter + item.dataset.decision];
const marksOf = (item, where) => document.querySelectorAll(`[data-${where}-of="${item.dataset.decision}"]`);
const alike = (item) =>
  items.filter((each) => each.dataset.kind === item.dataset.kind && each.dataset.words.toLowerCase() === item.dataset.words.toLowerCase());

function say(word, why = "") {
  for (const each of document.querySelectorAll("[data-say]")) each.hidden = each.dataset.say !== word;
  document.querySelector("[data-refused]").textContent = why;
}

// What the passage now is, shown on both sides.
function draw(item) {
  const state = field(item, "s").value || "open";
  item.dataset.state = state;
  const read = state === "refused" ? item.dataset.words : state === "changed" ? field(item, "r").value.trim() : item.dataset.suggested;
  for (const mark of marksOf(item, "read")) mark.textContent = read || "…";
  for (const where of ["read", "original"]) for (const mark of marksOf(item, where)) mark.className = `fm-found fm-found--${state}`;
}

const whole = (item) => {
  const state = field(item, "s").value;
  if (state === "changed") return Boolean(field(item, "r").value.trim());
  if (state === "refused") return Boolean(field(item, "w").value);
  return Boolean(state);
};

function decided(item) {
  draw(item);
  if (!whole(item)) return;
  changed.add(item);
  clearTimeout(timer);
  timer = setTimeout(() => {
    sending = sending.then(save);
  }, WAIT_MS);
}

// Sends what was decided since the last time; what could not be sent waits for the next decision, or for the button.
async function save() {
  const now = [...changed];
  if (!now.length) return;
  changed.clear();
  say("saving");
  const body = new URLSearchParams([["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value]]);
  for (const item of now) for (const letter of ["s", "r", "w"]) body.append(letter + item.dataset.decision, field(item, letter).value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Decide": "1" } });
    const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
    if (answer.ok && said) {
      const left = document.querySelector("[data-left]");
      left.textContent = left.dataset.left = said.left;
      say("saved");
      return;
    }
    for (const item of now) changed.add(item);
    if (said?.problems) say("refused", Object.values(said.problems).flat().join(" "));
    else say("lost");
  } catch {
    for (const item of now) changed.add(item);
    say("lost");
  }
}

function go(to, focus = true) {
  items[current]?.classList.remove("fm-decision--now");
  for (const mark of document.querySelectorAll(".fm-found--now")) mark.classList.remove("fm-found--now");
  current = Math.min(Math.max(to, 0), items.length - 1);
  const item = items[current];
  if (!item) return;
  item.classList.add("fm-decision--now");
  for (const where of ["original", "read"]) {
    for (const mark of marksOf(item, where)) {
      mark.classList.add("fm-found--now");
      const pane = mark.closest(".fm-beside__text");
      pane.scrollTop = mark.offsetTop - pane.offsetTop - pane.clientHeight / 3;
    }
  }
  if (focus) {
    item.querySelector("input[type=radio]").focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }
}

function set(item, state, reason = "") {
  const radios = [...item.querySelectorAll("input[type=radio]")];
  for (const radio of radios) radio.checked = radio.value === state;
  if (reason) field(item, "w").value = reason;
  decided(item);
}

const next = () => go(current + 1);

// On to what is still open below; where nothing is, to the next.
function onward() {
  const open = items.findIndex((item, place) => place > current && item.dataset.state === "open");
  go(open < 0 ? current + 1 : open);
}

function accept(all) {
  lately = { place: current, items: all ? alike(items[current]) : [items[current]] };
  for (const item of lately.items) set(item, "accepted");
  onward();
}

function leave(number, all) {
  const reason = field(items[current], "w").options[number]?.value;
  if (!reason) return;
  lately = { place: current, items: all ? alike(items[current]) : [items[current]] };
  for (const item of lately.items) set(item, "refused", reason);
  onward();
}

function change() {
  const item = items[current];
  for (const radio of item.querySelectorAll("input[type=radio]")) radio.checked = radio.value === "changed";
  const words = field(item, "r");
  words.value ||= item.dataset.suggested;
  words.focus();
  words.select();
}

// What was decided here; on a passage that is open still, what was decided last, and back to it.
function undo() {
  const last = items[current].dataset.state === "open" ? lately : null;
  for (const item of last ? last.items : [items[current]]) reopen(item);
  if (last) go(last.place);
  lately = null;
}

function reopen(item) {
  for (const radio of item.querySelectorAll("input[type=radio]")) radio.checked = false;
  const open = Object.assign(document.createElement("input"), { type: "radio", name: `s${item.dataset.decision}`, value: "open", hidden: true });
  item.querySelector("[value=open]")?.remove();
  item.append(open);
  open.checked = true;
  decided(item);
}

// Characters are counted as the service counts them: one for each, also where the browser needs two.
const count = (words) => [...words].length;

function placeOf(node, offset) {
  const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!holder || !original.contains(holder)) return null;
  const before = node.nodeType === Node.TEXT_NODE ? node.textContent.slice(0, offset) : offset ? node.textContent : "";
  return Number(holder.dataset.at) + count(before);
}

function mark() {
  const chosen = document.getSelection();
  if (!missed || !original || !chosen.rangeCount || chosen.isCollapsed) return;
  const range = chosen.getRangeAt(0);
  const [start, end] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
  const words = range.toString();
  if (start === null || end === null || !words.trim()) return;
  const before = count(words) - count(words.trimStart());
  const after = count(words) - count(words.trimEnd());
  missed.elements.words.value = words.trim();
  missed.elements.start.value = start + before;
  missed.elements.end.value = end - after;
  missed.scrollIntoView({ block: "center" });
  missed.elements.kind.focus();
}

function act(event) {
  const typing = event.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox]), summary");
  if (!toggle.checked || event.ctrlKey || event.altKey || event.metaKey || typing) return;
  const number = Number(event.key);
  if (waits && number >= 1 && number <= 9) {
    leave(number, waits === "R");
    waits = "";
    event.preventDefault();
    return;
  }
  waits = "";
  const keys = { j: next, k: () => go(current - 1), a: () => accept(false), A: () => accept(true), c: change, u: undo, m: mark };
  if (event.key === "m" || (items.length && keys[event.key])) {
    event.preventDefault();
    keys[event.key]();
  } else if (items.length && (event.key === "r" || event.key === "R")) {
    waits = event.key;
    event.preventDefault();
  }
}

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
    // A browser that keeps nothing: the keys are on again on the next page.
  }
}

function showKeys() {
  document.querySelector("[data-keys]").hidden = !toggle.checked;
}

if (form && !form.querySelector("fieldset[disabled]")) {
  form.addEventListener("change", (event) => {
    const item = event.target.closest("[data-decision]");
    if (!item) return;
    const way = { r: "changed", w: "refused" }[event.target.name[0]];
    if (way) for (const radio of item.querySelectorAll("input[type=radio]")) radio.checked = radio.value === way;
    if (event.target.type !== "text") current = items.indexOf(item); // leaving a box of words also says “change”, after the next is chosen
    decided(item);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input:not([type=radio])")) return;
    event.preventDefault();
    current = items.indexOf(event.target.closest("[data-decision]"));
    decided(items[current]);
    next();
  });
  original.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-original-of]");
    if (mark && document.getSelection().isCollapsed) go(items.findIndex((item) => item.dataset.decision === mark.dataset.originalOf));
  });
}

if (missed) missed.elements.words.addEventListener("input", () => {
  missed.elements.start.value = missed.elements.end.value = "";
});

if (toggle && missed) {
  document.querySelector("[data-redaction-help]").hidden = false;
  toggle.checked = kept();
  showKeys();
  toggle.addEventListener("change", () => {
    keep(toggle.checked);
    showKeys();
  });
  document.addEventListener("keydown", act);
  go(current, false);
}
