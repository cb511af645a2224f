// Checks a draw and seals a phrase in the reader's own browser: docs/sampling.md in JavaScript, with nothing but the language itself.
// It asks no server for anything.

import { sha256 } from "./sha256.js";

const FORMAT = "folkmoot-sample-1";
const BETWEEN = "\x1f";
const ENDS = "\t\n\r \xa0\ufeff\u200b";
const REFUSED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

// ---- text, order, JSON ----

export class Refused extends Error {}

export function clean(text) {
  const tidy = text.normalize("NFC");
  let first = 0, last = tidy.length;
  while (first < last && ENDS.includes(tidy[first])) first += 1;
  while (last > first && ENDS.includes(tidy[last - 1])) last -= 1;
  const inner = tidy.slice(first, last);
  if (REFUSED.test(inner)) throw new Refused("a character that cannot be fixed");
  return inner;
}

export function inOrder(one, other) {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i += 1) {
    const x = one.charCodeAt(i), y = other.charCodeAt(i);
    // Half of a pair stands for a letter beyond U+FFFF, which comes after every other one.
    if (x !== y) return (x >= 0xd800 && x < 0xe000) === (y >= 0xd800 && y < 0xe000) ? x - y : x >= 0xd800 && x < 0xe000 ? 1 : -1;
  }
  return one.length - other.length;
}

const sorted = (texts) => [...texts].sort(inOrder);

export function hash(kind, ...lines) {
  return sha256([`${FORMAT}/${kind}`, ...lines, ""].join("\n"));
}

export function oneSpelling(value) {
  if (Array.isArray(value)) return `[${value.map(oneSpelling).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${sorted(Object.keys(value)).map((key) => `${JSON.stringify(key)}:${oneSpelling(value[key])}`).join(",")}}`;
}

const without = (object, ...keys) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
const isHash = (text) => typeof text === "string" && /^[0-9a-f]{64}$/.test(text);
const same = (one, other) => oneSpelling(one) === oneSpelling(other);

// ---- the list ----

export function makeList(cases) {
  const tidy = cases.map((each) => ({
    id: clean(each.id), stratum: each.stratum.map(clean), marks: sorted(new Set(each.marks.map(clean).filter(Boolean))), binding: each.binding,
  }));
  const ids = new Set(tidy.map((each) => each.id));
  if (!tidy.length) throw new Refused("there is no case in the list");
  if (ids.has("")) throw new Refused("a case has no reference");
  if (ids.size < tidy.length) throw new Refused(`the reference “${tidy.map((each) => each.id).find((id, at, all) => all.indexOf(id) < at)}” stands twice`);
  if (tidy.some((each) => each.stratum.length !== tidy[0].stratum.length)) throw new Refused("the cases are not all grouped alike");
  if (tidy.some((each) => Boolean(each.binding) !== Boolean(tidy[0].binding) || (each.binding && !isHash(each.binding)))) {
    throw new Refused("some cases have a binding and some have none");
  }
  for (const each of tidy) each.group = each.stratum.join(BETWEEN);
  if (!tidy.some((each) => each.group)) for (const each of tidy) each.stratum = [];
  tidy.sort((one, other) => inOrder(one.id, other.id));
  const lines = tidy.map((each) => [each.id, each.group, each.marks.join(BETWEEN), each.binding].join("\t"));
  const canonical = [`${FORMAT}/frame`, ...lines, ""].join("\n");
  return { cases: tidy, canonical, fingerprint: sha256(canonical), byId: new Map(tidy.map((each) => [each.id, each])) };
}

export function readList(text, columns) {
  if (!text.startsWith(`${FORMAT}/frame\n`)) return makeList(casesOfTable(text, columns));
  const lines = text.split("\n").slice(1, -1).map((line) => line.split("\t"));
  if (lines.some((fields) => fields.length !== 4)) throw new Refused("a line of the list is not as it should be");
  const grouped = lines.some(([, group]) => group);
  const cases = lines.map(([id, group, marks, bound]) => ({
    id, stratum: grouped ? group.split(BETWEEN) : [], marks: marks ? marks.split(BETWEEN) : [], binding: bound,
  }));
  const list = makeList(cases);
  if (list.canonical !== text) throw new Refused("the list was changed after it was written");
  return list;
}

// A table of text: cells between commas (or another mark), those that hold one in quotation marks. `most` rows are read.
export function readTable(text, comma, most = Infinity) {
  const rows = [];
  let row = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at < text.length && rows.length < most) {
    let cell = "";
    if (text[at] === '"') [cell, at] = quoted(text, at + 1);
    let end = at;
    while (end < text.length && text[end] !== comma && text[end] !== "\n" && text[end] !== "\r") end += 1;
    row.push(cell + text.slice(at, end));
    at = end + (text.startsWith("\r\n", end) ? 2 : 1);
    if (text[end] === comma) continue;
    rows.push(row);
    row = [];
  }
  if (row.length) rows.push(row);
  return rows.filter((each) => each.some(Boolean));
}

// The text up to the closing quotation mark, in which one that belongs to it stands twice, and where it goes on.
function quoted(text, start) {
  let cell = "", at = start;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return [cell + text.slice(at), text.length];
    cell += text.slice(at, end);
    if (text[end + 1] !== '"') return [cell, end + 1];
    cell += '"';
    at = end + 2;
  }
}

function casesOfTable(text, columns) {
  if (!columns) throw new Refused("this receipt was drawn from a list under pseudonyms: choose that list");
  const tidy = (heading) => heading.replace(/[\s\xa0]+/g, " ").trim();
  const needed = [columns.id, ...columns.strata, ...columns.marks];
  const topOf = (table) => table.findIndex((row, at) => at < 30 && needed.every((name) => row.some((heading) => tidy(heading) === name)));
  const comma = [",", ";", "\t", "|"].find((mark) => topOf(readTable(text, mark, 40)) >= 0);
  if (!comma) throw new Refused(`no row of headings holds ${needed.map((name) => `“${name}”`).join(", ")}`);
  const rows = readTable(text, comma);
  const top = topOf(rows);
  const places = new Map(needed.map((name) => [name, rows[top].findIndex((heading) => tidy(heading) === name)]));
  const value = (row, name) => row[places.get(name)] ?? "";
  return rows.slice(top + 1).map((row) => ({
    id: value(row, columns.id), stratum: columns.strata.map((name) => value(row, name)), binding: "",
    marks: columns.marks.filter((name) => clean(value(row, name))).map((name) => `${name}=${clean(value(row, name))}`),
  }));
}

// ---- phrases ----

export function sealPhrase(text, salt = newSalt()) {
  const phrase = clean(text);
  if (!phrase || [...phrase].length > 200) throw new Refused("a phrase has 1 to 200 characters");
  return { phrase, salt, seal: hash("seal", salt, phrase) };
}

export function newSalt() {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const serverSalt = (serviceSalt, label) => hash("salt", serviceSalt, label);
export const binding = (reference, salt) => hash("binding", salt, clean(reference));
export const commitmentOf = (fingerprint, rules, serviceSeal) => hash("commitment", fingerprint, hash("rules", oneSpelling(rules)), serviceSeal);
const bySeal = (contributions) => [...contributions].sort((one, other) => inOrder(one.seal, other.seal));
export const isOpen = (each) => each.phrase !== null && each.salt !== null;
export const closingOf = (commitment, contributions) => hash("closing", commitment, ...bySeal(contributions).map((each) => each.seal));

export function seedOf(commitment, contributions) {
  const opened = bySeal(contributions).filter(isOpen);
  return hash("seed", closingOf(commitment, contributions), ...opened.flatMap((each) => [each.seal, each.salt, each.phrase]));
}

// ---- the draw ----

export function shares(sizes, total, least) {
  const names = sorted(Object.keys(sizes));
  const whole = names.reduce((sum, name) => sum + sizes[name], 0);
  const given = Object.fromEntries(names.map((name) => [name, Math.min(least, sizes[name])]));
  const rest = Math.min(total, whole) - names.reduce((sum, name) => sum + given[name], 0);
  if (rest < 0) throw new Refused("the least numbers are more than the total");
  const left = (name) => sizes[name] - Math.min(least, sizes[name]);
  const all = names.reduce((sum, name) => sum + left(name), 0) || 1;
  const remainder = (name) => (rest * left(name)) % all;
  let still = rest;
  for (const name of names) {
    const part = Math.floor((rest * left(name)) / all);
    given[name] += part;
    still -= part;
  }
  for (const name of [...names].sort((one, other) => remainder(other) - remainder(one) || inOrder(one, other)).slice(0, still)) given[name] += 1;
  return given;
}

export function inLine(cases, group, seed) {
  const tickets = cases.map((each) => ({ ticket: hash("ticket", seed, group, each.id), each }));
  return tickets.sort((one, other) => inOrder(one.ticket, other.ticket) || inOrder(one.each.id, other.each.id));
}

function pools(list, rules) {
  const always = list.cases.filter((each) => each.marks.some((mark) => rules.always.includes(mark)));
  const taken = new Set(always.map((each) => each.id));
  const chosen = rules.chosen.map(({ case: id }) => {
    if (!list.byId.has(id) || taken.has(id)) throw new Refused(`the chosen case “${id}” is not in the list, or is taken already`);
    return list.byId.get(id);
  });
  for (const each of chosen) taken.add(each.id);
  const groups = new Map();
  for (const each of list.cases) {
    if (taken.has(each.id) || !rules.only.every((marks) => marks.some((mark) => each.marks.includes(mark)))) continue;
    const group = rules.grouped ? each.group : "";
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(each);
  }
  return { always, chosen, groups };
}

export function draw(list, rules, seed) {
  const { always, chosen, groups } = pools(list, rules);
  const of = (each) => (rules.grouped ? each.stratum : []);
  const why = new Map(rules.chosen.map((one) => [one.case, one.why]));
  const drawn = always.map((each) => ({ case: each.id, how: "always", stratum: of(each), ticket: "", why: "" }));
  drawn.push(...chosen.map((each) => ({ case: each.id, how: "chosen", stratum: of(each), ticket: "", why: why.get(each.id) })));
  if (rules.each === null && rules.total === null) return drawn;
  if (!groups.size) throw new Refused("there is no case for chance to draw from");
  const names = sorted(groups.keys());
  const sizes = Object.fromEntries(names.map((name) => [name, groups.get(name).length]));
  const numbers = rules.each === null ? shares(sizes, rules.total, rules.least) : Object.fromEntries(names.map((name) => [name, rules.each]));
  for (const name of names) {
    for (const { ticket, each } of inLine(groups.get(name), name, seed).slice(0, numbers[name])) {
      drawn.push({ case: each.id, how: "random", stratum: of(each), ticket, why: "" });
    }
  }
  return drawn;
}

// Who comes for a case, after the replacements made before it.
function comesFor(list, receipt, before, id) {
  const chance = new Set(receipt.drawn.filter((each) => each.how === "random").map((each) => each.case));
  for (const each of before) if (each.by) chance.add(each.by);
  const held = list.byId.get(id);
  if (!chance.has(id) || !held) return { ticket: "", by: null };
  const used = new Set([...receipt.drawn.map((each) => each.case), ...before.map((each) => each.by)]);
  const group = receipt.rules.grouped ? held.group : "";
  const next = inLine(pools(list, receipt.rules).groups.get(group) ?? [], group, receipt.seed).find(({ each }) => !used.has(each.id));
  return next ? { ticket: next.ticket, by: next.each.id } : { ticket: "", by: null };
}

export function sampleOf(receipt, replacements = receipt.replacements) {
  const gone = new Set(replacements.map((each) => each.case));
  return [...receipt.drawn.map((each) => each.case), ...replacements.map((each) => each.by)].filter((id) => id && !gone.has(id));
}

// ---- verifying ----

export function proofOf(receipt) {
  const members = receipt.contributions.filter((each) => each.by === "member" && isOpen(each));
  if (!members.length) return "alone";
  if (!receipt.service_seal) return "open";
  return members.some((each) => each.sealed_in === "browser") ? "sealed" : "seen";
}

// Every problem as {kind, …what its sentence names}; none means that the draw holds.
export function verify(list, receipt, noted = {}) {
  const found = [];
  const add = (kind, about = {}) => found.push({ kind, ...about });
  checkList(list, receipt, add);
  if (commitmentOf(receipt.frame.fingerprint, receipt.rules, receipt.service_seal) !== receipt.commitment) add("commitment");
  checkSeals(receipt, add);
  checkSeed(receipt, add);
  checkDraw(list, receipt, add);
  checkReplacements(list, receipt, add);
  checkSums(receipt, add);
  if (noted.commitment && !sameCode(noted.commitment, receipt.commitment)) add("commitment_noted");
  if (noted.closing && !sameCode(noted.closing, receipt.closing)) add("closing_noted");
  return found;
}

function sameCode(text, code) {
  const plain = text.replace(/\s/g, "").toLowerCase();
  return plain.length >= 16 && code.startsWith(plain);
}

function checkList(list, receipt, add) {
  const now = list.cases.length, then = receipt.frame.cases;
  if (list.fingerprint !== receipt.frame.fingerprint) add("list_changed", { now: list.fingerprint, then: receipt.frame.fingerprint });
  if (now !== then) add("list_size", { now, then });
  if (list.fingerprint === receipt.frame.fingerprint) return;
  for (const each of receipt.drawn) {
    const held = list.byId.get(each.case);
    if (!held) add("case_gone", { case: each.case });
    else if (receipt.rules.grouped && !same(held.stratum, each.stratum)) {
      add("case_moved", { case: each.case, now: held.stratum.join(", "), then: each.stratum.join(", ") });
    }
  }
}

function checkSeals(receipt, add) {
  for (const each of receipt.contributions) if (!holds(each)) add("seal_broken", { label: each.label });
  if (!receipt.service_seal) {
    if (receipt.contributions.some((each) => each.sealed_in !== "open")) add("service_missing");
    return;
  }
  const own = receipt.contributions.filter((each) => each.by === "service");
  if (own.length > 1) add("service_twice");
  if (!own.length || own[0].seal !== receipt.service_seal || !isOpen(own[0])) {
    add("service_missing");
    return;
  }
  for (const each of receipt.contributions) {
    const server = each.by === "member" && each.sealed_in === "server" && isOpen(each);
    if (server && each.salt !== serverSalt(own[0].salt, each.label)) add("salt_not_fixed", { label: each.label });
  }
}

function holds(each) {
  if (each.phrase === null && each.salt === null) return each.sealed_in !== "open";
  if (!isOpen(each) || (each.sealed_in === "open") !== (each.salt === "") || (each.salt && !isHash(each.salt))) return false;
  try {
    return sealPhrase(each.phrase, each.salt).seal === each.seal;
  } catch {
    return false;
  }
}

function checkSeed(receipt, add) {
  const twice = (key) => new Set(receipt.contributions.map((each) => each[key])).size < receipt.contributions.length;
  if (twice("seal") || twice("label") || !receipt.contributions.every((each) => isHash(each.seal) && each.label && isClean(each.label))) {
    add("seals_wrong");
    return;
  }
  if (closingOf(receipt.commitment, receipt.contributions) !== receipt.closing) add("closing");
  if (!receipt.contributions.some(isOpen)) add("not_opened");
  else if (seedOf(receipt.commitment, receipt.contributions) !== receipt.seed) add("seed");
}

function isClean(text) {
  try {
    return clean(text) === text;
  } catch {
    return false;
  }
}

function checkDraw(list, receipt, add) {
  let ought;
  try {
    ought = draw(list, receipt.rules, receipt.seed);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    add("rules_impossible", { why: error.message });
    return;
  }
  if (same(ought, receipt.drawn)) return;
  const due = new Map(ought.map((each) => [each.case, each]));
  const stated = new Map(receipt.drawn.map((each) => [each.case, each]));
  for (const id of sorted(stated.keys())) if (!due.has(id)) add("not_drawn", { case: id });
  for (const id of sorted(due.keys())) if (!stated.has(id)) add("left_out", { case: id, how: due.get(id).how });
  let alike = due.size === stated.size;
  for (const id of sorted(stated.keys())) {
    if (!due.has(id)) alike = false;
    else if (!same(due.get(id), stated.get(id))) {
      alike = false;
      add("drawn_otherwise", { case: id });
    }
  }
  if (alike) add("drawn_order");
}

function checkReplacements(list, receipt, add) {
  receipt.replacements.forEach((each, place) => {
    const before = receipt.replacements.slice(0, place);
    if (!sampleOf(receipt, before).includes(each.case)) {
      add("replaced_not_in_sample", { case: each.case });
      return;
    }
    let due;
    try {
      due = comesFor(list, receipt, before, each.case);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return; // said already: the rules cannot be followed
    }
    if (due.ticket !== each.ticket || due.by !== each.by) add("replaced_wrongly", { case: each.case, came: each.by ?? "—", due: due.by ?? "—" });
  });
}

function checkSums(receipt, add) {
  if (hash("receipt", oneSpelling(without(receipt, "checksum", "replacements"))) !== receipt.checksum) add("checksum");
  let before = receipt.checksum;
  for (const each of receipt.replacements) {
    if (hash("replacement", before, oneSpelling(without(each, "checksum"))) !== each.checksum) add("replacement_checksum", { case: each.case });
    before = each.checksum;
  }
}

// ---- reading a receipt ----

const KEYS = ["checksum", "closing", "commitment", "contributions", "drawn", "format", "frame", "made_at", "replacements", "rules", "seed", "service_seal"];
const RULE_KEYS = ["always", "chosen", "columns", "each", "format", "grouped", "least", "only", "title", "total"];
const hasOnly = (object, keys) => object !== null && typeof object === "object" && same(sorted(Object.keys(object)), keys);

export function readReceipt(text) {
  let receipt;
  try {
    receipt = JSON.parse(text);
  } catch {
    throw new Refused("the receipt is not JSON");
  }
  const shaped = hasOnly(receipt, KEYS) && hasOnly(receipt.rules, RULE_KEYS) && hasOnly(receipt.frame, ["cases", "fingerprint"])
    && receipt.format === `${FORMAT}/receipt` && receipt.rules.format === `${FORMAT}/rules`
    && [receipt.frame.fingerprint, receipt.commitment, receipt.closing, receipt.seed].every(isHash)
    && receipt.contributions.every((each) => hasOnly(each, ["by", "label", "phrase", "salt", "seal", "sealed_in"])
      && ["service", "member"].includes(each.by) && ["browser", "server", "open"].includes(each.sealed_in))
    && receipt.drawn.every((each) => hasOnly(each, ["case", "how", "stratum", "ticket", "why"]))
    && receipt.replacements.every((each) => hasOnly(each, ["at", "by", "case", "checksum", "ticket", "why"]));
  if (!shaped) throw new Refused("this is not the receipt of a draw, or something in it is missing or added");
  return receipt;
}
