// Small conveniences; every page works without this file. No innerHTML, no storage, no eval.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const seen = (selector) => $$(selector).find((element) => element.checkVisibility());
const refresh = (element) => element?.dispatchEvent(new CustomEvent("refresh"));
const composer = $("#composer"), body = $("#f-body"), thread = $("#thread"), live = $("#live"), news = $("#news");
const place = thread && `/desk/tickets/${thread.dataset.ticket}/`;
const send = (address, fields = {}) => fetch(address, {
  method: "POST", keepalive: true, redirect: "manual", body: new URLSearchParams({ csrf: thread.dataset.csrf, ...fields }),
});
let extending = false;

// After an error the summary has the focus, so that it is read first.
$("#errors")?.focus();

// A form is sent once; its button says so until the next page is there. Offline nothing is sent, so nothing is lost.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) return event.preventDefault();
  if (form === composer && !navigator.onLine) { event.preventDefault(); return notSaved(); }
  if (form.matches("[data-hide]")) { event.preventDefault(); if (form.contains(event.submitter)) thread.focus(); return seal(form.action); }
  form.dataset.sent = "yes";
  if (form.matches("[data-more]")) extending = true;
  const button = event.submitter;
  if (button) setTimeout(() => { button.setAttribute("aria-busy", "true"); button.disabled = true; }, 0);
});
addEventListener("pageshow", (event) => {
  for (const form of $$("[data-sent]")) { delete form.dataset.sent; for (const button of $$("[aria-busy]", form)) { button.disabled = false; button.removeAttribute("aria-busy"); } }
  if (event.persisted && $(".seal, #details")) location.reload();  // never show a value from the browser's memory
});

// "Hide the selected words": what is selected in the message becomes a line of the list beside it.
const more = $("#f-hide"), add = $("[data-hide-selected]");
if (body && more && add) {
  add.hidden = false;
  add.addEventListener("click", () => {
    const words = body.value.slice(body.selectionStart, body.selectionEnd).trim();
    if (!words) return body.focus();
    more.value = [...more.value.split("\n").filter(Boolean), ...words.split("\n")].join("\n");
    more.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// "Seal text": what is selected in a message goes along, in a form, so that it stands in no address.
document.addEventListener("mousedown", (event) => { if (event.target.closest("[data-seal]")) event.preventDefault(); });
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-seal]"), chosen = getSelection(), words = String(chosen).trim();
  if (!link || !words || !link.closest("[data-entry]").contains(chosen.anchorNode)) return;
  event.preventDefault();
  const form = document.createElement("form");
  form.method = "post";
  form.action = link.href;
  for (const [name, value] of Object.entries({ csrf: thread.dataset.csrf, words })) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
});

// A detail that was opened for a while: one clock, and it is gone when the time is over, the tab is hidden or left, or
// the page is printed. The address forgets it at once, so that a page that is loaded again shows nothing.
if (thread?.dataset.shown) history.replaceState(null, "", location.pathname + location.hash);
const marks = () => $$(".seal--open [data-left]");
function seal(address) {
  const open = marks();
  if (!open.length && !address) return;
  const target = thread?.dataset.shown && $(`#hide-${CSS.escape(thread.dataset.shown)}`);
  for (const mark of open) {
    const chip = mark.closest(".seal");
    if (news) news.textContent = chip.dataset.again;
    chip.className = "seal";
    chip.removeAttribute("aria-label");
    chip.replaceChildren(chip.dataset.again);
  }
  if (!thread) return;
  delete thread.dataset.shown;
  const told = extending || address === "" ? Promise.resolve() : send(address ?? target?.action ?? `${place}disclosures/ending`);
  told.catch(() => {}).then(() => document.hidden || refresh(thread));
}
const own = (text) => ("digits" in document.documentElement.dataset ? String(text).replace(/\d/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[digit]) : text);
function tick() {
  for (const mark of marks()) {
    if (mark.was !== mark.dataset.left) { mark.was = mark.dataset.left; mark.end = performance.now() + mark.was * 1000; }
    const left = Math.ceil((mark.end - performance.now()) / 1000);
    if (left <= 0) return seal("");
    mark.textContent = own(left < 100 ? mark.dataset.clock.replace("#", left) : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`);
    const longer = $("[form^=more-]", mark.parentElement);
    if (longer) longer.hidden = left > 30;
  }
  for (const bar of $$("[data-seconds]")) {
    bar.end ??= performance.now() + bar.dataset.seconds * 1000;
    const left = Math.ceil((bar.end - performance.now()) / 1000);
    if (left <= 0) bar.remove(); else $("[data-left]", bar).textContent = own(left);
  }
}
tick();
setInterval(tick, 500);
addEventListener("beforeprint", () => seal());
addEventListener("pagehide", () => seal());
document.addEventListener("change", ({ target }) => {
  const why = target.name === "purpose" && $("[data-why]", target.form);
  if (why) why.textContent = target.parentElement.textContent;
});

// The composer: one text, two destinations, a draft of each on the server; what a button does is written on it.
const says = (text) => { const line = $("#saved"); if (line) line.textContent = text; };
const notSaved = () => says(composer.dataset.failed);
let mode = composer?.mode?.value, drafts = {}, saved = body?.value;
if (composer) drafts = { reply: "", note: "", [mode === "reply" ? "note" : "reply"]: $("#other-draft").content.textContent };
const keep = (fields) => fetch(`${composer.dataset.composer}draft`, {
  method: "POST", keepalive: true, body: new URLSearchParams({ ...Object.fromEntries(new FormData(composer)), ...fields }),
}).then((answer) => { if (!answer.ok) throw answer; return answer.text(); });
async function save() {
  if (!composer || composer.dataset.sent || body.value === saved) return;
  saved = body.value;
  try { says(await keep({})); } catch { saved = null; notSaved(); }
}
if (composer) {
  composer.addEventListener("change", ({ target }) => {
    if (target.name !== "mode" || target.value === mode) return;
    drafts[mode] = body.value;
    if (!drafts[target.value].trim()) { drafts[target.value] = body.value; drafts[mode] = ""; keep({ mode, body: "" }).catch(() => {}); }
    mode = target.value;
    body.value = drafts[mode];
    saved = null;
    save();
  });
  body.addEventListener("blur", save);
  setInterval(save, 5000);
  addEventListener("pagehide", save);
  for (const button of $$("[data-macros]")) button.hidden = false;
}
const choose = (wish) => { const radio = $(`#mode-${wish}`); if (radio) { radio.click(); body.focus(); } };

// Macros: `#` opens them where one writes; the text goes in at the caret.
const macros = $("#macros");
macros?.addEventListener("toggle", (event) => { if (event.newState === "open") refresh($("#macro-list")); });
macros?.addEventListener("click", (event) => {
  const item = event.target.closest("[data-macro]")?.closest("li"), text = item && $("[data-text]", item).textContent;
  if (!text) return;
  const effects = $$("[data-effects] > *", item), box = $("#effects");
  if (effects.length) { $(".waits", box).replaceChildren(...effects); box.hidden = false; }
  macros.hidePopover();
  const at = body.selectionStart;
  body.setRangeText(text, body.value[at - 1] === "#" && body.dataset.hash ? at - 1 : at, body.selectionEnd, "end");
  delete body.dataset.hash;
  body.focus();
  body.dispatchEvent(new Event("input", { bubbles: true }));
});
body?.addEventListener("input", (event) => {
  if (event.data !== "#" || !macros || !/(^|\s)#$/.test(body.value.slice(0, body.selectionStart))) return;
  body.dataset.hash = "yes";
  macros.showPopover({ source: body });
});
function narrow(box) {
  const wish = $("input", box).value.trim().toLowerCase(), items = $$("li", box);
  for (const item of items) item.hidden = item.dataset.no !== undefined || !item.textContent.toLowerCase().includes(wish);
  const none = $("[data-none]", box);
  if (none) none.hidden = items.some((item) => !item.hidden);
}
for (const box of $$("#menu, #macros")) {
  box.addEventListener("input", () => narrow(box));
  box.addEventListener("keydown", (event) => {
    const items = $$("li:not([hidden]) :is(a, button)", box), now = items.indexOf(document.activeElement);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) { event.preventDefault(); (items[now + by] ?? $("input", box)).focus(); }
    if (event.key === "Enter" && now < 0) { event.preventDefault(); items[0]?.click(); }
  });
}

// Who else is here, and what is new. The stream tells names; the parts are fetched again with the reader's own rights.
// With when it is said: what is heard late, after this page said that it is gone, is not believed.
const began = performance.now() - thread?.dataset.now;
const say = (state) => { if (thread && live) send(`${place}presence`, { state, said: Math.round(performance.now() - began) }).catch(() => {}); };
let wrote = 0, away, lost, connected = false;
const busy = () => $(".reveal:popover-open:not(#macros)") || $("#side")?.contains(document.activeElement);
function fresh() {
  if (document.hidden || !thread) return;
  if (busy()) return setTimeout(fresh, 2000);
  refresh(thread);
}
const recount = () => $$("[data-queue]").forEach(refresh);
const others = () => { if (thread) refresh($("#presence")); else if ($("[data-row]") && live) rows(); };
async function rows() {
  const answer = await fetch("/desk/presence").catch(() => null);
  if (!answer?.ok) return;
  const found = await answer.json();
  for (const row of $$("[data-row]")) {
    const there = found[link(row).pathname.split("/").pop()];
    $("[data-presence]", row)?.remove();
    if (!there) continue;
    const mark = document.createElement("span");
    mark.className = "present";
    mark.dataset.presence = there.writes ? "writing" : "looking";
    mark.textContent = there.text;
    ($(".q-meta", row) ?? row).append(mark);
  }
}
if (live) {
  const mine = (event) => ["*", thread?.dataset.ticket].includes(event.detail.data);
  live.addEventListener("ticket-changed", (event) => { if (mine(event)) fresh(); });
  live.addEventListener("presence-changed", (event) => { if (!thread || mine(event)) others(); });
  live.addEventListener("queue-changed", recount);
  const isLost = () => { lost ??= setTimeout(() => { const bar = $("#lost"); bar.textContent = bar.dataset.text; bar.hidden = false; }, 10000); };
  for (const name of ["error", "close", "before:connection"]) live.addEventListener(`htmx:sse:${name}`, isLost);
  live.addEventListener("htmx:sse:after:connection", () => {
    clearTimeout(lost);
    lost = undefined;
    $("#lost").hidden = true;
    if (connected) { fresh(); recount(); }  // what was told meanwhile was not heard
    connected = true;
    others();
  });
  document.addEventListener("visibilitychange", () => {
    clearTimeout(away);
    if (document.hidden) { seal(); save(); away = setTimeout(() => say("gone"), 5000); } else { say("looking"); fresh(); }
  });
  addEventListener("pagehide", () => say("gone"));
  if (!document.hidden) say("looking");
  setInterval(() => document.hidden || say("looking"), 40000);
  setInterval(() => { if ($("[data-writes], [data-presence=writing]")) others(); }, 3000);
  setInterval(() => { if ($("[data-presence]")) others(); }, 20000);
  body?.addEventListener("input", () => { if (Date.now() - wrote > 3000) { wrote = Date.now(); say("writing"); } });
}
thread?.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement !== thread) return;
  const last = $$("[data-entry]", thread).at(-1)?.dataset.entry ?? "";
  ctx.shown = thread.dataset.shown ?? "";
  ctx.request.action = `${place}thread?${new URLSearchParams({ after: last, shown: ctx.shown })}`;
});
// What was asked before a detail was hidden would show it again; what comes into an open menu or prompt would close it.
thread?.addEventListener("htmx:before:swap", (event) => {
  const ctx = event.detail.ctx;
  if (ctx.sourceElement !== thread || (ctx.shown === (thread.dataset.shown ?? "") && !busy())) return;
  event.preventDefault();
  setTimeout(fresh, 2000);
});

// Keys: the same letters in the queue and in a ticket, on any keyboard. What a key does is a thing on the page.
const link = (row) => (row.matches("a") ? row : $("a[data-open]", row));
const step = (by) => {
  const all = $$("[data-row]"), now = all.findIndex((row) => row.contains(document.activeElement));
  if (all.length) link(all[Math.max(0, Math.min(all.length - 1, now + by))]).focus();
  else $(by > 0 ? "[data-next]" : "[data-previous]")?.click();
};
const press = (element) => { element?.focus(); if (!element?.matches("select, input:not([type=checkbox])")) element?.click(); };
const here = () => document.activeElement.closest?.("[data-row]");
const dialog = (id) => { const box = $(id); if (box && !box.open) { box.showModal(); return box; } };
const targets = {
  r: "#mode-reply", n: "#mode-note", a: "[data-take] button, [data-menu=assignee] > summary",
  s: "[data-menu=status] > summary", t: "[data-menu=tags] > summary", p: "[data-menu=priority] > summary",
  ".": "button.seal", h: "[data-left], [data-hide]", u: "[data-back]", j: "[data-row], [data-next]", k: "[data-row], [data-previous]",
  x: "[data-select]", o: "[data-row]", "#": "[data-macros]", "/": "#f-search, .search-link", z: "[data-undo] button", "?": "#keys",
};
const acts = {
  r: () => choose("reply"), n: () => choose("note"), h: () => seal(`${place}disclosures/ending`), j: () => step(1), k: () => step(-1),
  z: () => press($$("[data-undo] button").at(-1)),
  x: () => $("[data-select]", here() ?? document)?.click(), o: () => here() && link(here()).click(), "?": () => dialog("#keys"),
  ".": () => { const chips = $$("button.seal"); chips[(chips.indexOf(document.activeElement) + 1) % chips.length]?.focus(); },
};
const can = (key) => (key === "?" ? $("#keys") : key === "r" || key === "n" ? $(targets[key]) : seen(targets[key]));
const act = (key) => (acts[key] ? acts[key]() : press(seen(targets[key])));
function menu() {
  const box = dialog("#menu");
  if (!box) return;
  for (const button of $$("[data-run]", box)) { if (can(button.dataset.run)) delete button.parentElement.dataset.no; else button.parentElement.dataset.no = ""; }
  $("input", box).value = "";
  narrow(box);
}
$("#menu")?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-run]");
  if (button) { $("#menu").close(); act(button.dataset.run); }
});
const letter = (event) => {
  if (/^[\x21-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  const known = { Period: ".", Slash: event.shiftKey ? "?" : "/", Digit3: event.shiftKey ? "#" : "" }[event.code];
  return known ?? (/^Key[A-Z]$/.test(event.code) && event.key.length === 1 ? event.code.slice(3).toLowerCase() : "");
};
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const chord = event.ctrlKey || event.metaKey;
  if (chord && !event.altKey && letter(event) === "k" && $("#menu")) { event.preventDefault(); return menu(); }
  if (event.key === "Enter" && chord && writing?.form) {
    const visible = $$("button[type=submit]", writing.form).find((button) => button.checkVisibility() && !button.closest("#overtaken"));
    return writing.form.requestSubmit(visible);
  }
  if (writing || chord || event.altKey || live?.dataset.keys === "off" || $("dialog[open], .reveal:popover-open")) return;
  const key = letter(event), own = key && $(`[data-key="${CSS.escape(key)}"]`);
  if (own && own.checkVisibility() && !(targets[key] && can(key))) { event.preventDefault(); return press(own); }
  if (!key || !targets[key] || !can(key)) return;
  event.preventDefault();
  act(key);
});
