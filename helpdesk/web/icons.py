"""Pictures of our one sheet of icons."""

import functools

from markupsafe import Markup

from helpdesk.web import assets


@functools.lru_cache(500)  # a page of a queue has more than a hundred and fifty
def icon(name: str, more: str = "") -> Markup:
    """Give an icon by its name; it says nothing to who does not see it, so that words stand beside it."""
    return Markup('<svg class="i {}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#i-{}"></use></svg>').format(
        more, assets.address("vendor/icons.svg"), name
    )
