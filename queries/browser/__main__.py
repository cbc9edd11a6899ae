"""Write the files of Neo4j Browser anew, or serve the guide to a Browser on this machine."""

from __future__ import annotations

import argparse
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from queries.browser import HERE, write


class GuideHandler(SimpleHTTPRequestHandler):
    """Serves the folder to any page: Browser is of another origin, and asks first whether it may."""

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "*, pragma, cache-control")
        super().end_headers()

    def do_OPTIONS(self) -> None:
        self.send_response(204)
        self.end_headers()


def server(port: int) -> ThreadingHTTPServer:
    """Return a server of the guide on localhost; port 0 takes a free one."""
    return ThreadingHTTPServer(("localhost", port), partial(GuideHandler, directory=str(HERE)))


def main() -> None:
    """Run ``python -m queries.browser``."""
    parser = argparse.ArgumentParser(prog="python -m queries.browser", description=__doc__)
    parser.add_argument("--serve", action="store_true", help="serve the guide until Ctrl-C")
    parser.add_argument("--port", type=int, default=8001, help="port of --serve (default: %(default)s)")
    options = parser.parse_args()
    if not options.serve:
        for path in write():
            print(f"wrote {path}")
        return
    with server(options.port) as running:
        print(f"In Neo4j Browser: :guide http://localhost:{running.server_port}/papergraph.neo4j-browser-guide")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
