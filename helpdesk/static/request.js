// One's own request, while it is looked at: asks every three seconds whether somebody saw a detail, or wrote. The ledger
// changes in its place; what is typed, the focus and the place in the page stay. A message is shown when it is asked for.
{
  const part = document.querySelector("#seen"), EVERY = 3000, SLOWEST = 60000;
  let ends = !part, wait = EVERY, next;
  const entries = () => [...document.querySelectorAll("[data-entry]")], newest = () => entries().at(-1)?.dataset.entry ?? "";
  const ask = () => {
    clearTimeout(next);
    if (ends || document.hidden) return;
    next = setTimeout(ask, wait);
    part.dispatchEvent(new CustomEvent("refresh"));
  };
  part?.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const known = part.firstElementChild.dataset.mark, after = ctx.after = newest();
    ctx.request.action = `${ctx.request.action.split("?")[0]}?${new URLSearchParams({ known, after })}`;
  });
  part?.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const status = ctx.response?.status ?? 0;
    ends = status >= 400 && status < 500 && status !== 429;  // signed out, or erased: nothing more comes
    wait = status >= 200 && status < 400 ? EVERY : Math.min(wait * 2, SLOWEST);
  });
  // what was asked before a message was shown would tell of it once more
  part?.addEventListener("htmx:before:swap", (event) => { if (event.detail.ctx.after !== newest()) event.preventDefault(); });
  part?.addEventListener("htmx:error", () => { wait = Math.min(wait * 2, SLOWEST); });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => { if (ctx.target?.id === "talk") entries().at(-1)?.focus(); });
  document.addEventListener("visibilitychange", ask);
  if (part) next = setTimeout(ask, EVERY);
}
