"use strict";
// The form's script. First what is worked out, of plain data alone (tests/form/pure.test.js); then
// the page. Answers are kept in the form of an answer file, written out; nothing is stored in the
// browser, where any other page that is opened from disk could read it.

const KNOWN_NOT = "dont-know";
const LEFT_OUT = "not-applicable";
const BESIDE = ["evidence", "note", "internal", "owner", "due", "date"];
const AMOUNTS = ["baseline", "fees", "transition", "own_effort", "tooling_travel", "contingency", "stop_loss"];
const DAY = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/;

// ------------------------------------------------------------------------ conditions, questions

// true, false, or null while a fact is not known; `facts` are lists of what holds, by fact.
function judge(condition, facts) {
  if (!condition) return true;
  if ("is" in condition) {
    const said = own(facts, condition.is);
    return said === undefined ? null : said.some((one) => condition.options.includes(one));
  }
  if ("not" in condition) {
    const found = judge(condition.not, facts);
    return found === null ? null : !found;
  }
  const stop = "any" in condition;
  const parts = (condition.any || condition.all).map((part) => judge(part, facts));
  return parts.includes(stop) ? stop : parts.includes(null) ? null : !stop;
}

// A field of data whose names are anybody's: `constructor` is a name like others.
function own(mapping, name) {
  return Object.prototype.hasOwnProperty.call(mapping, name) ? mapping[name] : undefined;
}

function listKnown(data, facts) {
  const known = { ...data.others };
  for (const [name, said] of Object.entries(facts)) {
    if (said !== KNOWN_NOT) known[name] = Array.isArray(said) ? (said.length ? said : ["none"]) : [said];
  }
  return known;
}

function mayAsk(question, state) {
  const mine = question.by === "both" || question.by === state.respondent.side;
  return mine && (state.mode !== "quick" || question.quick || own(state.answers, question.id) !== undefined);
}

// The questions that are asked, in the order of the pack.
function listQuestions(data, state) {
  const facts = listKnown(data, state.facts);
  if (state.respondent.side === "partner" && judge(data.partnerWhen, facts) === false) return [];
  return data.questions.filter((one) => mayAsk(one, state) && judge(one.when, facts) !== false);
}

// The facts that are asked: those that questions read, or that no question reads.
function listFacts(data, state) {
  const read = new Set(data.questions.filter((one) => mayAsk(one, state)).flatMap((one) => one.reads || []));
  return data.facts.filter((fact) => fact.always || read.has(fact.id));
}

function isGiven(entry) {
  return Object.keys(lengthen({}, entry)).some((name) => {
    if (name === "before" || BESIDE.includes(name)) return false;
    if (name === "rows") return Object.values(entry.rows).some(isRowGiven);
    return name !== "costs" || AMOUNTS.some((amount) => own(entry.costs, amount) !== undefined);
  });
}

function isRowGiven(row) {
  return typeof row === "string" || Boolean(row.option || row.dont_know || row.not_applicable);
}

// ------------------------------------------------------------------------------ the saved text

// An entry as a mapping, whatever short form it has.
function lengthen(question, entry) {
  if (entry === undefined || entry === null) return {};
  if (entry === KNOWN_NOT) return { dont_know: "yes" };
  if (typeof entry === "object") return { ...entry };
  return { [question.short || "level"]: entry };
}

// The short form where that says all.
function shorten(question, entry) {
  const names = Object.keys(entry);
  if (names.length !== 1) return entry;
  if (names[0] === "dont_know") return KNOWN_NOT;
  return names[0] === question.short ? entry[names[0]] : entry;
}

// A number as a file holds it: a text where a JSON reader would round it.
function writeNumber(text) {
  const plain = text.replace(/^0+(?=[0-9])/, "").replace(/(\.[0-9]*?)0+$/, "$1").replace(/\.$/, "");
  return String(Number(plain)) === plain ? Number(plain) : plain;
}

const DECIMAL = /^[0-9]{1,9}(\.[0-9]{1,9})?$/;

// An amount, or a sum of amounts with + between them; null for anything else.
function addUp(text) {
  const parts = text.split("+").map((part) => part.trim().replace(/([0-9])[ \u00a0\u202f](?=[0-9])/g, "$1"));
  if (!parts.every((part) => DECIMAL.test(part))) return null;
  if (parts.length === 1) return writeNumber(parts[0]);
  const total = parts.reduce((sum, part) => sum + BigInt(`${part.split(".")[0]}${(part.split(".")[1] || "").padEnd(9, "0")}`), 0n);
  const digits = total.toString().padStart(10, "0");
  const sum = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, "");
  return DECIMAL.test(sum) ? writeNumber(sum) : null;
}

// Texts that no answer file can hold are made visible; all else stays as it was typed.
function tidy(text) {
  return text.replace(/\u0000/g, "\\x00").replace(/[\ud800-\udfff]/gu, "\ufffd");
}

// The file: what was there that the page does not know stays.
function makeFile(data, state, today) {
  const before = state.rest || {};
  const answers = {};
  for (const [name, entry] of Object.entries(state.answers)) {
    const question = data.questions.find((one) => one.id === name);
    answers[name] = question ? shorten(question, entry) : entry;
  }
  const file = {
    format: data.format,
    pack: data.pack,
    pack_version: data.version,
    engagement: state.engagement,
    respondent: state.respondent,
    mode: state.mode,
    date: state.date || today,
    facts: state.facts,
    answers,
  };
  for (const [name, value] of Object.entries(before)) if (!(name in file)) file[name] = value;
  return file;
}

// Indented JSON, which YAML is, without what readers refuse or take for the end of a line.
function writeFile(file) {
  const text = JSON.stringify(file, null, 2).replace(
    /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${text}\n`;
}

// `mobile-app-client-cto.yaml`: letters and digits of any language.
function nameFile(state) {
  const { side, role, anonymous } = state.respondent;
  const parts = [state.engagement, side, anonymous ? "" : role];
  const words = parts.map((part) =>
    part.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60),
  );
  return `${words.filter(Boolean).join("-") || "answers"}.yaml`;
}

// What an opened text says: {state}, or {problem} in a sentence.
function readFile(data, text) {
  let file;
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    if (/^\s*(["']?format["']?\s*:|#).*outsource-check\/answers/ms.test(text)) {
      return { problem: "This answer file was written in a terminal. This page opens what it has saved itself." };
    }
    return { problem: "This is no file that this page has saved, or only a part of one." };
  }
  const isMapping = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  if (!isMapping(file) || typeof file.format !== "string" || !file.format.startsWith("outsource-check/")) {
    return { problem: "This is no file that this page has saved." };
  }
  if (file.format !== data.format) return { problem: `This file holds no answers (its format is ${file.format}).` };
  if (file.pack !== data.pack) {
    return { problem: `This file answers other questions (“${file.pack}”); this page asks “${data.pack}”.` };
  }
  if (file.pack_version !== data.version) {
    return { problem: `This file answers version ${file.pack_version} of the questions; this page asks version ${data.version}. Ask for a new page.` };
  }
  const who = file.respondent;
  const parts = [file.facts || {}, file.answers || {}];
  if (!isMapping(who) || !["client", "partner"].includes(who.side) || !parts.every(isMapping)) {
    return { problem: "This file is damaged: not all of it can be read." };
  }
  if (data.side && who.side !== data.side) {
    return { problem: `This file answers for the ${data.sides[who.side]}; this page asks the ${data.sides[data.side]}.` };
  }
  if (data.engagement && file.engagement !== data.engagement) {
    return { problem: `This file is about “${file.engagement}”; this page is about “${data.engagement}”.` };
  }
  const answers = {};
  for (const [name, entry] of Object.entries(file.answers || {})) {
    const question = data.questions.find((one) => one.id === name);
    if (question && Array.isArray(entry)) return { problem: `The answer to “${question.title}” was not written by this page.` };
    answers[name] = question ? lengthen(question, entry) : entry;
  }
  return {
    state: {
      engagement: String(file.engagement || ""),
      respondent: { ...who, role: String(who.role || "") },
      mode: file.mode === "quick" ? "quick" : "full",
      date: DAY.test(file.date) ? file.date : "",
      facts: { ...file.facts },
      answers,
      rest: file,
    },
  };
}

// An answer that says something else than before, on a later day than the file's, gets its day.
function dateAnswers(state, before, today) {
  const fileDay = before.date || today;
  const said = (entry) => JSON.stringify(Object.entries(entry || {}).filter(([name]) => !BESIDE.includes(name)));
  for (const [name, entry] of Object.entries(state.answers)) {
    const old = own(before.answers, name);
    const day = said(entry) === said(old) ? (old || {}).date : isGiven(entry) && today !== fileDay ? today : undefined;
    if (day) entry.date = day;
  }
}

// --------------------------------------------------------------- what one's own answers come to

// The levels that an answer can still give, [low, high]; null where it gives none here.
function gauge(question, entry, needsProof) {
  if (!question.scored || !entry || entry.dont_know || entry.not_applicable) return null;
  const found = gaugeFully(question, entry);
  return found && needsProof && !entry.evidence ? found.map((level) => Math.min(level, 3)) : found;
}

function gaugeFully(question, entry) {
  if (entry.level !== undefined) return [entry.level, entry.level];
  if (entry.option !== undefined && question.levels) return [question.levels[entry.option], question.levels[entry.option]];
  if (entry.value !== undefined) {
    const level = entry.value === "none" ? 0 : levelOfNumber(question, Number(entry.value));
    return level === null ? null : [level, level];
  }
  return entry.rows && question.units ? gaugeRows(question, entry.rows) : null;
}

function levelOfNumber(question, number) {
  if (question.line) {
    const [worst, best] = question.line;
    return Math.min(Math.max((4 * (number - worst)) / (best - worst), 0), 4);
  }
  if (!question.bounds) return null;
  const levels = Object.keys(question.bounds).map(Number).sort((a, b) => b - a);
  return levels.find((one) => (question.lower ? number <= question.bounds[one] : number >= question.bounds[one])) || 0;
}

function gaugeRows(question, rows) {
  const units = Object.values(question.units);
  const best = Math.max(...units);
  const applying = question.rows.filter((row) => !(own(rows, row.id) || {}).not_applicable);
  const unitOf = (row) => own(question.units, optionOf(own(rows, row.id)));
  if (!applying.some((row) => unitOf(row) !== undefined)) return null;
  const levelWith = (open) => {
    let total = 0;
    let whole = 0;
    const unmet = [];
    for (const row of applying) {
      const unit = unitOf(row) === undefined ? open : unitOf(row);
      total += unit * row.weight;
      whole += question.scale * row.weight;
      if (unit !== best) unmet.push(row.id);
    }
    const levels = Object.keys(question.bounds || {}).map(Number).sort((a, b) => b - a);
    return levels.find((level) => {
      const [share, parts, needed] = question.bounds[level];
      return total * parts >= share * whole && !needed.some((row) => unmet.includes(row));
    }) || 0;
  };
  return [levelWith(Math.min(...units)), levelWith(best)];
}

function optionOf(row) {
  return typeof row === "string" ? row : (row || {}).option;
}

// The stops and caps that the answers are certainly at or below; an open stop hides the cap.
function listFindings(data, state) {
  const facts = listKnown(data, state.facts);
  const levels = (name) => {
    const question = data.questions.find((one) => one.id === name);
    return question ? gauge(question, own(state.answers, name), data.evidence) : null;
  };
  return listQuestions(data, state).flatMap((question) => {
    const entry = own(state.answers, question.id) || {};
    const level = levels(question.id);
    const worst = Boolean(entry.rows) && (question.rows || []).some(
      (row) => row.critical && own(question.units, optionOf(own(entry.rows, row.id))) === 0,
    );
    const triggers = question.found || [];
    const met = triggers.filter((one, place) => {
      if (judge(one.when, facts) === false) return false;
      if (!(level && level[1] <= one.at) && !(worst && place === 0)) return false;
      const other = one.unless ? levels(one.unless[0]) : null;
      return !(other && other[0] >= one.unless[1]);
    });
    return met.slice(0, 1).map((one) => ({ question, kind: one.kind, title: one.title, because: one.because }));
  });
}

// The steps of least effort for what was found, then for what is below level 3.
function listSteps(data, state, most = 3) {
  const found = new Set(listFindings(data, state).map((one) => one.question.id));
  const steps = listQuestions(data, state).flatMap((question) => {
    const entry = own(state.answers, question.id);
    const level = gauge(question, entry, data.evidence);
    if (!found.has(question.id) && !(level && level[0] < 3)) return [];
    return findRemedies(question, entry).map((one) => ({ ...one, title: question.title, found: found.has(question.id) }));
  });
  const days = (one) => (one.days === null || one.days === undefined ? 1 : one.days);
  return steps.sort((a, b) => b.found - a.found || days(a) - days(b)).slice(0, most).sort((a, b) => days(a) - days(b));
}

// The remedies of what was answered: of a row or an option, else of the question.
function findRemedies(question, entry) {
  const common = question.remedy ? [question.remedy] : [];
  if (entry.option !== undefined) return [own(question.options || {}, entry.option) || question.remedy].filter(Boolean);
  if (!entry.rows) return common;
  const best = Math.max(...Object.values(question.units || { none: 0 }));
  const rows = (question.rows || []).flatMap((row) => {
    const option = optionOf(own(entry.rows, row.id));
    if ((own(entry.rows, row.id) || {}).not_applicable || own(question.units, option) === best) return [];
    return [row.remedy || own(question.options || {}, option)].filter(Boolean);
  });
  return common.length ? common : rows;
}

// The zones that a typed text can mean.
function findZones(zones, text) {
  const typed = text.trim().toLowerCase().replace(/\s+/g, " ");
  const all = new Set(Object.values(zones).flat());
  const exact = [...all].filter((zone) => zone.toLowerCase() === typed.replace(/ /g, "_"));
  if (exact.length) return exact;
  return own(zones, typed) || [];
}

const WEEKDAYS = "mon|tue|wed|thu|fri|sat|sun";

// Hours as a file holds them, such as ["09:00-12:00"]; null for anything else.
function readHours(text) {
  const spans = text.split(/[,;]| and /).map((span) => span.trim()).filter(Boolean);
  const read = spans.map((span) => {
    const found = /^([0-9]{1,2})(?:[:.h]([0-5][0-9]))?\s*(?:-|–|to|until)\s*([0-9]{1,2})(?:[:.h]([0-5][0-9]))?$/.exec(span);
    if (!found || Number(found[1]) > 23 || Number(found[3]) > 24) return null;
    const time = (hour, minute) => `${hour.padStart(2, "0")}:${minute || "00"}`;
    const [start, end] = [time(found[1], found[2]), time(found[3], found[4])];
    return start === end ? null : `${start}-${end}`;
  });
  return read.length && !read.includes(null) ? read : null;
}

// Days as a file holds them, such as "mon-fri"; null for anything else.
function readDays(text) {
  const short = text.toLowerCase().replace(new RegExp(`\\b(${WEEKDAYS})[a-z]*`, "g"), "$1")
    .replace(/\s*(?:-|–|\bto\b|\buntil\b)\s*/g, "-").replace(/\s*(?:[,;]|\band\b)\s*/g, ",").trim();
  return new RegExp(`^(${WEEKDAYS})(-(${WEEKDAYS}))?(,(${WEEKDAYS})(-(${WEEKDAYS}))?)*$`).test(short) ? short : null;
}

// ------------------------------------------------------------------------------------ the page

function start(document) {
  const data = JSON.parse(document.getElementById("data").textContent);
  const page = document.getElementById("form");
  const byName = new Map();
  const blocks = new Map();
  for (const block of page.querySelectorAll("[data-question]")) blocks.set(block.dataset.question, block);
  for (const place of page.querySelectorAll("[data-aside]")) {
    const aside = document.getElementById(`aside-${place.dataset.aside}`).content.cloneNode(true);
    const row = place.closest("[data-row]");
    const id = place.closest("[data-question]").dataset.question;
    const name = row ? `${id}/${row.dataset.row}` : id;
    for (const one of aside.querySelectorAll("[name]")) one.name = `${name}${one.name}`;
    for (const one of aside.querySelectorAll("[data-shown-for]")) one.dataset.of = name;
    place.replaceWith(aside);
  }
  const factBlocks = new Map();
  for (const block of page.querySelectorAll("[data-fact]")) factBlocks.set(block.dataset.fact, block);
  const today = () => new Date().toISOString().slice(0, 10);
  let before = fresh();
  let saved = "";
  let problems = [];

  function fresh() {
    const given = data.start;
    const answers = {};
    for (const question of data.questions) {
      const entry = own(given.answers, question.id);
      if (entry !== undefined && entry !== null) answers[question.id] = lengthen(question, entry);
    }
    for (const [name, entry] of Object.entries(given.answers)) if (!blocks.has(name)) answers[name] = entry;
    return { ...given, answers, rest: given.waivers.length ? { waivers: given.waivers } : {} };
  }

  // ---------------------------------------------------------------------------- controls

  function index() {
    byName.clear();
    for (const control of page.querySelectorAll("input[name], textarea[name], select[name]")) {
      if (!byName.has(control.name)) byName.set(control.name, []);
      byName.get(control.name).push(control);
    }
  }
  const controls = (name) => byName.get(name) || [];
  const isChoice = (one) => one.type === "radio" || one.type === "checkbox";
  const chosen = (name) => (controls(name).find((one) => isChoice(one) && one.checked) || {}).value || "";
  const field = (name) => controls(name).find((one) => !isChoice(one));
  const text = (name) => {
    const control = field(name);
    return control ? tidy(control.value).trim() : "";
  };
  const choose = (name, value) => {
    for (const one of controls(name)) if (isChoice(one)) one.checked = one.value === value;
  };
  const write = (name, value) => {
    const control = field(name);
    if (control) control.value = value === undefined || value === null ? "" : String(value);
  };
  function complain(name, message) {
    const control = field(name) || controls(name)[0];
    problems.push({ control, message });
    return undefined;
  }
  function day(name) {
    const typed = text(name);
    if (!typed) return undefined;
    return DAY.test(typed) ? typed : complain(name, `“${typed}” is no day: write it as 2026-12-31.`);
  }

  // ---------------------------------------------------------------------- from the page

  function collect() {
    problems = [];
    const who = { ...before.respondent };
    for (const name of ["role", "name", "organisation"]) {
      delete who[name];
      if (text(name)) who[name] = text(name);
    }
    delete who.anonymous;
    if (controls("anonymous").some((one) => one.checked)) {
      who.anonymous = "yes";
      delete who.name;
    }
    who.side = chosen("side") || data.side;
    const state = {
      engagement: text("engagement"),
      respondent: orderBy(who, ["side", "role", "name", "anonymous", "organisation"]),
      mode: chosen("mode") || before.mode,
      date: before.date,
      facts: { ...before.facts },
      answers: {},
      rest: before.rest,
    };
    for (const fact of data.facts) {
      const said = collectFact(fact);
      if (said === undefined) delete state.facts[fact.id];
      else state.facts[fact.id] = said;
    }
    for (const question of data.questions) {
      const entry = collectAnswer(question);
      if (Object.keys(entry).length) state.answers[question.id] = entry;
    }
    for (const [name, entry] of Object.entries(before.answers)) if (!blocks.has(name)) state.answers[name] = entry;
    dateAnswers(state, before, today());
    return state;
  }

  function orderBy(mapping, names) {
    return Object.fromEntries(names.concat(Object.keys(mapping)).filter((name) => name in mapping).map((name) => [name, mapping[name]]));
  }

  function collectFact(fact) {
    const name = `facts.${fact.id}`;
    if (!fact.several) return chosen(name) || undefined;
    const picked = controls(name).filter((one) => one.checked).map((one) => one.value);
    if (picked.includes(KNOWN_NOT)) return KNOWN_NOT;
    return picked.includes("none") ? [] : picked.length ? picked : undefined;
  }

  function collectAnswer(question) {
    const entry = { ...collectSaid(question) };
    const old = own(before.answers, question.id) || {};
    if (old.before && !isGiven(entry)) entry.before = old.before;
    const proofs = [];
    for (let n = 0; controls(`${question.id}:evidence/${n}/what`).length; n += 1) {
      const at = `${question.id}:evidence/${n}/`;
      const proof = { what: text(`${at}what`), where: text(`${at}where`), date: day(`${at}date`) };
      for (const name of Object.keys(proof)) if (!proof[name]) delete proof[name];
      if (proof.what) proofs.push(proof);
      else if (proof.where) complain(`${at}what`, "Say what proves it, not only where it is.");
    }
    if (proofs.length) entry.evidence = proofs;
    if (text(`${question.id}:note`)) entry.note = text(`${question.id}:note`);
    const kept = controls(`${question.id}:internal`).some((one) => one.checked);
    if (kept !== Boolean(question.internal) || old.internal === (kept ? "yes" : "no")) entry.internal = kept ? "yes" : "no";
    if (text(`${question.id}:owner`)) entry.owner = text(`${question.id}:owner`);
    const due = day(`${question.id}:due`);
    if (due) entry.due = due;
    return entry;
  }

  function collectSaid(question) {
    const id = question.id;
    const value = chosen(id);
    if (value === KNOWN_NOT) return { dont_know: "yes" };
    if (value === LEFT_OUT) {
      const reason = text(`${id}:reason`);
      return reason ? { not_applicable: reason } : complain(`${id}:reason`, "Say in a few words why it does not apply.");
    }
    const choice = own(question.choices || {}, value);
    if (choice) return choice;
    if (value === "sites") return collectPlaces(question);
    if (value === "costs") return collectCosts(question);
    if (question.rows) return collectRows(question);
    const typed = field(id) ? text(id) : "";
    if (!typed) return undefined;
    if (question.short === "day") {
      const found = day(id);
      return found && { day: found };
    }
    if (question.short !== "value") return { [question.short]: typed };
    const number = DECIMAL.test(typed) ? Number(typed) : null;
    if (number === null) return complain(id, `“${typed}” is no number: write digits, such as 3 or 2.5.`);
    if (number < (question.least || 0) || (question.most !== undefined && number > question.most)) {
      const most = question.most === undefined ? "up" : `to ${question.most}`;
      return complain(id, `Expected a number from ${question.least || 0} ${most}.`);
    }
    return { value: writeNumber(typed) };
  }

  function collectRows(question) {
    const rows = {};
    for (const row of question.rows) {
      const id = `${question.id}/${row.id}`;
      const value = chosen(id);
      const said = {};
      if (value === KNOWN_NOT) said.dont_know = "yes";
      else if (value === LEFT_OUT) {
        const reason = text(`${id}:reason`);
        if (reason) said.not_applicable = reason;
        else complain(`${id}:reason`, "Say in a few words why this line does not apply.");
      } else if (value) said.option = value;
      if (text(`${id}:who`)) said.who = text(`${id}:who`);
      if (text(`${id}:note`)) said.note = text(`${id}:note`);
      const names = Object.keys(said);
      if (names.length) rows[row.id] = names.length > 1 ? said : said.dont_know ? KNOWN_NOT : said.option || said;
    }
    return Object.keys(rows).length ? { rows } : undefined;
  }

  function listPlaces(question) {
    return [...blocks.get(question.id).querySelectorAll("[data-place]")];
  }

  function collectPlaces(question) {
    const sites = [];
    const names = new Set();
    for (const place of listPlaces(question)) {
      const at = `${question.id}:sites/${place.dataset.place}/`;
      const typed = text(`${at}zone`);
      const hours = readHours(text(`${at}hours`));
      const days = readDays(text(`${at}days`) || "mon-fri");
      if (!typed && !text(`${at}hours`)) continue;
      const found = findZones(data.zones, typed);
      if (found.length !== 1) {
        const hint = found.length ? `one of ${found.join(", ")}` : "a larger city, or a time zone such as Europe/London";
        complain(`${at}zone`, typed ? `“${typed}” is not one time zone: write ${hint}.` : "Write the city.");
        continue;
      }
      if (!hours) {
        complain(`${at}hours`, "Write the hours as 9:00-12:00, 13:00-17:30, in the place’s own time.");
        continue;
      }
      if (!days) {
        complain(`${at}days`, "Write the days as mon-fri, or mon,wed,fri.");
        continue;
      }
      let name = text(`${at}name`) || (typed.includes("/") ? found[0].split("/").pop().replace(/_/g, " ") : typed);
      for (let n = 2, base = name; names.has(name); n += 1) name = `${base} ${n}`;
      names.add(name);
      const site = { name, side: place.dataset.side, zone: found[0], hours: hours.length === 1 ? hours[0] : hours };
      if (days !== "mon-fri") site.days = days;
      const old = ((own(before.answers, question.id) || {}).sites || []).find((one) => one.name === name);
      if (old && old.holidays) site.holidays = old.holidays;
      sites.push(site);
    }
    const sides = new Set(sites.map((site) => site.side));
    if (sides.size < 2) return complain(question.id, "Give at least one place of each side; one side alone is no answer.");
    const old = own(before.answers, question.id) || {};
    const entry = { sites };
    const pairs = (old.pairs || []).filter((pair) => pair.every((name) => names.has(name)));
    if (pairs.length) entry.pairs = pairs;
    if (old.from) entry.from = old.from;
    return entry;
  }

  function collectCosts(question) {
    const costs = {};
    for (const name of ["currency", "period"]) if (text(`${question.id}:${name}`)) costs[name] = text(`${question.id}:${name}`);
    for (const name of AMOUNTS) {
      const typed = text(`${question.id}:${name}`);
      const amount = typed ? addUp(typed) : undefined;
      if (amount === null) complain(`${question.id}:${name}`, `“${typed}” is no amount: write digits only; 30000+20000 adds up.`);
      else if (amount !== undefined) costs[name] = amount;
    }
    return Object.keys(costs).length ? { costs } : undefined;
  }

  // ------------------------------------------------------------------------ to the page

  function fill(state) {
    page.reset();
    for (const extra of page.querySelectorAll("[data-extra]")) extra.remove();
    index();
    for (const name of ["role", "name", "organisation"]) write(name, state.respondent[name]);
    write("engagement", state.engagement);
    for (const one of controls("anonymous")) one.checked = state.respondent.anonymous === "yes";
    choose("side", state.respondent.side);
    choose("mode", state.mode);
    for (const fact of data.facts) {
      const said = own(state.facts, fact.id);
      const held = said === undefined ? [] : Array.isArray(said) ? (said.length ? said : ["none"]) : [said];
      for (const one of controls(`facts.${fact.id}`)) one.checked = held.includes(one.value);
    }
    for (const question of data.questions) fillAnswer(question, own(state.answers, question.id) || {});
    refresh();
  }

  function fillAnswer(question, entry) {
    const id = question.id;
    const before_ = blocks.get(id).querySelector("[data-before]");
    if (before_) before_.hidden = !entry.before;
    if (entry.dont_know) choose(id, KNOWN_NOT);
    else if (entry.not_applicable) {
      choose(id, LEFT_OUT);
      write(`${id}:reason`, entry.not_applicable);
    } else if (entry.sites) {
      choose(id, "sites");
      fillPlaces(question, entry.sites);
    } else if (entry.costs) {
      choose(id, "costs");
      for (const [name, value] of Object.entries(entry.costs)) write(`${id}:${name}`, value);
    } else if (entry.rows) fillRows(question, entry.rows);
    else {
      const same = (one) => Object.entries(one).every(([name, value]) => String(entry[name]) === String(value));
      const found = Object.entries(question.choices || {}).find(([, says]) => same(says));
      if (found) choose(id, found[0]);
      else write(id, entry[question.short]);
    }
    (entry.evidence || []).forEach((proof, n) => {
      if (n) addProof(id);
      for (const name of ["what", "where", "date"]) write(`${id}:evidence/${n}/${name}`, proof[name]);
    });
    for (const name of ["note", "owner", "due"]) write(`${id}:${name}`, entry[name]);
    const kept = entry.internal === undefined ? Boolean(question.internal) : entry.internal === "yes";
    for (const one of controls(`${id}:internal`)) one.checked = kept;
    for (const aside of blocks.get(id).querySelectorAll("details.aside")) {
      aside.open = [...aside.querySelectorAll("input, textarea")].some((one) => !isChoice(one) && one.value);
    }
  }

  function fillRows(question, rows) {
    for (const row of question.rows || []) {
      const said = own(rows, row.id);
      const id = `${question.id}/${row.id}`;
      const value = said === KNOWN_NOT || (said || {}).dont_know ? KNOWN_NOT : (said || {}).not_applicable ? LEFT_OUT : optionOf(said);
      if (value) choose(id, value);
      for (const [name, field_] of [["reason", "not_applicable"], ["who", "who"], ["note", "note"]]) {
        write(`${id}:${name}`, (said || {})[field_]);
      }
    }
  }

  function fillPlaces(question, sites) {
    const places = listPlaces(question);
    const left = { client: places.filter((one) => one.dataset.side === "client"), partner: places.filter((one) => one.dataset.side === "partner") };
    for (const site of sites) {
      const place = (left[site.side] || []).shift() || addPlace(question.id, site.side);
      const at = `${question.id}:sites/${place.dataset.place}/`;
      write(`${at}name`, site.name);
      write(`${at}zone`, site.zone);
      write(`${at}hours`, [].concat(site.hours).join(", "));
      write(`${at}days`, site.days || "mon-fri");
    }
  }

  function addPlace(id, side) {
    const places = listPlaces({ id });
    const model = places.find((one) => one.dataset.side === side);
    const copy = copyBlock(model, (name) => name.replace(/:sites\/[0-9]+\//, `:sites/${places.length}/`));
    copy.dataset.place = String(places.length);
    places[places.length - 1].after(copy);
    index();
    return copy;
  }

  function addProof(id) {
    const proofs = [...blocks.get(id).querySelectorAll("[data-proof]")];
    const copy = copyBlock(proofs[0], (name) => name.replace(/:evidence\/[0-9]+\//, `:evidence/${proofs.length}/`));
    proofs[proofs.length - 1].after(copy);
    index();
    return copy;
  }

  function copyBlock(model, rename) {
    const copy = model.cloneNode(true);
    copy.dataset.extra = "";
    for (const one of copy.querySelectorAll("[name]")) {
      one.name = rename(one.name);
      if (!isChoice(one)) one.value = "";
    }
    return copy;
  }

  // --------------------------------------------------------------------------- showing

  function refresh() {
    const state = collect();
    const facts = listKnown(data, state.facts);
    const asked = new Set(listQuestions(data, state).map((one) => one.id));
    const askedFacts = new Set(listFacts(data, state).map((one) => one.id));
    for (const [id, block] of blocks) block.hidden = !asked.has(id);
    for (const [id, block] of factBlocks) block.hidden = !askedFacts.has(id);
    data.notes.forEach((condition, n) => {
      for (const note of page.querySelectorAll(`[data-note="${n}"]`)) note.hidden = judge(condition, facts) === false;
    });
    for (const one of page.querySelectorAll("[data-wording]")) {
      one.hidden = Boolean(state.respondent.side) && one.dataset.wording !== state.respondent.side;
    }
    for (const one of page.querySelectorAll("[data-shown-for]")) {
      one.hidden = chosen(one.dataset.of) !== one.dataset.shownFor;
    }
    for (const section of page.querySelectorAll("[data-key]")) {
      section.hidden = ![...section.querySelectorAll("[data-question]")].some((block) => !block.hidden);
    }
    document.getElementById("alone").hidden = asked.size > 0 || !state.respondent.side;
    document.getElementById("side-first").hidden = Boolean(state.respondent.side);
    showProgress(state, asked, askedFacts);
    showFindings(state);
    return state;
  }

  function isOpen(question, state) {
    const entry = own(state.answers, question.id);
    if (!entry || !isGiven(entry)) return true;
    return Boolean(entry.rows) && question.rows.some((row) => !isRowGiven(own(entry.rows, row.id) || {}));
  }

  function showProgress(state, asked, askedFacts) {
    const questions = data.questions.filter((one) => asked.has(one.id));
    const open = questions.filter((one) => isOpen(one, state));
    const facts = data.facts.filter((one) => askedFacts.has(one.id) && own(state.facts, one.id) === undefined);
    const seconds = open.length * data.seconds.question + facts.length * data.seconds.fact;
    const left = seconds ? `, about ${Math.max(1, Math.round(seconds / 60))} min left` : "";
    document.getElementById("progress").textContent = `${questions.length - open.length} of ${questions.length} answered${left}`;
    const list = document.getElementById("open-list");
    list.replaceChildren(...facts.map((one) => link(factBlocks.get(one.id))), ...open.map((one) => link(blocks.get(one.id))));
    document.getElementById("open-none").hidden = Boolean(facts.length + open.length);
  }

  function link(block) {
    const item = document.createElement("li");
    const anchor = document.createElement("a");
    anchor.href = `#${block.id}`;
    anchor.textContent = block.querySelector(".title").textContent;
    item.append(anchor);
    return item;
  }

  function showFindings(state) {
    const tell = (id, lines) => document.getElementById(id).replaceChildren(...lines.map(([strong, rest]) => {
      const item = document.createElement("li");
      const head = document.createElement("strong");
      head.textContent = strong;
      item.append(head, ` ${rest}`);
      return item;
    }));
    const findings = listFindings(data, state);
    const steps = listSteps(data, state);
    tell("findings", findings.map((one) => [`${one.kind === "stop" ? "Stop" : "Cap"}: ${one.title}.`, one.because]));
    tell("steps", steps.map((one) => {
      const effort = one.days === null || one.days === undefined ? "effort not given" : one.days === 1 ? "1 day" : `${one.days} days`;
      return [`${one.title}:`, `${one.do} (${[effort, one.owner].filter(Boolean).join("; ")})`];
    }));
    document.getElementById("findings-none").hidden = findings.length > 0;
    document.getElementById("steps-part").hidden = steps.length === 0;
  }

  // ------------------------------------------------------------------- saving and opening

  function tellStatus(message, list = []) {
    const status = document.getElementById("status");
    const lines = list.map(({ control, message: text_ }) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const block = control && control.closest("[data-question], [data-fact]");
      button.type = "button";
      button.className = "plain";
      button.textContent = `${block ? `${block.querySelector(".title").textContent}: ` : ""}${text_}`;
      button.addEventListener("click", () => {
        for (let box = control.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
        control.focus();
      });
      item.append(button);
      return item;
    });
    const items = document.createElement("ul");
    items.append(...lines);
    status.replaceChildren(message, ...(lines.length ? [items] : []));
    status.hidden = false;
  }

  function showProblems() {
    for (const one of page.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
    for (const { control } of problems) if (control) control.setAttribute("aria-invalid", "true");
  }

  function makeText() {
    const state = refresh();
    for (const [name, what] of [["engagement", "what is being assessed"], ["side", "for which side you answer"], ["role", "your role"]]) {
      const given = name === "engagement" ? state.engagement : state.respondent[name];
      if (!given) complain(name, `Say ${what}: the file needs it.`);
    }
    const missing = problems.filter(({ control }) => control && ["engagement", "side", "role"].includes(control.name));
    showProblems();
    if (missing.length) {
      tellStatus("Not saved yet. This is missing:", missing);
      missing[0].control.focus();
      return null;
    }
    const file = makeFile(data, state, today());
    return { name: nameFile(state), text: writeFile(file), state };
  }

  function keep(made) {
    before = { ...made.state, date: made.state.date || today() };
    saved = JSON.stringify(collect());
  }

  function save() {
    const made = makeText();
    if (!made) return;
    const address = URL.createObjectURL(new Blob([made.text], { type: "application/yaml" }));
    const anchor = document.createElement("a");
    anchor.href = address;
    anchor.download = made.name;
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    keep(made);
    const lead = `Saved as ${made.name}, in your downloads. Nothing was sent: pass the file on to whoever asked you.`;
    tellStatus(problems.length ? `${lead} Not in it, because it cannot be read:` : lead, problems);
  }

  function showText() {
    const made = makeText();
    if (!made) return;
    const area = document.getElementById("text");
    area.value = made.text;
    document.getElementById("text-part").hidden = false;
    area.focus();
    area.select();
    const clipboard = navigator.clipboard;
    const done = clipboard ? clipboard.writeText(made.text).then(() => true, () => false) : Promise.resolve(false);
    done.then((copied) => {
      if (copied) keep(made);
      const lead = copied ? "Copied. Paste it into a mail to whoever asked you." : "Copy the text below into a mail to whoever asked you.";
      tellStatus(problems.length ? `${lead} Not in it, because it cannot be read:` : lead, problems);
    });
  }

  function isUnsaved() {
    return JSON.stringify(collect()) !== saved;
  }

  function open(control) {
    const [chosenFile] = control.files;
    if (!chosenFile) return;
    chosenFile.text().then((content) => {
      control.value = "";
      const found = readFile(data, content);
      if (found.problem) {
        tellStatus(found.problem);
        return;
      }
      if (isUnsaved() && !window.confirm("Replace the answers on this page with those of the file?")) return;
      before = found.state;
      fill(before);
      saved = JSON.stringify(collect());
      showProblems();
      tellStatus(problems.length ? `Opened ${chosenFile.name}. Some of it does not fit:` : `Opened ${chosenFile.name}.`, problems);
    }, () => tellStatus("The file cannot be read."));
  }

  // ------------------------------------------------------------------------------ events

  // One answer at a time: what is typed or chosen for a part takes the place of the whole, and back.
  function settle(control) {
    const block = control.closest("[data-question]");
    if (block && control.name) {
      const id = block.dataset.question;
      const typed = !isChoice(control) && control.value;
      if (control.name === id && !isChoice(control) && typed) choose(id, "");
      else if (control.name === id && isChoice(control)) write(id, "");
      if (control.name.startsWith(`${id}/`) && (typed || control.checked)) choose(id, "");
      if (control.name === id && isChoice(control)) {
        for (const one of block.querySelectorAll(".row input[type=radio]")) one.checked = false;
      }
      if (typed && control.closest("[data-part]")) choose(id, control.closest("[data-part]").dataset.part);
    }
    const fact = control.closest("[data-fact]");
    if (fact && control.type === "checkbox" && control.checked) {
      const alone = (one) => one.value === "none" || one.value === KNOWN_NOT;
      for (const one of controls(control.name)) if (one !== control && (alone(one) || alone(control))) one.checked = false;
    }
  }

  page.addEventListener("input", (event) => {
    settle(event.target);
    event.target.removeAttribute("aria-invalid");
    refresh();
  });
  page.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (!button) return;
    const block = button.closest("[data-question], [data-fact]");
    const actions = {
      save,
      text: showText,
      clear: () => {
        for (const one of block.querySelectorAll("input, textarea")) {
          if (button.closest(".aside") || one.closest(".aside")) continue;
          if (isChoice(one)) one.checked = one.defaultChecked && one.name.includes(":");
          else one.value = one.defaultValue;
        }
      },
      proof: () => addProof(block.dataset.question).querySelector("input").focus(),
      place: () => addPlace(block.dataset.question, button.dataset.side).querySelector("input:not([type=radio])").focus(),
      print: () => window.print(),
    };
    actions[button.dataset.do]();
    if (button.dataset.do !== "save" && button.dataset.do !== "text") refresh();
  });
  document.getElementById("open").addEventListener("change", (event) => open(event.target));
  window.addEventListener("beforeunload", (event) => {
    if (!isUnsaved()) return;
    event.preventDefault();
    event.returnValue = "";
  });

  document.documentElement.classList.add("works");
  for (const one of document.querySelectorAll("[data-live]")) one.hidden = false;
  fill(before);
  saved = JSON.stringify(collect());
}

if (typeof document !== "undefined") start(document);
if (typeof module !== "undefined") {
  module.exports = {
    judge, listKnown, listQuestions, listFacts, lengthen, shorten, writeNumber, addUp, makeFile, writeFile,
    nameFile, readFile, dateAnswers, gauge, listFindings, listSteps, findZones, readHours, readDays, isGiven, tidy,
  };
}
