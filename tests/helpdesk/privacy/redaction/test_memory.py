"""What was worked out is remembered within bounds, and what nobody asks for again is forgotten."""

from helpdesk.privacy.redaction.memory import Memory


def weighing() -> tuple[list[int], Memory[int, str]]:
    weighed: list[int] = []

    def weigh(key: int) -> str:
        weighed.append(key)
        return str(key)

    return weighed, Memory(weigh, 10)


def test_what_is_asked_for_again_and_again_is_worked_out_once():
    weighed, memory = weighing()

    assert [memory[1] + memory[key] for key in range(2, 100)] == [f"1{key}" for key in range(2, 100)]
    assert weighed == [*range(1, 100)]


def test_what_nobody_asks_for_again_is_gone_after_as_many_others_as_its_size():
    weighed, memory = weighing()
    for key in range(11):
        memory[key]

    assert memory[0] == "0"
    assert weighed.count(0) == 2


def test_it_never_holds_more_than_its_size():
    _, memory = weighing()

    assert max(memory[key] and len(memory) + len(memory._older) for key in range(100)) == 10
