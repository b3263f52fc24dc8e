// A new request: the time on the visitor's clock, which only a script can tell; it goes along only with the box ticked.
const two = (n) => String(Math.trunc(n)).padStart(2, "0");
const now = new Date(), ahead = -now.getTimezoneOffset(), off = Math.abs(ahead);
const time = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}:${two(now.getMinutes())} UTC${ahead < 0 ? "-" : "+"}${two(off / 60)}:${two(off % 60)}`;
document.querySelectorAll("[data-local-time]").forEach((field) => { field.value = time; });
document.querySelectorAll("[data-diagnostics]").forEach((shown) => { if (!shown.textContent.includes("UTC")) shown.textContent += ` · ${time}`; });
