// Keeps a member's phrase and code in their own browser between sealing and opening. Everything works without it: both can be written down.
// A form [data-draw-seal] or [data-draw-open] names its draw in data-draw; what is kept is of one account and one draw.

const account = document.body.dataset.account ?? "";
const place = (form) => `folkmoot-phrase-${account}-${form.dataset.draw}`;

function keep(form) {
  const text = (name) => form.querySelector(`[data-draw-${name}]`)?.textContent ?? "";
  if (!text("salt")) return;
  try {
    localStorage.setItem(place(form), JSON.stringify({ phrase: text("phrase"), salt: text("salt") }));
  } catch {
    // A browser that keeps nothing: the page says to write both down.
  }
}

function fill(form) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(place(form)) ?? "null");
  } catch {
    return;
  }
  for (const name of ["phrase", "salt"]) {
    const field = form.elements.namedItem(name);
    if (kept && field && !field.value) field.value = kept[name] ?? "";
  }
}

for (const form of document.querySelectorAll("form[data-draw-seal]")) {
  const wanted = form.querySelector("[data-draw-salt]");
  if (wanted) new MutationObserver(() => keep(form)).observe(wanted, { childList: true, characterData: true, subtree: true });
}
for (const form of document.querySelectorAll("form[data-draw-open]")) fill(form);
for (const done of document.querySelectorAll("[data-draw-opened]")) {
  try {
    localStorage.removeItem(`folkmoot-phrase-${account}-${done.dataset.drawOpened}`);
  } catch {
    // Nothing was kept.
  }
}
