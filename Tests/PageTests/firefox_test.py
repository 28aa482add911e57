"""The page in Debian's Firefox: with WebGL in software under Xvfb, and without WebGL."""

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from harness import PICTURES, VALLEY, Server, index


class Firefox:
    """A Firefox that is driven by its Marionette protocol: lengths and JSON over a socket."""

    def __init__(self, has_webgl):
        self.profile = tempfile.TemporaryDirectory()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        preferences = {
            "marionette.port": port,
            "webgl.disabled": not has_webgl,
            "webgl.force-enabled": has_webgl,
            "datareporting.policy.dataSubmissionEnabled": False,
            "browser.shell.checkDefaultBrowser": False,
            "browser.startup.homepage": "about:blank",
            "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False,
            "app.update.enabled": False,
        }
        with open(f"{self.profile.name}/user.js", "w", encoding="utf-8") as file:
            file.writelines(
                f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
                for name, value in preferences.items()
            )
        command = [
            "firefox-esr",
            "--marionette",
            "--no-remote",
            "--profile",
            self.profile.name,
            "--width",
            "1440",
            "--height",
            "900",
        ]
        environment = {**os.environ, "LIBGL_ALWAYS_SOFTWARE": "1", "HOME": self.profile.name}
        if has_webgl:
            command = ["xvfb-run", "-a", "-s", "-screen 0 1440x1000x24", *command]
        else:
            command.append("--headless")
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.socket, self.count = self.connect(port), 0
        self.receive()
        self.call("WebDriver:NewSession", {})

    @staticmethod
    def connect(port):
        for _ in range(600):
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=120)
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("Firefox does not listen")

    def receive(self):
        length = b""
        while (byte := self.socket.recv(1)) != b":":
            length += byte
        text = b""
        while len(text) < int(length):
            text += self.socket.recv(int(length) - len(text))
        return json.loads(text)

    def call(self, name, values):
        self.count += 1
        text = json.dumps([0, self.count, name, values]).encode()
        self.socket.sendall(str(len(text)).encode() + b":" + text)
        _, _, error, result = self.receive()
        if error:
            raise RuntimeError(f"{name}: {error['message']}")
        return result

    def run(self, script):
        return self.call("WebDriver:ExecuteScript", {"script": script, "args": []})["value"]

    def wait(self, script, seconds=90):
        end = time.monotonic() + seconds
        while not (value := self.run(f"return {script}")):
            if time.monotonic() > end:
                raise TimeoutError(f"never true: {script}")
            time.sleep(0.1)
        return value

    def stop(self):
        self.socket.close()
        # The whole group: under Xvfb there are three programs, all started here.
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()
        self.profile.cleanup()


@unittest.skipUnless(shutil.which("firefox-esr"), "firefox-esr is not installed")
class FirefoxTest(unittest.TestCase):
    def open(self, address, has_webgl):
        server = Server(index())
        self.addCleanup(server.stop)
        firefox = Firefox(has_webgl)
        self.addCleanup(firefox.stop)
        firefox.call("WebDriver:Navigate", {"url": f"{server.origin}/{address}"})
        firefox.wait("document.querySelectorAll('.home').length === 24")
        return firefox

    def picture(self, firefox, name):
        if PICTURES:
            data = firefox.call("WebDriver:TakeScreenshot", {"full": False})["value"]
            with open(f"{PICTURES}/{name}.png", "wb") as file:
                file.write(base64.b64decode(data))

    @unittest.skipUnless(shutil.which("xvfb-run"), "xvfb is not installed")
    def test_with_webgl(self):
        firefox = self.open(VALLEY, has_webgl=True)
        homes = "plat.homes"
        firefox.wait("window.plat?.homes.map?.loaded()")
        firefox.wait(f"{homes}.map.queryRenderedFeatures().length > 20")
        firefox.run("document.querySelector('#beds .segment:nth-child(4)').click()")
        firefox.wait("location.hash.includes('minBeds=3')")
        firefox.wait(
            f"{homes}.map.getSource({homes}.layer('homes')).tiles[0].includes('minBeds=3')"
        )
        firefox.run("document.querySelector('.home').click()")
        firefox.wait("document.querySelector('#card .facts') !== null")
        firefox.run("history.back()")
        firefox.wait("document.querySelector('#card').hidden")
        self.picture(firefox, "firefox")

    def test_without_webgl(self):
        firefox = self.open("#city=Palm+Springs&market=sale", has_webgl=False)
        self.assertIn("WebGL", firefox.wait("document.querySelector('.no-map')?.innerText"))
        before = firefox.run("return document.querySelector('#results-title').innerText")
        firefox.run("document.querySelector('#beds .segment:nth-child(5)').click()")
        firefox.wait(f"document.querySelector('#results-title').innerText !== {json.dumps(before)}")
        firefox.run("document.querySelector('.home').click()")
        firefox.wait("document.querySelector('#card .facts') !== null")
        firefox.run("history.back()")
        firefox.wait("document.querySelector('#card').hidden")
        self.picture(firefox, "firefox-without-webgl")
