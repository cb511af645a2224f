// The pages of a draw: checking one, and sealing a phrase.
//
// A form [data-draw-verifier] with file fields `list` and `receipt`, text fields `commitment` and `closing`, and an element
// [data-draw-result] that can hold the focus; sentences of another language as [data-draw-sentence=KIND] anywhere in the page.
// A form [data-draw-seal] with fields `phrase`, `seal` and `sealed_in`, an element [data-draw-keep] that can hold the focus, in it
// [data-draw-phrase], [data-draw-salt], [data-draw-seal-code], and [data-draw-wrong] for what is wrong: the phrase is never sent.

import { Refused, isOpen, proofOf, readList, readReceipt, sealPhrase, verify } from "./sampling.js";

const SENTENCES = {
  holds: "The draw holds: the {drawn} cases follow from the list of {cases}, the rules and {phrases} phrases, and from nothing else.",
  broken: "The draw does not hold. What is wrong:",
  unreadable: "This could not be checked: {why}.",
  never_opened: "“{label}” sealed a phrase and never opened it.",
  chosen: "“{case}” was chosen by a person: {why}",
  replaced: "“{case}” was replaced by “{by}”: {why}",
  sealed: "The service fixed list, rules and its own phrase before members sealed theirs. If one who sealed where nobody else saw it was honest, nobody could choose the outcome.",
  seen: "The service fixed list, rules and its own phrase first. It saw each member’s phrase when it was given, so it could have worked together with the last to give one.",
  open: "The same list, rules and phrases always give these cases. Whoever drew knew the phrases and could have tried others.",
  alone: "The cases follow from the phrase on the receipt. Nobody but whoever drew had a part in it, and they could have drawn again until the cases suited.",
  compare: "Compare with what you noted: commitment {commitment}, closing {closing}. Only that shows that this is the draw you were told of.",
  noted: "Both codes are those you noted.",
  list_changed: "The list is not the one that was fixed before the draw: its fingerprint is {now}, the receipt says {then}. (A table may also be written in a way that this page reads otherwise: then use the list in canonical form.)",
  list_size: "The list holds {now} cases; the receipt says {then}.",
  case_gone: "“{case}” was drawn, and is not in the list.",
  case_moved: "“{case}” stands in the group {now}; it was drawn from the group {then}.",
  commitment: "The commitment does not follow from the list’s fingerprint, the rules and the service’s seal.",
  commitment_noted: "The commitment is not the one you noted.",
  seal_broken: "The phrase of “{label}” is not the one that was sealed.",
  seals_wrong: "A seal or a label stands twice, or is none.",
  service_missing: "The service did not open a phrase that it had sealed before: the draw is void.",
  service_twice: "The service gave more than one phrase.",
  salt_not_fixed: "The salt of “{label}” was not fixed beforehand: the server could have tried many.",
  closing: "The seals are not those that stood when sealing closed.",
  closing_noted: "The closing code is not the one you noted.",
  not_opened: "No phrase was opened, so there can be no seed.",
  seed: "The seed does not follow from the commitment and the phrases opened.",
  rules_impossible: "The rules cannot be followed with this list: {why}.",
  not_drawn: "“{case}” is on the receipt, but the draw does not give it.",
  left_out: "The draw gives “{case}”, but it is not on the receipt.",
  drawn_otherwise: "“{case}” came into the sample otherwise than the receipt says.",
  drawn_order: "The cases stand in another order than they were drawn in, or one stands twice.",
  replaced_not_in_sample: "“{case}” was replaced, but was not in the sample at that time.",
  replaced_wrongly: "For “{case}” came {came}; the next in line is {due}.",
  checksum: "The receipt was changed after it was made.",
  replacement_checksum: "The replacement of “{case}” was changed after it was made, or one before it was taken away.",
};

function sentence(kind, about = {}) {
  const given = document.querySelector(`[data-draw-sentence="${kind}"]`)?.textContent ?? SENTENCES[kind];
  return given.replace(/\{(\w+)\}/g, (whole, name) => about[name] ?? whole);
}

const inFours = (code) => code.slice(0, 16).replace(/(....)(?=.)/g, "$1 ");

function told(list, receipt, noted) {
  const problems = verify(list, receipt, noted);
  if (problems.length) return { holds: false, title: sentence("broken"), lines: problems.map((each) => sentence(each.kind, each)) };
  const opened = receipt.contributions.filter(isOpen).length;
  const lines = [
    ...receipt.contributions.filter((each) => !isOpen(each)).map((each) => sentence("never_opened", each)),
    ...receipt.drawn.filter((each) => each.why).map((each) => sentence("chosen", each)),
    ...receipt.replacements.map((each) => sentence("replaced", { ...each, by: each.by ?? "—" })),
    sentence(proofOf(receipt)),
    noted.commitment && noted.closing
      ? sentence("noted") : sentence("compare", { commitment: inFours(receipt.commitment), closing: inFours(receipt.closing) }),
  ];
  return { holds: true, title: sentence("holds", { drawn: receipt.drawn.length, cases: list.cases.length, phrases: opened }), lines };
}

function show(place, { holds: good, title, lines }) {
  const heading = document.createElement("h2");
  heading.className = "govuk-heading-m";
  heading.textContent = title;
  const listed = document.createElement("ul");
  listed.className = "govuk-list govuk-list--bullet";
  for (const line of lines) listed.append(Object.assign(document.createElement("li"), { textContent: line }));
  place.dataset.drawHolds = good ? "yes" : "no";
  place.replaceChildren(heading, listed);
  place.hidden = false;
  place.focus();
}

async function check(form, place) {
  const field = (name) => form.elements.namedItem(name);
  try {
    const [listFile, receiptFile] = [field("list").files[0], field("receipt").files[0]];
    if (!listFile || !receiptFile) throw new Refused("choose the list and the receipt");
    const receipt = readReceipt(await receiptFile.text());
    const list = readList(await listFile.text(), receipt.rules.columns);
    show(place, told(list, receipt, { commitment: field("commitment").value.trim(), closing: field("closing").value.trim() }));
  } catch (error) {
    show(place, { holds: false, title: sentence("unreadable", { why: error instanceof Refused ? error.message : String(error) }), lines: [] });
  }
}

// The seal is filled in and the phrase loses its name, so that it is not sent with the form; both are shown to be kept.
function sealHere(form) {
  const field = (name) => form.elements.namedItem(name);
  const typed = field("phrase");
  const made = sealPhrase(typed.value);
  field("seal").value = made.seal;
  if (field("sealed_in")) field("sealed_in").value = "browser";
  typed.removeAttribute("name");
  typed.readOnly = true;
  for (const [mark, text] of [["phrase", made.phrase], ["salt", made.salt], ["seal-code", made.seal]]) {
    const place = form.querySelector(`[data-draw-${mark}]`);
    if (place) place.textContent = text;
  }
  const kept = form.querySelector("[data-draw-keep]");
  kept.hidden = false;
  kept.focus();
}

for (const form of document.querySelectorAll("form[data-draw-verifier]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(form, document.querySelector("[data-draw-result]"));
  });
}
for (const form of document.querySelectorAll("form[data-draw-seal]")) {
  form.addEventListener("submit", (event) => {
    if (!form.elements.namedItem("phrase")) return; // sealed already: now it is sent
    event.preventDefault();
    const wrong = form.querySelector("[data-draw-wrong]");
    try {
      sealHere(form);
      if (wrong) wrong.textContent = "";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (wrong) wrong.textContent = error.message;
    }
  });
}
