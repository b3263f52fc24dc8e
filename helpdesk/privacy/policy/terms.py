"""The terms of use as files: helpdesk/terms/NUMBER/LANGUAGE.txt, or a folder `terms` beside the operator's policy."""

from pathlib import Path

from helpdesk import i18n
from helpdesk.privacy.policy.read import PolicyRefused

SHIPPED = Path(__file__).parents[2] / "terms"
_folder = SHIPPED


def use_folder(policy_file: Path | None) -> None:
    """Take the terms beside a policy file into use, if there are any; else those that ship. A root calls this once."""
    global _folder
    own = policy_file.with_name("terms") if policy_file else SHIPPED
    _folder = own if own.is_dir() else SHIPPED


def terms_text(number: str, locale: str) -> str:
    """Give a version's text; raises PolicyRefused with what to do when there is no such file."""
    path = _folder / number / f"{locale}.txt"
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").strip() + "\n"
    except (OSError, ValueError):
        raise PolicyRefused(
            f"The terms {number} cannot be read from {path}. Write them there in UTF-8, or set `terms` in the policy."
        ) from None


def terms_texts(number: str) -> dict[str, str]:
    """Give a version's text in each language; raises PolicyRefused."""
    return {locale: terms_text(number, locale) for locale in i18n.LOCALES}
