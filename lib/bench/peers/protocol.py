"""Sends kernels each message of the Jupyter protocol and writes what they made of it as JSON.

Reads from stdin: {"output": path, "kernels": {name: {key: source, ...}}}. The sources, one cell each, are those of the
kernel's language: value, none, error, lines, print, name, use, bundle, display, update, clear, ask, loop, wait, late_loop, sleep,
incomplete, invalid, complete, astral, inspect, inspected, unicode, target. Where a kernel has no means to do a thing, the source is null.
Writes {name: {message: true, or why not}}.
"""

import json
import queue
import sys
import time
import uuid

from jupyter_client.manager import KernelManager

request = json.load(sys.stdin)

# Patience for one message, in seconds; how long silence must last to count as no answer.
PATIENCE = 10
SILENCE = 1.5


class Failed(Exception):
    """A kernel did not do what the protocol says."""


def need(condition, why):
    if not condition:
        raise Failed(why)


class Kernel:
    """One kernel and a client of it."""

    def __init__(self, name, plan):
        self.name = name
        self.plan = plan
        self.start()

    def start(self):
        self.manager = KernelManager(kernel_name=self.name)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def source(self, key):
        source = self.plan.get(key)
        need(source is not None, "the kernel offers no way")
        return source

    def send(self, kind, content, channel="shell", buffers=None, metadata=None):
        message = self.client.session.msg(kind, content, metadata=metadata)
        socket = getattr(self.client, f"{channel}_channel").socket
        self.client.session.send(socket, message, buffers=buffers)
        return message["header"]["msg_id"]

    def execute(self, code, **options):
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
        return self.send("execute_request", content | options)

    def reply(self, identity, channel="shell", timeout=PATIENCE):
        deadline = time.monotonic() + timeout
        while True:
            try:
                message = getattr(self.client, f"{channel}_channel").get_msg(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise Failed("no reply") from None
            if message["parent_header"].get("msg_id") == identity:
                return message

    def published(self, identity, until="idle", timeout=PATIENCE):
        """All messages on iopub that a request caused, up to its idle status or to a message of a kind."""
        found = []
        deadline = time.monotonic() + timeout
        while True:
            try:
                message = self.client.iopub_channel.get_msg(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise Failed(f"no {until} on iopub") from None
            if message["parent_header"].get("msg_id") != identity:
                continue
            found.append(message)
            if message["msg_type"] == until or message["content"].get("execution_state") == until:
                return found

    def run(self, code, timeout=PATIENCE, **options):
        identity = self.execute(code, **options)
        messages = self.published(identity, timeout=timeout)
        return self.reply(identity, timeout=timeout)["content"], messages

    def ask(self, kind, content, channel="shell"):
        identity = self.send(kind, content, channel)
        reply = self.reply(identity, channel)
        self.published(identity)
        return reply["content"]

    def is_well(self):
        """True when the kernel answers; what is left from an earlier failure is thrown away."""
        try:
            self.ask("kernel_info_request", {})
            return self.manager.is_alive()
        except Failed:
            return False


def of(messages, kind):
    return [message for message in messages if message["msg_type"] == kind]


def text(messages):
    return "".join(m["content"]["text"] for m in of(messages, "stream") if m["content"]["name"] == "stdout")


CHECKS = {}


def check(name):
    def register(function):
        CHECKS[name] = function
        return function

    return register


@check("kernel_info: all fields")
def _(k):
    info = k.ask("kernel_info_request", {})
    need(info.get("status") == "ok", "no status")
    for key in ("protocol_version", "implementation", "implementation_version", "banner", "help_links"):
        need(key in info, f"no {key}")
    for key in ("name", "version", "mimetype", "file_extension"):
        need(info["language_info"].get(key), f"no language_info.{key}")


@check("kernel_info on control, while a cell runs")
def _(k):
    cell = k.execute(k.source("sleep"))
    k.published(cell, until="busy")
    answered = k.send("kernel_info_request", {}, "control")
    k.reply(answered, "control", timeout=1.5)
    k.published(cell)
    k.reply(cell)


@check("heartbeat while a loop runs")
def _(k):
    import zmq

    cell = k.execute(k.source("loop"))
    time.sleep(0.5)
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.linger = 0
    socket.connect(k.client._make_url("hb"))
    socket.send(b"ping")
    alive = socket.poll(2000) > 0
    socket.close()
    k.manager.interrupt_kernel()
    need(alive, "no beat")
    try:
        k.reply(cell, timeout=3)
        k.published(cell, timeout=3)
    except Failed:
        # Another check tells what an interrupt does.
        k.stop()
        k.start()


@check("iopub_welcome to each new subscriber")
def _(k):
    import zmq

    socket = zmq.Context.instance().socket(zmq.SUB)
    socket.linger = 0
    socket.subscribe(b"")
    socket.connect(k.client._make_url("iopub"))
    deadline = time.monotonic() + SILENCE
    kinds = []
    while time.monotonic() < deadline and "iopub_welcome" not in kinds:
        if socket.poll(100):
            # The client has seen some of these messages, too, and takes a second look for an attack.
            _, parts = k.client.session.feed_identities(socket.recv_multipart())
            kinds.append(json.loads(parts[1])["msg_type"])
    socket.close()
    need("iopub_welcome" in kinds, "none came")


@check("execute: reply, busy, execute_input, result, idle")
def _(k):
    reply, messages = k.run(k.source("value"))
    need(reply["status"] == "ok", f"status {reply['status']}")
    need(isinstance(reply.get("execution_count"), int), "no execution_count")
    kinds = [m["content"].get("execution_state") or m["msg_type"] for m in messages]
    need(kinds == ["busy", "execute_input", "execute_result", "idle"], ", ".join(kinds))
    result = of(messages, "execute_result")[0]["content"]
    need(result["data"]["text/plain"] == "2" and result["execution_count"] == reply["execution_count"], "another result")


@check("execute: error in reply and on iopub, with name and value")
def _(k):
    reply, messages = k.run(k.source("error"))
    need(reply["status"] == "error", f"status {reply['status']}")
    errors = of(messages, "error")
    need(len(errors) == 1, "no error on iopub")
    for content in (reply, errors[0]["content"]):
        need(content.get("ename") == k.plan["name"], f"ename {content.get('ename')!r}")
        need(content.get("evalue") == "too far", f"evalue {content.get('evalue')!r}")
        need(content.get("traceback"), "no traceback")


@check("execute: what stands in the queue is aborted after an error")
def _(k):
    failing, waiting = k.execute(k.source("error")), k.execute(k.source("value"))
    k.reply(failing)
    reply = k.reply(waiting)["content"]
    need(reply["status"] in ("aborted", "error"), f"status {reply['status']}")
    need(reply["status"] == "aborted" or "bort" in reply.get("ename", ""), f"ename {reply.get('ename')}")
    k.published(waiting)
    reply, _ = k.run(k.source("value"))
    need(reply["status"] == "ok", f"a cell sent afterwards: {reply['status']}")


@check("execute: stop_on_error false")
def _(k):
    failing, waiting = k.execute(k.source("error"), stop_on_error=False), k.execute(k.source("value"))
    k.reply(failing)
    reply = k.reply(waiting)["content"]
    k.published(waiting)
    need(reply["status"] == "ok", f"status {reply['status']}")


@check("execute: silent")
def _(k):
    before = k.run(k.source("value"))[0]["execution_count"]
    reply, messages = k.run(k.source("value"), silent=True, store_history=False)
    need({m["msg_type"] for m in messages} == {"status"}, "something was published")
    after = k.run(k.source("value"))[0]["execution_count"]
    need(after == before + 1, "the count went up")


@check("execute: store_history false")
def _(k):
    before = k.run(k.source("value"))[0]["execution_count"]
    k.run(k.source("value"), store_history=False)
    need(k.run(k.source("value"))[0]["execution_count"] == before + 1, "the count went up")


@check("execute: user_expressions")
def _(k):
    reply, _ = k.run(k.source("none"), user_expressions={"good": "1 + 1", "bad": "missing_name"})
    expressions = reply.get("user_expressions") or {}
    need(expressions.get("good", {}).get("data", {}).get("text/plain") == "2", "no value")
    need(expressions.get("bad", {}).get("status") == "error", "no error")


@check("execute: requests run in turn")
def _(k):
    first, second = k.execute(k.source("sleep")), k.send("kernel_info_request", {})
    began = time.monotonic()
    k.reply(first)
    took = time.monotonic() - began
    k.reply(second)
    need(took > 1, "the first reply came late")
    order = [m["parent_header"]["msg_id"] for m in everything(k) if m["content"].get("execution_state") == "idle"]
    need(order.index(first) < order.index(second), "the second was idle first")


def everything(k):
    found = []
    while True:
        try:
            found.append(k.client.iopub_channel.get_msg(timeout=0.5))
        except queue.Empty:
            return found


@check("stream: 3,000 lines, all before idle")
def _(k):
    _, messages = k.run(k.source("lines"))
    need(text(messages) == "".join(f"line {i}\n" for i in range(3000)), f"{text(messages).count(chr(10))} lines")


@check("stream: joined into few messages")
def _(k):
    _, messages = k.run(k.source("lines"))
    count = len(of(messages, "stream"))
    need(count <= 100, f"{count} messages")


@check("input_request and input_reply")
def _(k):
    identity = k.execute(k.source("ask"), allow_stdin=True)
    try:
        question = k.client.stdin_channel.get_msg(timeout=5)
    except queue.Empty:
        raise Failed("no input_request") from None
    need(question["msg_type"] == "input_request" and "name?" in question["content"]["prompt"], "another question")
    k.client.input("Ada")
    messages = k.published(identity)
    need("Ada" in text(messages), "the answer did not arrive")
    k.reply(identity)


@check("input refused where allow_stdin is false")
def _(k):
    k.source("ask")
    reply, _ = k.run(k.source("ask"), allow_stdin=False)
    need(reply["status"] == "error", f"status {reply['status']}")


@check("display_data")
def _(k):
    _, messages = k.run(k.source("display"))
    shown = of(messages, "display_data")
    need(len(shown) == 1 and "<b>x</b>" in str(shown[0]["content"]["data"].get("text/html")), "none")


@check("update_display_data")
def _(k):
    _, messages = k.run(k.source("update"))
    shown, updates = of(messages, "display_data"), of(messages, "update_display_data")
    need(shown and updates, "none")
    need(shown[0]["content"]["transient"]["display_id"] == updates[0]["content"]["transient"]["display_id"], "of another display")


@check("clear_output")
def _(k):
    _, messages = k.run(k.source("clear"))
    need(of(messages, "clear_output"), "none")


@check("is_complete: complete")
def _(k):
    need(k.ask("is_complete_request", {"code": k.source("complete")})["status"] == "complete", "another answer")


@check("is_complete: incomplete")
def _(k):
    need(k.ask("is_complete_request", {"code": k.source("incomplete")})["status"] == "incomplete", "another answer")


@check("is_complete: invalid")
def _(k):
    need(k.ask("is_complete_request", {"code": k.source("invalid")})["status"] == "invalid", "another answer")


@check("complete")
def _(k):
    k.run(k.source("declare"))
    code = k.source("completing")
    reply = k.ask("complete_request", {"code": code, "cursor_pos": len(code)})
    need(reply["status"] == "ok" and any("uncommonName" in match for match in reply["matches"]), "no match")


@check("complete: positions behind an astral character")
def _(k):
    code = k.source("astral")
    reply = k.ask("complete_request", {"code": code, "cursor_pos": len(code)})
    need(any("uncommonName" in match for match in reply["matches"]), "no match")
    start, end = reply["cursor_start"], reply["cursor_end"]
    need(code[start:end].endswith("uncommon") and end == len(code), f"{start} to {end} of {len(code)}")


@check("inspect")
def _(k):
    code = k.source("inspect")
    reply = k.ask("inspect_request", {"code": code, "cursor_pos": len(code), "detail_level": 0})
    need(reply["status"] == "ok" and reply.get("found"), "not found")
    need("text/plain" in reply["data"], "no text")


@check("history: tail")
def _(k):
    k.run(k.source("declare"))
    reply = k.ask("history_request", {"hist_access_type": "tail", "n": 1, "raw": True, "output": False})
    need(reply["history"] and reply["history"][-1][2] == k.source("declare"), "not the newest")


@check("history: range")
def _(k):
    count = k.run(k.source("declare"))[0]["execution_count"]
    content = {"hist_access_type": "range", "session": 0, "start": count, "stop": count + 1, "raw": True, "output": False}
    reply = k.ask("history_request", content)
    need(len(reply["history"]) == 1 and reply["history"][0][1:] == [count, k.source("declare")], str(reply["history"])[:60])


@check("history: search")
def _(k):
    k.run(k.source("declare"))
    content = {"hist_access_type": "search", "pattern": "*uncommonName*", "n": 1, "raw": True, "output": False}
    reply = k.ask("history_request", content)
    need(len(reply["history"]) == 1 and "uncommonName" in reply["history"][0][2], "not found")


@check("comm_open for an unknown target is closed")
def _(k):
    identity = k.send("comm_open", {"comm_id": uuid.uuid4().hex, "target_name": "nobody", "data": {}})
    need(of(k.published(identity), "comm_close"), "not closed")


@check("comm_info")
def _(k):
    reply = k.ask("comm_info_request", {})
    need(reply.get("status") == "ok" and isinstance(reply.get("comms"), dict), str(reply)[:60])


@check("comm: both ways, with buffers")
def _(k):
    reply, _ = k.run(k.source("target"))
    need(reply["status"] == "ok", "the target was not registered")
    comm = uuid.uuid4().hex
    identity = k.send("comm_open", {"comm_id": comm, "target_name": "echo", "data": {}})
    k.published(identity)
    need(comm in k.ask("comm_info_request", {"target_name": "echo"})["comms"], "not listed")
    identity = k.send("comm_msg", {"comm_id": comm, "data": {"n": 1}}, buffers=[b"abc"])
    answers = of(k.published(identity), "comm_msg")
    need(answers and answers[0]["content"]["data"] == {"n": 1}, "no echo")
    need([bytes(part) for part in answers[0]["buffers"]] == [b"abc"], "other buffers")
    k.published(k.send("comm_close", {"comm_id": comm, "data": {}}))
    need(comm not in k.ask("comm_info_request", {"target_name": "echo"})["comms"], "still listed")


def interrupt(k, key):
    k.run(k.source("declare"))
    cell = k.execute(k.source(key))
    k.published(cell, until="busy")
    time.sleep(1)
    k.manager.interrupt_kernel()
    reply = k.reply(cell, timeout=8)["content"]
    k.published(cell)
    need(reply["status"] == "error", f"status {reply['status']}")
    # Stock tslab refuses cells for a moment after an error.
    time.sleep(0.5)
    need(k.run(k.source("use"))[0]["status"] == "ok", "names were lost")


@check("interrupt: a loop")
def _(k):
    interrupt(k, "loop")


@check("interrupt: a wait")
def _(k):
    interrupt(k, "wait")


@check("interrupt: a loop after a wait")
def _(k):
    interrupt(k, "late_loop")


@check("interrupt: while idle, harmless")
def _(k):
    k.manager.interrupt_kernel()
    time.sleep(0.5)
    need(k.run(k.source("value"))[0]["status"] == "ok", "the next cell failed")


@check("debug_request: initialize")
def _(k):
    content = {"type": "request", "seq": 1, "command": "initialize", "arguments": {"clientID": "bench", "adapterID": ""}}
    reply = k.ask("debug_request", content, "control")
    need(reply.get("success") is True, str(reply)[:60])
    k.ask("debug_request", {"type": "request", "seq": 2, "command": "disconnect", "arguments": {}}, "control")


@check("debug_request: debugInfo")
def _(k):
    reply = k.ask("debug_request", {"type": "request", "seq": 1, "command": "debugInfo"}, "control")
    need(reply.get("success") is True and "hashMethod" in reply.get("body", {}), str(reply)[:60])


@check("subshells: offered, or refused with an error")
def _(k):
    features = k.ask("kernel_info_request", {}).get("supported_features", [])
    reply = k.ask("create_subshell_request", {}, "control")
    if "kernel subshells" in features:
        need(reply["status"] == "ok", f"status {reply['status']}")
        need(k.ask("delete_subshell_request", {"subshell_id": reply["subshell_id"]}, "control")["status"] == "ok", "not deleted")
    else:
        need(reply["status"] == "error", f"status {reply['status']}")


@check("an unknown request leaves the kernel well")
def _(k):
    k.send("no_such_request", {})
    time.sleep(0.3)
    need(k.run(k.source("value"))[0]["status"] == "ok", "the next cell failed")


@check("a message with a wrong signature is ignored")
def _(k):
    session = k.client.session
    message = session.msg("execute_request", {"code": k.source("value"), "silent": False})
    frames = session.serialize(message)
    frames[1] = b"0" * len(frames[1])
    k.client.shell_channel.socket.send_multipart(frames)
    try:
        k.published(message["header"]["msg_id"], until="busy", timeout=SILENCE)
    except Failed:
        need(k.is_well(), "the kernel no longer answers")
        return
    raise Failed("it was run")


@check("shutdown echoes restart, and the process ends")
def _(k):
    for restart in (True, False):
        identity = k.send("shutdown_request", {"restart": restart}, "control")
        reply = k.reply(identity, "control")["content"]
        need(reply.get("restart") is restart, f"restart {reply.get('restart')} for {restart}")
        deadline = time.monotonic() + PATIENCE
        while k.manager.is_alive():
            need(time.monotonic() < deadline, "the process goes on")
            time.sleep(0.05)
        if restart:
            k.client.stop_channels()
            k.start()


def measure(name, plan):
    kernel = Kernel(name, plan)
    found = {}
    try:
        for title, test in CHECKS.items():
            try:
                test(kernel)
                found[title] = True
            except Failed as problem:
                found[title] = str(problem)
            except Exception as problem:  # A reply that lacks what it must have.
                found[title] = f"{type(problem).__name__}: {problem}"
            print(f"{name}: {title}: {found[title]}", file=sys.stderr)
            if title.startswith("shutdown"):
                break
            if found[title] is not True and not kernel.is_well():
                kernel.stop()
                kernel = Kernel(name, plan)
            elif found[title] is not True:
                everything(kernel)
    finally:
        kernel.stop()
    return found


results = {name: measure(name, plan) for name, plan in request["kernels"].items()}
with open(request["output"], "w", encoding="utf8") as file:
    json.dump(results, file)
