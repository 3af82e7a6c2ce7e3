"""Runs notebooks in a clean kernel each with nbclient: a job as JSON in, one JSON line per event out."""

import json
import pathlib
import sys
import threading
import time

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

MUST_FAIL = "raises-exception"


def tell(**event: object) -> None:
    print(json.dumps(event), flush=True)


class Memory(threading.Thread):
    """Peak resident memory of a process and its children, in bytes."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.process = psutil.Process(pid)
        self.peak = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        self.sample()
        while not self.stopped.wait(0.2):
            self.sample()

    def sample(self) -> None:
        try:
            total = sum(each.memory_info().rss for each in [self.process, *self.process.children(recursive=True)])
        except psutil.Error:
            return
        self.peak = max(self.peak, total, high_water_mark(self.process.pid))


def high_water_mark(pid: int) -> int:
    """Linux keeps the exact peak of one process; elsewhere the samples have to do."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) * 1024 if lines else 0


class Run:
    """One notebook in one kernel."""

    def __init__(self, notebook: NotebookNode, folder: str, kernel: str, timeout: float, pause: float) -> None:
        self.notebook = notebook
        self.pause = pause
        self.cell = 0
        self.failure: dict[str, object] | None = None
        self.memory: Memory | None = None
        self.client = NotebookClient(
            notebook,
            kernel_name=kernel,
            timeout=timeout,
            startup_timeout=120,
            resources={"metadata": {"path": folder}},
            on_notebook_start=self.started,
            on_cell_execute=self.begin,
            on_cell_executed=self.end,
            on_notebook_complete=self.measure,
        )

    def started(self, notebook: NotebookNode) -> None:
        pid = getattr(self.client.km.provisioner, "pid", None)
        if pid:
            self.memory = Memory(pid)
            self.memory.start()

    def begin(self, cell: NotebookNode, cell_index: int) -> None:
        if cell.cell_type == "code":
            self.cell += 1
            tell(event="cell", cell=self.cell)

    def end(self, cell: NotebookNode, cell_index: int, execute_reply: object) -> None:
        status = execute_reply["content"]["status"]
        failed = status == "error" or any(output.output_type == "error" for output in cell.outputs)
        expected = MUST_FAIL in cell.metadata.get("tags", [])
        if status not in ("ok", "error"):
            self.fail("NotRun", f"the kernel did not run the cell (its answer: {status})")
        elif expected and not failed:
            self.fail("NoError", f"the cell is tagged {MUST_FAIL} but did not fail")
        if failed:
            time.sleep(self.pause)

    def measure(self, notebook: NotebookNode) -> None:
        if self.memory:
            self.memory.sample()

    def fail(self, ename: str, evalue: str, traceback: str = "") -> None:
        if self.failure is None:
            self.failure = {"cell": self.cell, "ename": ename, "evalue": evalue, "traceback": traceback}

    def execute(self) -> None:
        try:
            self.client.execute()
        except CellExecutionError as error:
            # Stock tslab sends no error, it writes to stderr.
            self.fail(error.ename, error.evalue or self.standard_error(), error.traceback)
        except CellTimeoutError:
            self.fail("TimeoutError", f"the cell took longer than {self.client.timeout:g} s")
        except DeadKernelError:
            self.fail("DeadKernelError", "the kernel died")
        except Exception as error:  # a kernel that does not start has many faces
            self.fail(type(error).__name__, str(error))
        finally:
            if self.memory:
                self.memory.stopped.set()

    def standard_error(self) -> str:
        """What the cell that ran last wrote there."""
        code = [cell for cell in self.notebook.cells if cell.cell_type == "code" and cell.source.strip()]
        outputs = code[self.cell - 1].outputs if 0 < self.cell <= len(code) else []
        return "".join(output.text for output in outputs if output.get("name") == "stderr").strip()


def clean(notebook: NotebookNode) -> None:
    # States of widgets that an earlier run showed.
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None


def main() -> None:
    job = json.load(sys.stdin)
    for source in job["notebooks"]:
        tell(event="start", name=source["name"])
        begun = time.monotonic()
        notebook = nbformat.read(source["file"], as_version=4)
        clean(notebook)
        run = Run(notebook, source["folder"], job["kernel"], job["timeout"], job["pause"])
        run.execute()
        seconds = time.monotonic() - begun
        nbformat.write(notebook, source["out"])
        peak = run.memory.peak if run.memory else 0
        tell(event="end", name=source["name"], seconds=seconds, peakBytes=peak, cells=run.cell, failure=run.failure)


main()
