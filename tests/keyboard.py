"""Somebody who has a keyboard and no mouse: where it is, what it reaches, and in which order."""

from playwright.async_api import Locator, Page

from tests.browser import Visitor

# Where the keyboard is: what it is, whether its middle can be seen (no bar lies over it), whether it is outlined.
_HERE = """() => {
  const own = document.activeElement;
  if (!own || own === document.body) return null;
  const e = own.matches(".vh") ? own.closest("label") : own, box = e.getBoundingClientRect();
  const near = own.closest(".search, .q-pick, .pick") ?? e;
  const outlined = [e, near, e.querySelector("span") ?? e].some(one => getComputedStyle(one).outlineStyle !== "none");
  const middle = (start, size, whole) => Math.min(Math.max(start + size / 2, 0), whole - 1);
  const hit = document.elementFromPoint(middle(box.x, box.width, innerWidth), middle(box.y, box.height, innerHeight));
  return [own, !!hit && (e.contains(hit) || hit.contains(e)), outlined];
}"""
# What Tab must reach, in this order: whatever can be operated and is there to be seen; of radio buttons one.
_REACHABLE = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  const there = all.filter(e => !e.disabled && e.type !== "hidden" && !e.closest("[inert]") && e.checkVisibility({visibilityProperty: true}));
  const group = e => there.filter(one => one.type === "radio" && one.name === e.name && one.form === e.form);
  return there.filter(e => e.type !== "radio" || e === (group(e).find(one => one.checked) ?? group(e)[0]));
}"""
_BEGIN = f"""() => {{
  const here = {_HERE};
  window.stops = [];
  document.addEventListener("keyup", event => event.key === "Tab" && window.stops.push(here()));
  const presses = e => ["date", "datetime-local", "month", "time"].includes(e.type) ? 8 : 1;  // day, month, the calendar ...
  return ({_REACHABLE})().reduce((sum, e) => sum + presses(e), 0);
}}"""
_END = f"""() => {{
  const reachable = ({_REACHABLE})(), said = e => e.outerHTML.slice(0, 90), went = window.stops.filter(Boolean);
  const stops = went.filter((stop, at) => stop[0] !== went[at - 1]?.[0]).slice(0, reachable.length);  // each thing once
  const first = Math.max(reachable.indexOf(stops[0]?.[0]), 0), due = [...reachable.slice(first), ...reachable.slice(0, first)];
  return [
    ...due.flatMap((e, at) => stops[at]?.[0] === e ? [] : [`stop ${{at}} is not ${{said(e)}}`]).slice(0, 1),
    ...stops.filter(stop => !stop[1]).map(stop => "covered: " + said(stop[0])),
    ...stops.filter(stop => !stop[2]).map(stop => "not outlined: " + said(stop[0])),
  ];
}}"""
NO_POINTER = 'addEventListener("pointerdown", () => console.error("somebody has a pointer"), true)'


async def tabbed_through(who: Visitor) -> list[str]:
    """Go once round a page by Tab; gives what is not reached in its turn, lies under something or shows no outline."""
    for _ in range(await who.page.evaluate(_BEGIN) + 1):  # between the last and the first is the browser itself
        await who.page.keyboard.press("Tab")
    return await who.page.evaluate(_END)


async def tab_to(page: Page, wanted: Locator, *, most: int = 60) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"no Tab of {most} comes to {wanted}")


async def type_into(page: Page, field: str, text: str) -> None:
    """Go to a field by Tab and write."""
    await tab_to(page, page.locator(field))
    await page.keyboard.type(text)


async def operate(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Go to something by Tab and press a key on it."""
    await tab_to(page, wanted)
    await page.keyboard.press(key)
