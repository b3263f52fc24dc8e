"""Working time: nights, weekends, holidays and the days on which clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from helpdesk.privacy.policy.policy import read_policy
from helpdesk.privacy.policy.shapes import WEEKDAYS, Both, Calendar, Targets
from helpdesk.service_times import targets, working
from helpdesk.service_times.targets import Clock

HOUR = 3600
OFFICE = Calendar(Both("Office", "المكتب"), "Africa/Cairo", ["09:00-17:00"], weekend=["friday", "saturday"])
ZONES = ["Africa/Cairo", "Asia/Riyadh", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"]
CALENDARS = some.builds(
    Calendar,
    some.just(Both("x", "س")),
    some.sampled_from(ZONES),
    some.sampled_from(
        [["09:00-17:00"], ["00:00-24:00"], ["08:30-12:00", "12:45-18:15"], ["00:00-02:30", "02:30-03:15"]]
    ),
    some.sampled_from([[], ["friday", "saturday"], ["sunday"], list(WEEKDAYS[1:])]),
    some.sampled_from([{}, {"monday": ["10:00-11:00"]}, {"monday": []}]),
    some.lists(some.dates(date(2026, 3, 1), date(2026, 12, 1)), max_size=3),
).filter(lambda calendar: any(working.read(calendar).week))
MOMENTS = some.integers(0, 365 * 24 * HOUR).map(
    lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)
SECONDS = some.integers(0, 60 * HOUR)


def cairo(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=working.read(OFFICE).zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("03-02 10:00", 2, "03-02 12:00"),  # Monday
        ("03-02 16:00", 2, "03-03 10:00"),  # over the night
        ("03-05 16:00", 2, "03-08 10:00"),  # Thursday: over Friday and Saturday
        ("03-06 12:00", 1, "03-08 10:00"),  # in the middle of the weekend
        ("03-02 09:00", 8, "03-02 17:00"),  # due when the day ends, not when the next begins
        ("03-02 18:00", 0, "03-03 09:00"),
        ("04-23 16:00", 2, "04-26 10:00"),  # clocks change on Friday the 24th at midnight
        ("10-29 16:00", 2, "11-01 10:00"),  # and back on Thursday the 29th at midnight
    ],
)
def test_time_stands_still_at_night_on_friday_and_saturday(start, hours, end):
    assert working.after(cairo(start), hours * HOUR, working.read(OFFICE)) == cairo(end)
    assert working.between(cairo(start), cairo(end), working.read(OFFICE)) == hours * HOUR


def test_nobody_works_on_a_holiday():
    work = working.read(msgspec.structs.replace(OFFICE, holidays=[date(2026, 3, 3)]))
    assert working.after(cairo("03-02 16:00"), 2 * HOUR, work) == cairo("03-04 10:00")


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 5), 24)])
def test_a_whole_day_has_as_many_hours_as_the_clocks_say(day, hours):
    work = working.read(Calendar(Both("x", "س"), "Europe/Berlin", ["00:00-24:00"]))
    ((begin, end),) = working.spans(day, work)
    assert end - begin == timedelta(hours=hours)


def test_hours_that_clocks_jump_over_are_no_working_time():
    work = working.read(Calendar(Both("x", "س"), "Europe/Berlin", ["01:30-02:30", "02:45-03:30"]))
    early, late = working.spans(date(2026, 3, 29), work)
    jump = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert (early, late) == ((jump - timedelta(minutes=30), jump), (jump, jump + timedelta(minutes=30)))


@settings(max_examples=60)
@given(CALENDARS, MOMENTS, SECONDS, SECONDS)
def test_what_is_counted_between_is_what_was_added(calendar, start, some_time, more):
    work = working.read(calendar)
    end = working.after(start, some_time, work)

    assert end >= start
    assert working.between(start, end, work) == some_time
    assert working.after(start, some_time + more, work) == working.after(end, more, work) or more == 0
    assert working.after(start, some_time + more, work) >= end


@settings(max_examples=40)
@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_parts_of_a_time_add_up(calendar, one, two, three):
    work, (one, two, three) = working.read(calendar), sorted((one, two, three))
    assert working.between(one, two, work) + working.between(two, three, work) == working.between(one, three, work)
    assert working.between(three, one, work) == 0 or one == three
    assert working.between(one, three, work) <= (three - one).total_seconds()


@settings(max_examples=60)
@given(CALENDARS, some.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_hours_follow_one_another_and_never_overlap(calendar, day):
    work = working.read(calendar)
    moments = [
        moment for offset in range(3) for span in working.spans(day + timedelta(offset), work) for moment in span
    ]
    assert all(earlier <= later for earlier, later in pairwise(moments))


def rules(**minutes: dict[str, int]):
    policy = read_policy()
    technical = msgspec.structs.replace(policy.categories["technical"], targets=Targets("office", **minutes))
    return technical, msgspec.structs.replace(policy, calendars={"office": OFFICE})


def test_the_next_target_counts_and_a_reply_ends_the_first():
    technical, policy = rules(response={"normal": 60}, solve={"normal": 480})
    opened = cairo("03-02 10:00")
    clock = Clock(opened, None, opened, 0)

    assert targets.due(clock, "normal", technical, policy) == cairo("03-02 11:00")
    answered = Clock(opened, opened, opened, 0)
    assert targets.due(answered, "normal", technical, policy) == cairo("03-03 10:00")
    assert targets.due(answered, "urgent", technical, policy) is None  # no number, no target


@settings(max_examples=40)
@given(MOMENTS, some.lists(some.integers(0, 30 * HOUR), min_size=1, max_size=5), some.integers(60, 600))
def test_what_is_waited_for_does_not_count(opened, waits, minutes):
    """However often the time to solve stands still, it runs as long as the target says."""
    technical, policy = rules(solve={"normal": minutes})
    work, clock, now = working.read(OFFICE), Clock(opened, opened, opened, 0), opened
    for wait in waits:
        now = working.after(now, minutes * 60 // (len(waits) + 1), work)
        clock = Clock(opened, opened, None, targets.used(clock, technical, policy, now=now))
        assert targets.due(clock, "normal", technical, policy) is None
        now += timedelta(seconds=wait)
        clock = Clock(opened, opened, now, clock.solve_used)
    end = targets.due(clock, "normal", technical, policy)
    assert end is not None
    assert clock.solve_used + working.between(now, end, work) == minutes * 60


def test_a_time_that_was_over_is_over_when_it_runs_again():
    technical, policy = rules(solve={"normal": 60})
    now = cairo("03-02 12:00")
    assert targets.due(Clock(now, now, now, 2 * HOUR), "normal", technical, policy) == now


def test_the_version_changes_with_targets_and_calendars_only():
    policy = read_policy()
    other = msgspec.structs.replace(policy, calendars={"office": OFFICE})
    assert targets.version(policy) == targets.version(msgspec.structs.replace(policy, disclosure_minutes=3))
    assert targets.version(policy) != targets.version(other)
