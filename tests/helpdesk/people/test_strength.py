"""Which passwords are refused, and the sentence that says why."""

import pytest

from helpdesk.errors import Invalid
from helpdesk.people import passwords, strength
from helpdesk.people.passwords import hash_password, is_right
from helpdesk.people.strength import check_strength, own_words

SARA = {"name": "Sara Haddad", "address": "s.haddad@bluepalm.example"}


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("passwordpassword", "error-password-repeats"),
        ("iloveyou1234", "error-password-common"),
        ("qwertyuiop[]", "error-password-keys"),
        ("aaaaaaaaaaaaaa", "error-password-repeats"),
        ("abcdefghijklm", "error-password-sequence"),
        ("Haddad rides a slow camel", "error-password-own"),
        ("the blue-palm of BLUEPALM", "error-password-own"),
        ("s.haddad has a long one", "error-password-own"),
    ],
)
async def test_what_is_guessed_easily_is_refused_with_its_reason(password, said):
    with pytest.raises(Invalid) as refused:
        await check_strength(password, **SARA)
    assert refused.value.fields == {"password": said}


@pytest.mark.parametrize(
    "password", ["correct horse battery", "صباح الخير يا صديقي", "9f!kQ2#vLp0z", "x" * 40 + "quill harbour ninety"]
)
async def test_what_is_hard_to_guess_is_taken(password):
    await check_strength(password, **SARA)


def test_short_parts_of_a_name_and_the_top_level_domain_are_nobody_s_own():
    assert set(own_words("Al B Haddad", "al@b.example.com")) == {"haddad", "example"}


async def test_passwords_are_kept_as_argon2id_with_the_parameters_of_rfc_9106(shipped_hasher, monkeypatch):
    monkeypatch.setattr(passwords, "_HASHER", shipped_hasher)
    kept = await hash_password("correct horse battery")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await is_right("correct horse battery", kept)


async def test_who_does_not_exist_is_checked_with_the_work_of_who_does(shipped_hasher):
    assert not shipped_hasher.check_needs_rehash(passwords._NOBODY)
    assert not await is_right("correct horse battery", None)


async def test_it_is_reckoned_in_a_thread(monkeypatch):
    threads = []
    real = strength.asyncio.to_thread

    async def noted(act, *more):
        threads.append(act.__name__)
        return await real(act, *more)

    monkeypatch.setattr(strength.asyncio, "to_thread", noted)
    await check_strength("correct horse battery", **SARA)
    assert threads == ["zxcvbn"]
