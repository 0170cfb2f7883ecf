"""A board that runs on this machine, and can misbehave on demand.

```python
board = DemoBoard(posts=400, skin="gnuboard5")
with DemoServer([board]) as server:
    print(server.url_of(board))
    board.insert(title="새 글")
```
"""

from newscrawl.demo.board import DemoBoard
from newscrawl.demo.faults import Fault
from newscrawl.demo.server import DemoServer, serve
from newscrawl.demo.site import Served
from newscrawl.demo.skins import SKINS
from newscrawl.demo.wire import Request

__all__ = ["SKINS", "DemoBoard", "DemoServer", "Fault", "Request", "Served", "serve"]
