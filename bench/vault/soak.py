"""Rotate over and over under traffic and kill -9 the rotation at random: `soak.py KILLS`. Nothing may be lost."""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from helpdesk import wiring
from helpdesk.privacy.vault.keyring import make_keyring, read_keyring, write_keyring
from helpdesk.privacy.vault.rotate import keys_by_master
from helpdesk.settings import Settings
from piccolo_conf import DB
from tests.helpdesk.privacy.vault.rotator import Rotator, words_of

SECONDS = 20  # of traffic from each of two processes, then a look at everything, then again


async def main(kills: int) -> None:
    seed = int(os.environ.get("SEED", "1"))
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="sitr") as folder:
        settings = Settings("", "", "", "http://desk.test", Path(folder) / "keys" / "keyring.json", None, Path(folder))
        write_keyring(settings.keyring, make_keyring())
        wiring.take_into_use(settings)
        await wiring.open_database(migrating=True)
        with Rotator(str(DB.config["dsn"])) as rotator:
            counts = await soak(rotator, settings.keyring, Path(folder) / "acks", kills, chance)
        await DB.close()
    print(f"seed {seed}: {counts['killed']} kills, {counts['whole']} rotations that ended, {counts['tickets']} tickets")
    print("every acknowledged ticket opened, one master key lives: rate of loss under", f"{3 / counts['killed']:.4f}")


async def soak(rotator: Rotator, ring: Path, acks: Path, kills: int, chance: random.Random) -> dict[str, int]:
    counts = {"killed": 0, "whole": 0, "tickets": 0}
    while counts["killed"] < kills:
        writers = [rotator.begin("write", ring, f"{acks}{place}", SECONDS) for place in range(2)]
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            effect = chance.choice((0, chance.randrange(1, 30)))
            words = ("rotate", ring, chance.choice((1, 5, 50)), effect)
            code = rotator.run(*words) if effect else rotator.run_killed_after(chance.uniform(0.01, 0.6), *words)
            counts[{-9: "killed", 0: "whole"}[code]] += 1
            assert len(read_keyring(ring).masters) <= 2
        assert [rotator.end_of(writer) for writer in writers] == [0, 0]
        assert rotator.run("rotate", ring, 50, 0) == 0
        counts["tickets"] = await look_at_everything(ring, acks)
        print(counts, flush=True)
    return counts


async def look_at_everything(ring: Path, acks: Path) -> int:
    """Open every ticket that was acknowledged; one master key may be left."""
    lines = acknowledged(acks)
    for line in lines:
        assert await words_of(line["token"]) == line["words"]
    current = read_keyring(ring).current
    assert set(read_keyring(ring).masters) == set(await keys_by_master()) == {current}
    return len(lines)


def acknowledged(acks: Path) -> list[dict[str, str]]:
    """Read what the two writers wrote down after each commit."""
    return [json.loads(line) for place in range(2) for line in Path(f"{acks}{place}").read_text().splitlines()]


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
