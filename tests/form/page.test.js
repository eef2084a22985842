"use strict";
// What the form's script works out, without a browser: node --test tests/form/page.test.js
const test = require("node:test");
const assert = require("node:assert");
const form = require("../../src/outsource_check/form/page.js");

const IS = (fact, ...options) => ({ is: fact, options });
const QUESTION = { id: "a.b", title: "B", short: "level", by: "both", scored: true, choices: { 0: { level: 0 } } };
const DATA = {
  format: "outsource-check/answers/v1", pack: "small", version: "1.0.0", evidence: true, side: "", engagement: "",
  sides: { client: "client", partner: "partner" }, others: {}, facts: [], partnerWhen: null, questions: [QUESTION],
};
const STATE = { engagement: "E", respondent: { side: "client", role: "R" }, mode: "full", date: "", facts: {}, answers: {} };

for (const [condition, facts, expected] of [
  [null, {}, true],
  [IS("x", "a", "b"), { x: ["a"] }, true],
  [IS("x", "a"), { x: ["b"] }, false],
  [IS("x", "a"), {}, null],
  [IS("x", "a"), { x: ["b", "a"] }, true],
  [IS("constructor", "a"), {}, null],
  [{ not: IS("x", "a") }, {}, null],
  [{ not: IS("x", "a") }, { x: ["b"] }, true],
  [{ all: [IS("x", "a"), IS("y", "a")] }, { x: ["b"] }, false],
  [{ all: [IS("x", "a"), IS("y", "a")] }, { x: ["a"] }, null],
  [{ any: [IS("x", "a"), IS("y", "a")] }, { x: ["a"] }, true],
  [{ any: [IS("x", "a"), IS("y", "a")] }, { x: ["b"] }, null],
  [{ any: [IS("x", "a"), IS("y", "a")] }, { x: ["b"], y: ["b"] }, false],
]) {
  test(`a condition is ${expected}: ${JSON.stringify(condition)} of ${JSON.stringify(facts)}`, () => {
    assert.strictEqual(form.judge(condition, facts), expected);
  });
}

test("an amount is written so that no reader rounds it", () => {
  for (const [typed, written] of [["3", 3], ["2.50", 2.5], ["007", 7], ["0.1", 0.1], ["10", 10], ["999999999.123456789", "999999999.123456789"]]) {
    assert.strictEqual(form.writeNumber(typed), written);
  }
});

test("amounts add up, and what is no amount is none", () => {
  for (const [typed, sum] of [["30000+20000", 50000], ["0.1+0.2", 0.3], ["520 000", 520000], ["1.000,5", null], ["", null], ["1+", null]]) {
    assert.strictEqual(form.addUp(typed), sum);
  }
});

test("hours and days are read as they are typed in an interview", () => {
  for (const [typed, hours] of [["9-17", ["09:00-17:00"]], ["9:00-12.30, 13:00 to 17:30", ["09:00-12:30", "13:00-17:30"]], ["from nine", null], ["9-9", null]]) {
    assert.deepStrictEqual(form.readHours(typed), hours);
  }
  for (const [typed, days] of [["Monday to Friday", "mon-fri"], ["mon, wed and fri", "mon,wed,fri"], ["someday", null]]) {
    assert.strictEqual(form.readDays(typed), days);
  }
});

test("the file is named after engagement, side and role", () => {
  for (const [engagement, role, name] of [
    ["Mobile app rebuild", "CTO", "mobile-app-rebuild-client-cto.yaml"],
    ["Größe / Ö", "Head of “R&D”", "große-o-client-head-of-r-d.yaml"],
    ["日本", "役", "日本-client-役.yaml"],
    ["../..", "<>", "client.yaml"],
  ]) {
    assert.strictEqual(form.nameFile({ ...STATE, engagement, respondent: { side: "client", role } }), name);
  }
});

test("the file of somebody who gives no name says no role", () => {
  assert.strictEqual(form.nameFile({ ...STATE, respondent: { side: "client", role: "CTO", anonymous: "yes" } }), "e-client.yaml");
});

test("what cannot stand in an answer file is spelled, and read back as it was", () => {
  const text = "a\u0085b\u2028c\u202ed\ufeffe\u0007f\"\\</script>g\ud83d\ude00";
  const written = form.writeFile(form.makeFile(DATA, { ...STATE, engagement: text }, "2026-11-23"));
  assert.doesNotMatch(written, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e\ufeff]/);
  assert.strictEqual(form.readFile(DATA, written).state.engagement, text);
});

for (const [what, text, said] of [
  ["no JSON", "hello", /no file that this page has saved/],
  ["half a file", '{"format": "outsource', /only a part of one/],
  ["a list", "[]", /no file that this page has saved/],
  ["a file of a terminal", "format: outsource-check/answers/v1\npack: small\n", /written in a terminal/],
  ["another format", '{"format": "outsource-check/result/v1"}', /holds no answers/],
  ["another pack", '{"format": "outsource-check/answers/v1", "pack": "other"}', /other questions/],
  ["another version", '{"format": "outsource-check/answers/v1", "pack": "small", "pack_version": "2.0.0"}', /version 2.0.0/],
  ["nobody", '{"format": "outsource-check/answers/v1", "pack": "small", "pack_version": "1.0.0"}', /damaged/],
]) {
  test(`a clear sentence for ${what}`, () => assert.match(form.readFile(DATA, text).problem, said));
}

test("answers of a later day than the file's have their own day, and only where they say something else", () => {
  const before = { date: "2026-11-20", answers: { "a.b": { level: 1 }, "a.c": { level: 2, date: "2026-11-21" } } };
  const state = { answers: { "a.b": { level: 2 }, "a.c": { level: 2, note: "n" }, "a.d": { note: "n" } } };
  form.dateAnswers(state, before, "2026-11-23");
  assert.deepStrictEqual(state.answers, {
    "a.b": { level: 2, date: "2026-11-23" }, "a.c": { level: 2, note: "n", date: "2026-11-21" }, "a.d": { note: "n" },
  });
});

test("a matrix with open lines has the levels that it can still give", () => {
  const matrix = {
    scored: true, units: { yes: 1, no: 0 }, scale: 1, bounds: { 1: [1, 4, []], 4: [1, 1, ["a"]] },
    rows: [{ id: "a", weight: 3 }, { id: "b", weight: 1 }],
  };
  for (const [rows, levels] of [[{ a: "yes" }, [1, 4]], [{ a: "no", b: "yes" }, [1, 1]], [{ a: "dont-know" }, null], [{ a: "yes", b: { not_applicable: "x" } }, [4, 4]]]) {
    assert.deepStrictEqual(form.gauge(matrix, { rows }, false), levels);
  }
});

test("an answer at or below a stop is told, and its cap is not told besides", () => {
  const question = { ...QUESTION, found: [{ kind: "stop", title: "S", because: "b", at: 0, when: null }, { kind: "cap", title: "C", because: "c", at: 1, when: null }], remedy: { do: "d", days: 2, owner: "" } };
  const data = { ...DATA, questions: [question] };
  for (const [entry, kinds] of [[{ level: 0 }, ["stop"]], [{ level: 1 }, ["cap"]], [{ level: 2 }, []], [{ dont_know: "yes" }, []]]) {
    const state = { ...STATE, answers: { "a.b": entry } };
    assert.deepStrictEqual(form.listFindings(data, state).map((one) => one.kind), kinds);
  }
  assert.deepStrictEqual(form.listSteps(data, { ...STATE, answers: { "a.b": { level: 0 } } }).map((one) => one.do), ["d"]);
});
