// Small conveniences; every page works without this file. No innerHTML, no storage, no eval.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// After an error the summary has the focus, so that it is read first.
$("#errors")?.focus();

// A form is sent once; its button says so until the next page is there.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (button) setTimeout(() => { button.setAttribute("aria-busy", "true"); button.disabled = true; }, 0);
});
addEventListener("pageshow", (event) => {
  for (const form of $$("[data-sent]")) { delete form.dataset.sent; for (const button of $$("[aria-busy]", form)) { button.disabled = false; button.removeAttribute("aria-busy"); } }
  if (event.persisted && $(".seal--open, #details")) location.reload();  // never show a value from the browser's memory
});

// "Hide the selected words": what is selected in the message becomes a line of the list beside it.
const message = $("[data-once] #f-body"), more = $("#f-hide"), add = $("[data-hide-selected]");
if (message && more && add) {
  add.hidden = false;
  add.addEventListener("click", () => {
    const words = message.value.slice(message.selectionStart, message.selectionEnd).trim();
    if (!words) return message.focus();
    more.value = [...more.value.split("\n").filter(Boolean), ...words.split("\n")].join("\n");
    more.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// A shown value goes when its time is over; leaving the tab does not keep it.
const shown = $$("[data-until]");
const ends = shown.map((mark) => Date.parse(mark.dataset.until)).filter(Number.isFinite);
const reload = () => { if (!$("textarea")?.value) location.reload(); else for (const mark of shown) mark.closest(".seal").remove(); };
if (ends.length) setTimeout(reload, Math.max(0, Math.min(...ends) - Date.now()) + 500);

// The composer: one text, two destinations; what a button does is written on it.
const choose = (mode) => { const radio = $(`#mode-${mode}`); if (radio) { radio.checked = true; $("#f-body")?.focus(); } };
const rows = $$("[data-row]");
const step = (by) => { const now = rows.indexOf(document.activeElement); rows[Math.max(0, Math.min(rows.length - 1, now + by))]?.focus(); };
const keys = {
  r: () => choose("reply"), n: () => choose("note"), a: () => $("[data-take] button")?.click(),
  h: () => $("[data-hide]")?.requestSubmit(), u: () => $("[data-back]")?.click(), ".": () => {
    const chips = $$("button.seal"); chips[(chips.indexOf(document.activeElement) + 1) % chips.length]?.focus();
  }, j: () => step(1), k: () => step(-1),
};
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && writing?.form) {
    const visible = $$("button[type=submit]", writing.form).find((button) => button.offsetParent);
    return writing.form.requestSubmit(visible);
  }
  if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = /^[a-z.]$/i.test(event.key) ? event.key.toLowerCase() : { Period: "." }[event.code] ?? event.code.replace(/^Key/, "").toLowerCase();
  const own = $(`[data-key="${CSS.escape(key)}"]`);
  if (own) { event.preventDefault(); return own.click(); }
  if (keys[key]) { event.preventDefault(); keys[key](); }
});
