"""A proxy before a server: it answers late, below another path, or not at all."""

import http.client
import http.server
import threading
import time
import urllib.parse


class Proxy:
    """`seconds` is how long each request takes beyond the server's own time; `prefix` the path that
    is taken off; while `is_down` is true each connection is cut."""

    def __init__(self, origin, seconds=0.0, prefix=""):
        self.seconds, self.prefix, self.is_down = seconds, prefix, False
        host = urllib.parse.urlsplit(origin).netloc
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                time.sleep(proxy.seconds)
                if proxy.is_down:
                    self.close_connection = True
                    return
                status, headers, content = 404, [], b""
                if self.path.startswith(proxy.prefix + "/"):
                    passed = {
                        name: value
                        for name, value in self.headers.items()
                        if name in ("Accept", "Accept-Encoding", "Content-Type", "If-None-Match")
                    }
                    server = http.client.HTTPConnection(host)
                    server.request(
                        self.command, self.path.removeprefix(proxy.prefix), body or None, passed
                    )
                    got = server.getresponse()
                    status, headers, content = got.status, got.getheaders(), got.read()
                    server.close()
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = answer

            def log_message(self, *_):
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.listener = Quiet(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.listener.server_address[1]}"
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def stop(self):
        self.listener.shutdown()
        self.listener.server_close()
