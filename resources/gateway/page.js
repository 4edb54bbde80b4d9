"use strict";
// Everything from outside is put in with textContent or value: never as HTML.
const NAMES = { wecom: "企业微信", sms: "短信", phone: "值班电话", broadcast: "应急广播", led: "户外大屏", cap: "CAP 1.2 上报" };
const STATES = { accepted: "已接收", delivered: "已送达", answered: "已答复", failed: "未送达", refused: "已拒收" };

const byId = (id) => document.getElementById(id);
const filters = { channel: null, unit: null };
let version = -1;
let shownIdems = [];
let lastOk = 0;

async function call(path, body) {
  const options = { headers: { "X-Gateway-Page": "1" }, cache: "no-store" };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  const value = await response.json();
  if (!response.ok) throw new Error(value.sentence || `网关返回 ${response.status}`);
  return value;
}

function say(sentence) {
  byId("problem").textContent = sentence;
  byId("problem").hidden = !sentence;
}

function clockText(at) {
  return new Date(at).toLocaleTimeString("zh-CN", { hour12: false });
}

function fillCounts(id, counts, key, naming) {
  const body = byId(id).tBodies[0];
  const total = counts.reduce((sum, one) => {
    for (const name of ["all", "refused", "accepted", "delivered", "failed", "answered"]) sum[name] += one[name];
    return sum;
  }, { name: null, all: 0, refused: 0, accepted: 0, delivered: 0, failed: 0, answered: 0 });
  const focused = body.contains(document.activeElement) ? document.activeElement.closest("tr").sectionRowIndex : -1;
  body.replaceChildren(...[total, ...counts].map((one) => {
    const row = document.createElement("tr");
    row.classList.toggle("chosen", filters[key] === one.name);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = one.name === null ? "全部" : naming(one.name);
    button.setAttribute("aria-pressed", String(filters[key] === one.name));
    button.addEventListener("click", () => { filters[key] = one.name; version = -1; refresh(); });
    row.insertCell().append(button);
    // 收: taken; 达: reached a device (answered ones too); 答: answered; 未达: refused or failed
    for (const value of [one.all - one.refused, one.delivered + one.answered, one.answered, one.refused + one.failed]) {
      row.insertCell().textContent = value.toLocaleString("zh-CN");
    }
    return row;
  }));
  if (focused >= 0 && body.rows[focused]) body.rows[focused].querySelector("button").focus();
}

function writing() {
  const active = document.activeElement;
  return active && active.tagName === "INPUT" && active.closest("#cards") ? active : null;
}

function fillCards(cards) {
  const active = writing();
  const kept = active && { idem: active.closest("li").dataset.idem, name: active.name, start: active.selectionStart };
  const drafts = new Map();
  for (const item of byId("cards").children) {
    drafts.set(item.dataset.idem, [...item.querySelectorAll("input")].map((input) => input.value));
  }
  byId("cards").replaceChildren(...cards.map((card) => {
    const item = byId("card").content.cloneNode(true).querySelector("li");
    const find = (selector) => item.querySelector(selector);
    item.dataset.idem = card.idem;
    item.className = card.state;
    find(".channel").textContent = NAMES[card.channel] || card.channel;
    find(".who").textContent = [card.unit, card.people.join("、"), card.target].filter(Boolean).join(" · ");
    find(".state").textContent = STATES[card.state] || card.state;
    find("time").textContent = clockText(card.at);
    find(".text").textContent = card.text;
    const notes = [card.reason];
    if (card.repeats) notes.push(`又收到 ${card.repeats} 次，未重复显示`);
    find(".reason").textContent = notes.filter(Boolean).join("；");
    for (const [by, text, at] of card.answers) {
      const line = document.createElement("li");
      line.textContent = `${clockText(at)} ${by ? by + "：" : ""}${text}`;
      find(".answers").append(line);
    }
    find(".reply").hidden = card.state === "refused";
    const inputs = item.querySelectorAll("input");
    inputs[0].value = card.people[0] || "";
    (drafts.get(card.idem) || []).forEach((value, place) => { inputs[place].value = value; });
    return item;
  }));
  if (kept) {
    const input = byId("cards").querySelector(`li[data-idem="${CSS.escape(kept.idem)}"] input[name="${kept.name}"]`);
    if (input) { input.focus(); input.setSelectionRange(kept.start, kept.start); }
  }
}

async function refresh() {
  const query = new URLSearchParams({ version, waiting: byId("waiting").checked });
  if (filters.channel !== null) query.set("channel", filters.channel);
  if (filters.unit !== null) query.set("unit", filters.unit);
  try {
    const state = await call("page/state?" + query);
    lastOk = Date.now();
    if (state.same) return;
    version = state.version;
    byId("total").textContent = (state.total || 0).toLocaleString("zh-CN");
    byId("repeats").textContent = (state.repeats || 0).toLocaleString("zh-CN");
    fillCounts("channels", state.channels || [], "channel", (name) => NAMES[name] || name);
    fillCounts("units", state.units || [], "unit", (name) => name || "未注明");
    const cards = state.cards || [];
    shownIdems = cards.filter((card) => card.state !== "refused" && card.state !== "answered").map((card) => card.idem);
    byId("shown").textContent = `符合 ${(state.matching || 0).toLocaleString("zh-CN")} 条，列出最新 ${cards.length} 条`;
    byId("empty").hidden = Boolean(state.total);
    fillCards(cards);
    fillSwitches(state.switches || {});
  } catch (error) {
    if (error instanceof TypeError) return; // no connection: the line at the top says since when
    say(error.message);
  } finally {
    const late = lastOk ? Math.round((Date.now() - lastOk) / 1000) : 0;
    byId("fresh").classList.toggle("late", late > 3);
    byId("fresh").textContent = late > 3 ? `已断开 ${late} 秒，所列为 ${clockText(lastOk)} 的内容` : lastOk ? "实时" : "正在连接…";
  }
}

function fillSwitches(switches) {
  const form = byId("switches");
  if (form.contains(document.activeElement) && document.activeElement.tagName === "INPUT") return;
  const normal = { refuse: 0, busy: 0, lose: 0, fail: 0, delay_ms: 0, deliver_ms: 800 };
  for (const name of Object.keys(normal)) form.elements[name].value = switches[name] ?? normal[name];
}

async function saveSwitches(values) {
  try {
    await call("page/switches", values);
    byId("saved").textContent = "已应用";
    say("");
  } catch (error) {
    byId("saved").textContent = "";
    say(error.message);
  }
  version = -1;
  refresh();
}

async function answer(idems, by, text) {
  if (!idems.length || !text.trim()) return;
  try {
    const done = await call("page/answer", { idems, by, text });
    say(done.sentence || "");
  } catch (error) {
    say(error.message);
  }
  refresh();
}

byId("cards").addEventListener("click", (event) => {
  const button = event.target.closest(".reply button[data-text]");
  if (!button) return;
  const item = button.closest("ol > li");
  answer([item.dataset.idem], item.querySelector("[name=by]").value, button.dataset.text);
});
byId("cards").addEventListener("submit", (event) => {
  event.preventDefault();
  const item = event.target.closest("ol > li");
  const input = item.querySelector("[name=text]");
  const text = input.value;
  input.value = "";
  answer([item.dataset.idem], item.querySelector("[name=by]").value, text);
});
for (const button of document.querySelectorAll("button.all")) {
  button.addEventListener("click", () => answer(shownIdems, "", button.dataset.text));
}
byId("waiting").addEventListener("change", () => { version = -1; refresh(); });
byId("switches").addEventListener("submit", (event) => {
  event.preventDefault();
  const values = {};
  for (const input of event.target.querySelectorAll("input")) values[input.name] = Number(input.value);
  saveSwitches(values);
});
byId("normal").addEventListener("click", () => {
  document.activeElement.blur();
  saveSwitches({ refuse: 0, busy: 0, lose: 0, fail: 0, delay_ms: 0, deliver_ms: 800 });
});
refresh();
setInterval(refresh, 1000);
