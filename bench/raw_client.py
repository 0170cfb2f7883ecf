"""The limit: aiohttp alone downloads the same pages, eight at a time, and throws them away: raw_client.py ADDRESSES"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp

AT_ONCE = 8


async def main(addresses: Iterator[str]) -> None:
    async with aiohttp.ClientSession() as session:

        async def work() -> None:
            for address in addresses:
                async with session.get(address) as response:
                    response.raise_for_status()
                    await response.read()

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))


asyncio.run(main(iter(Path(sys.argv[1]).read_text().split())))
