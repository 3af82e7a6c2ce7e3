"""Times kernels in turn through jupyter_client and writes the raw figures as JSON.

Reads from stdin: {"output": path, "rounds": int, "cells": int, "kernels": {name: {"trivial": str, "tf": str or null, "declare": str}}}.
`declare` holds `{i}` where the number of the cell goes.
"""

import json
import queue
import sys
import time

import psutil
from jupyter_client.manager import KernelManager

request = json.load(sys.stdin)


lost = 0


def execute(client, code, timeout=120):
    """Milliseconds until the idle status; where a kernel loses that, until the reply, and the loss is counted."""
    global lost
    started = time.perf_counter()
    identity = client.execute(code)
    client.get_shell_msg(timeout=timeout)
    replied = (time.perf_counter() - started) * 1000
    while True:
        try:
            message = client.get_iopub_msg(timeout=5)
        except queue.Empty:
            lost += 1
            return replied
        if message["parent_header"].get("msg_id") != identity:
            continue
        if message["msg_type"] == "error":
            raise RuntimeError(f"{code!r} failed: {message['content']['evalue']}")
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            break
    return (time.perf_counter() - started) * 1000


def memory(manager):
    process = psutil.Process(manager.provisioner.pid)
    family = [process, *process.children(recursive=True)]
    return sum(member.memory_info().rss for member in family) / 1e6


PAUSE = 5


def measure_after_pause(name, plan):
    """A learner reads before the first cell runs: the TensorFlow import of a kernel that was left alone for a while."""
    manager = KernelManager(kernel_name=name)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        time.sleep(PAUSE)
        figures = {"memory after a pause": memory(manager)}
        if plan.get("tf"):
            figures["tf import after a pause"] = execute(client, plan["tf"])
        return figures
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def measure(name, plan, long_session):
    figures = {}
    started = time.perf_counter()
    manager = KernelManager(kernel_name=name)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        figures["ready"] = (time.perf_counter() - started) * 1000
        figures["first"] = execute(client, plan["trivial"])
        figures["first result from start"] = (time.perf_counter() - started) * 1000
        for _ in range(16):
            execute(client, plan["trivial"])
        # One cell alone may meet a garbage collection.
        figures["20th (median of 18th to 22nd)"] = sorted(execute(client, plan["trivial"]) for _ in range(5))[2]
        figures["memory idle"] = memory(manager)
        if plan.get("tf"):
            figures["tf import"] = execute(client, plan["tf"])
            execute(client, plan["trivial"])
            figures["cell after tf"] = sorted(execute(client, plan["trivial"]) for _ in range(5))[2]
            figures["memory with tf"] = memory(manager)
        if long_session:
            global lost
            lost = 0
            times = [execute(client, plan["declare"].replace("{i}", str(i))) for i in range(request["cells"])]
            for at in (10, 50, 100, 200, 300):
                if at <= len(times):
                    figures[f"cell {at} (median of 10)"] = sorted(times[at - 10 : at])[5]
            figures["memory after all"] = memory(manager)
            figures["idle messages lost"] = lost
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return figures


results = {name: [] for name in request["kernels"]}
for turn in range(request["rounds"]):
    for name, plan in request["kernels"].items():
        print(f"round {turn + 1}: {name}", file=sys.stderr)
        results[name].append(
            measure(name, plan, long_session=turn == 0) | measure_after_pause(name, plan)
        )
with open(request["output"], "w", encoding="utf8") as file:
    json.dump(results, file)
