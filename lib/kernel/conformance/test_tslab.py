"""The conformance suite of Jupyter for the kernel `tslab`, with samples in TypeScript."""

import unittest

import jupyter_kernel_test as jkt


class TslabTests(jkt.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to stderr')"
    completion_samples = [
        {"text": "conso", "matches": ["console"]},
        {"text": "[1].flatM", "matches": ["flatMap"]},
        {"text": "'😀'; [1].flatM", "matches": ["flatMap"]},
    ]
    complete_code_samples = ["1 + 1", "const a: number = 1;", "function f(x: number) {\n  return x;\n}"]
    incomplete_code_samples = ["function f(", "const t = `open", "if (true) {\n  1"]
    invalid_code_samples = ["const = 3", "}"]
    code_page_something = "import { page } from 'tslab-kernel/display';\npage('something')"
    code_generate_error = "throw new Error('on purpose')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "'text'", "result": "text"},
        {"code": "[1, 2]", "result": "[ 1, 2 ]"},
    ]
    code_display_data = [
        {
            "code": "import { display } from 'tslab-kernel/display';\n"
            "display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) });",
            "mime": "text/html",
        }
    ]
    code_history_pattern = "6 ?*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_clear_output = (
        "import { clearOutput } from 'tslab-kernel/display';\nclearOutput();"
    )


class TslabWelcomeTests(jkt.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
