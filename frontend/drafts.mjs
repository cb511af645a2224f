// What is typed into a form marked data-draft is kept in this browser until the service has said that it stored it: a page
// reloaded, a signal lost or a session that ran out loses nothing. Each form carries a random mark, and the service stores a mark
// once only, so sending again never doubles. Nothing here is needed: without script the form is sent as any other.
// What is kept cannot be locked away in a browser, so it is kept for one account, goes when it was stored, when its owner signs
// out and after KEEP_DAYS, and the page says so. Every word a person reads stands in the page, in its language.

const KEEP_DAYS = 14;
const PREFIX = "folkmoot.draft.";
const WAIT_MS = 20_000; // for one answer of the service
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "mark", "version", "submit", "more"]);

const account = () => document.body.dataset.account ?? "";
const keyOf = (mark) => `${PREFIX}${account()}.${mark}`;

function all(prefix = PREFIX) {
  const found = [];
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(prefix))) {
      try {
        found.push({ key, ...JSON.parse(localStorage.getItem(key)) });
      } catch {
        localStorage.removeItem(key);
      }
    }
  } catch {
    // A browser that keeps nothing: the form is sent as any other.
  }
  return found.sort((one, other) => one.saved - other.saved);
}

const mine = () => all(`${PREFIX}${account()}.`);

function keep(draft) {
  try {
    localStorage.setItem(keyOf(draft.mark), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

const forget = (mark) => localStorage.removeItem(keyOf(mark));

function dropOld() {
  const oldest = Date.now() - KEEP_DAYS * 24 * 3600 * 1000;
  for (const draft of all()) if (!(draft.saved > oldest)) localStorage.removeItem(draft.key);
}

function valuesOf(form) {
  return [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");
}

// What a person would say the draft is about: what stands in the fields that the form names.
function aboutOf(form) {
  const said = (form.dataset.about ?? "").split(" ").map((name) => form.elements[name]?.value ?? "");
  return said.filter(Boolean).join(", ");
}

function fill(form, values) {
  for (const name of new Set(values.map(([name]) => name))) {
    const given = values.filter(([each]) => each === name).map(([, value]) => value);
    if (!form.elements[name] && /^said_\d+$/.test(name)) nextLine(form);
    const fields = form.elements[name] ? [form.elements[name]].flatMap((each) => (each instanceof RadioNodeList ? [...each] : [each])) : [];
    if (!fields.length) fields.push(addHidden(form, name));
    for (const field of fields) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else field.value = given[0];
    }
  }
  for (const details of form.querySelectorAll("details")) {
    if ([...details.querySelectorAll("input[type=text], textarea")].some((each) => each.value)) details.open = true;
  }
}

function addHidden(form, name) {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name });
  form.append(field);
  return field;
}

// One more line for what was said, made from the last one.
function nextLine(form) {
  const lines = [...form.querySelectorAll("[name^=said_]:not([name$=_kind])")];
  const last = lines.at(-1)?.closest(".fm-said");
  const number = lines.length + 1;
  if (!last || number > Number(form.dataset.most ?? 50)) return null;
  const line = last.cloneNode(true);
  for (const each of line.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
    for (const name of ["name", "id", "for", "aria-describedby"]) {
      if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace(/said_\d+/, `said_${number}`));
    }
    if (each.type === "text") each.value = "";
    if (each.type === "radio") each.checked = each.defaultChecked;
  }
  last.after(line);
  form.elements.rows.value = number;
  return line.querySelector("input");
}

function returnMakesTheNext(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !/^said_\d+$/.test(event.target.name ?? "")) return;
    event.preventDefault();
    if (!event.target.value.trim()) return;
    const number = Number(event.target.name.slice(5)) + 1;
    const next = form.elements[`said_${number}`] ?? nextLine(form);
    next?.closest("details")?.setAttribute("open", "");
    next?.focus();
  });
}

// Shows one of the sentences that wait in the page, and hides the others.
function say(word) {
  for (const each of document.querySelectorAll("[data-say]")) each.hidden = each.dataset.say !== word;
}

// Sends a draft; says what came of it: "stored", "asks" (the service has a question), "signed-out", "stale" or "unreached".
async function send(draft, token) {
  const body = new URLSearchParams([["csrfmiddlewaretoken", token], ["mark", draft.mark], ...draft.values]);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), WAIT_MS);
  try {
    const answer = await fetch(draft.address, { method: "POST", body, headers: { "X-Draft": "1" }, signal: stop.signal });
    if (answer.status === 201) return { came: "stored", where: answer.headers.get("Location") };
    if (answer.redirected) return { came: "signed-out" };
    if (answer.status === 403) return { came: "stale" };
    return { came: answer.status === 422 ? "asks" : "unreached" };
  } catch {
    return { came: "unreached" };
  } finally {
    clearTimeout(timer);
  }
}

function start(form) {
  const mark = () => form.elements.mark.value;
  const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
  const address = location.pathname + location.search;
  let state = "typing";
  let sending = false;

  const note = () => {
    const kept = keep({ mark: mark(), address, state, saved: Date.now(), about: aboutOf(form), values: valuesOf(form) });
    say(kept ? state : "not-kept");
    return kept;
  };
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(note, 300);
  });
  addEventListener("pagehide", () => {
    if (timer !== undefined && mark() && state !== "stored") note();
  });

  async function sendThis() {
    if (sending) return;
    sending = true;
    say("sending");
    const { came, where } = await send({ mark: mark(), address, values: valuesOf(form) }, token());
    sending = false;
    if (came === "stored") {
      state = "stored";
      clearTimeout(timer);
      forget(mark());
      location.assign(where);
    } else if (came === "asks") {
      HTMLFormElement.prototype.submit.call(form); // the service shows its question; a button called “submit” hides form.submit
    } else {
      say(came);
    }
  }

  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (event.submitter?.name === "more") {
      note();
      return;
    }
    state = "waiting";
    if (!note()) return; // nothing can be kept here: sent as any other form
    event.preventDefault();
    sendThis();
  });

  async function sendOthers() {
    for (const draft of mine().filter((each) => each.state === "waiting" && each.mark !== mark())) {
      const { came } = await send(draft, token());
      if (came === "stored") forget(draft.mark);
      else if (came === "asks") keep({ ...draft, state: "asks" });
      else break;
    }
    list();
  }

  function list() {
    const box = document.querySelector("[data-drafts]");
    const others = mine().filter((each) => each.mark !== mark());
    box.hidden = !others.length;
    const lines = others.map((draft) => {
      const line = box.querySelector("template").content.cloneNode(true);
      const about = line.querySelector("[data-about]");
      about.textContent = draft.about || "…";
      for (const each of line.querySelectorAll("[data-state]")) each.hidden = each.dataset.state !== draft.state;
      line.querySelector("time").textContent = new Date(draft.saved).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
      line.querySelector("a").href = `${draft.address}#draft-${draft.mark}`;
      line.querySelector("button").addEventListener("click", () => {
        forget(draft.mark);
        list();
      });
      return line;
    });
    box.querySelector("ul").replaceChildren(...lines);
  }

  function open() {
    const wanted = location.hash.startsWith("#draft-") && mine().find((each) => each.mark === location.hash.slice(7));
    if (!wanted) return;
    form.elements.mark.value = wanted.mark;
    fill(form, wanted.values);
    state = "typing";
    history.replaceState(null, "", address);
    say("opened");
    list();
  }

  const again = () => {
    if (state === "waiting") sendThis();
    else sendOthers();
  };
  addEventListener("online", again);
  addEventListener("hashchange", open);
  setInterval(() => navigator.onLine && state === "waiting" && sendThis(), 30_000);
  returnMakesTheNext(form);
  open();
  list();
  sendOthers();
}

function warnBeforeSignOut() {
  const form = document.querySelector("form[data-signs-out]");
  if (!form) return;
  const box = document.querySelector("[data-unsent]");
  const count = mine().length;
  if (box && count) {
    box.hidden = false;
    box.querySelector("[data-count]").textContent = String(count);
  }
  form.addEventListener("submit", () => mine().forEach((draft) => forget(draft.mark)));
}

export function keepDrafts() {
  dropOld();
  warnBeforeSignOut();
  const form = document.querySelector("form[data-draft]");
  if (form && account()) start(form);
}
