"""Until when a request must be answered: calendar months, thirty days, working days; month ends and leap years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.privacy.subject_requests.deadlines import LAWS, due_on, extended_due_on, remind_on

EU, EGYPT, SAUDI = LAWS["eu"], LAWS["eg"], LAWS["sa"]
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
A_FRIDAY, A_SATURDAY = 4, 5


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        ("2026-11-25", "2026-12-25", "2027-02-25"),
        ("2026-01-31", "2026-02-28", "2026-04-30"),
        ("2028-01-31", "2028-02-29", "2028-04-30"),
        ("2027-12-31", "2028-01-31", "2028-03-31"),
        ("2027-11-30", "2027-12-30", "2028-02-29"),
        ("2026-08-31", "2026-09-30", "2026-11-30"),
    ],
)
def test_a_month_ends_on_the_day_of_the_same_number_or_the_last_of_a_shorter_one(received, due, extended):
    day = date.fromisoformat(received)
    assert (due_on(day, EU), extended_due_on(day, EU)) == (date.fromisoformat(due), date.fromisoformat(extended))


@given(DAYS)
def test_a_month_is_never_longer_than_31_days_and_stays_in_the_next_month(day):
    due = due_on(day, EU)
    assert 28 <= (due - day).days <= 31
    assert due.year * 12 + due.month == day.year * 12 + day.month + 1
    assert due.day == day.day or (due + timedelta(days=1)).day == 1
    assert 89 <= (extended_due_on(day, EU) - day).days <= 92


@given(DAYS)
def test_who_asks_later_is_never_due_earlier(day):
    for law in LAWS.values():
        assert due_on(day, law) <= due_on(day + timedelta(days=1), law)
        assert day < remind_on(due_on(day, law), law) < due_on(day, law)


@given(DAYS)
def test_thirty_days_are_thirty_days_and_sixty_when_extended(day):
    assert (due_on(day, SAUDI) - day).days == 30
    assert (extended_due_on(day, SAUDI) - day).days == 60


@given(DAYS)
def test_six_working_days_leave_fridays_and_saturdays_out(day):
    due = due_on(day, EGYPT)
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(one.weekday() not in (A_FRIDAY, A_SATURDAY) for one in between) == 6
    assert due.weekday() not in (A_FRIDAY, A_SATURDAY)
    assert not EGYPT.may_extend
