"""One worker of the bench and of the kill test: sends until stopped, or until nothing is due. Says what memory it took."""

import asyncio
import resource
import sys
import time
from dataclasses import replace
from datetime import timedelta

from helpdesk import clock, wiring
from helpdesk.settings import read_settings
from helpdesk.worker import stop_on_signal
from notifications import outbox, worker
from notifications.limits import Limits
from piccolo_conf import DB

NO_LIMITS = Limits(an_hour=10**9, a_day=10**9)


async def main(url: str, *, lease: float, until_done: bool) -> None:
    await DB.open(connections=6)
    settings = read_settings()
    office = replace(wiring.office(settings, smtp_url=url), limits=NO_LIMITS, lease=timedelta(seconds=lease))
    stop = stop_on_signal()
    running = asyncio.create_task(worker.run(office, stop=stop))
    print("ready", flush=True)
    half = 0
    while until_done:
        await asyncio.sleep(0.5)
        left = (await outbox.figures(now=clock.now())).waiting
        if not half and left < 5000:
            half = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if left == 0:
            break
    if until_done:
        stop.set()
    await running
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{used.ru_utime + used.ru_stime:.2f} {half // 1024} {used.ru_maxrss // 1024} {time.time():.3f}", flush=True)


if __name__ == "__main__":
    wiring.take_into_use(read_settings())
    import uvloop

    uvloop.run(main(sys.argv[1], lease=float(sys.argv[2]), until_done=sys.argv[3] == "until-done"))
