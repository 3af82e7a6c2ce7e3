"""Runs cells through nbclient, as nbconvert and nbgrader do, and prints what each left behind, as JSON.

Reads from stdin: {"cells": [{"source": str, "tags": [str]}], "allow_errors": bool, "timeout": number}.
"""

import json
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

request = json.load(sys.stdin)
notebook = nbformat.v4.new_notebook(
    metadata={"kernelspec": {"name": "tslab", "language": "typescript", "display_name": "TypeScript"}},
    cells=[
        nbformat.v4.new_code_cell(cell["source"], metadata={"tags": cell.get("tags", [])})
        for cell in request["cells"]
    ],
)
client = NotebookClient(
    notebook,
    allow_errors=request.get("allow_errors", False),
    timeout=request.get("timeout", 60),
    interrupt_on_timeout=request.get("interrupt_on_timeout", False),
    kernel_name="tslab",
)
failure = None
try:
    client.execute()
except CellExecutionError as error:
    failure = {"ename": error.ename, "evalue": error.evalue}
json.dump(
    {
        "failure": failure,
        "cells": [
            {"execution_count": cell.execution_count, "outputs": cell.outputs} for cell in notebook.cells
        ],
    },
    sys.stdout,
)
