"""Writes what pandas reads out of small CSV texts into csv_text.json, for the tests of datasets.

Run: python lib/neural-notebooks/oracles/csv_text.py (needs pandas; the version used stands in the file).
"""
import io
import json
import pathlib
import random

import pandas

here = pathlib.Path(__file__).parent
draw = random.Random(5)
digits = "\n".join([repr(draw.uniform(-1, 1) * 10 ** draw.randint(-12, 18)) for _ in range(200)])
missing = ["#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null", ""]

# Name, text, options of parseCsv, options of pandas.read_csv.
cases = [
    ("quotes, doubled quotes and line ends in cells", 'a,b\n"x, ""y""","two\nlines"\n"""",""\n', {}, {}),
    ("Windows line ends", 'a,b\r\n1,"x\r\ny"\r\n2,z\r\n', {}, {}),
    ("old Macintosh line ends", "a,b\r1,x\r2,z", {}, {}),
    ("a byte-order mark", "\ufeffa,b\n1,2\n", {}, {}),
    ("a quote inside an unquoted cell", 'size,n\n5" pipe,1\n6"" pipe,2\n', {}, {}),
    ("empty lines and blanks", "a,b\n\n1,x\n\n\n2,y\n\n", {}, {}),
    ("rows of empty cells", "a,b\n,\n1,\n,x\n", {}, {}),
    ("no line end at the end", "a,b\n1,x\n2,y", {}, {}),
    ("a heading and rows with a delimiter too many", "a,b,\n1,2,\n3,4,\n", {}, {}),
    ("blanks around numbers", "a,b\n 1 ,  2.5\n3\t, 4 \n", {}, {}),
    ("names that come twice, numbered", "a,b,a,a\n1,2,3,4\n", {"duplicateNames": "number"}, {}),
    ("lines of comments", "# made today\na,b\n1,2\n# between\n3,4\n", {"comment": "#"}, {"comment": "#"}),
    ("lines that are passed over", "My table\nof 2024\na,b\n1,2\n", {"skipRows": 2}, {"skiprows": 2}),
    ("a decimal comma", "a;b\n1,5;x\n-0,25;y\n", {"decimal": ","}, {"sep": ";", "decimal": ","}),
    ("a decimal comma and points between thousands", "a;b\n1.234,5;1.000\n12.345.678;2.000\n", {"decimal": ",", "thousands": "."}, {"sep": ";", "decimal": ",", "thousands": "."}),
    ("commas between thousands", 'a;b\n"1,234.5";1,000\n7;2,000\n', {"thousands": ","}, {"sep": ";", "thousands": ","}),
    ("the words for missing", "n;s;x\n" + "\n".join(f"{i};{word};{word or 'kept'}!" for i, word in enumerate(missing)) + "\n", {}, {"sep": ";"}),
    ("a word for missing among numbers", "n\n-99\n1.5\n-\n-99\n", {"missing": ["-99", "-"]}, {"na_values": ["-99", "-"], "keep_default_na": False}),
    ("truth values in any case pandas knows", "a,b,c\nTrue,TRUE,true\nFalse,FALSE,false\n", {}, {}),
    ("other words for true and false", "a,b\nyes,ja\nno,nein\n", {"trueValues": ["yes", "ja"], "falseValues": ["no", "nein"]}, {"true_values": ["yes", "ja"], "false_values": ["no", "nein"]}),
    ("numbers of every size at full precision", "x\n" + digits + "\n", {}, {}),
    ("numbers with exponents, signs and without digits before or behind the point", "x\n1e5\n-2.5E-3\n+7\n.5\n3.\n1e400\n-inf\nInfinity\n", {}, {}),
    ("ids beyond 2^53", "id,n\n9007199254740993,1\n9007199254740992,2\n12345678901234567890,3\n", {}, {"dtype": {"id": str}}),
    ("codes with leading zeros", "code,n\n00123,1\n10115,2\n", {}, {"dtype": {"code": str}}),
    ("numbers and text in one column", "x\n1\n2.50\nabc\n", {}, {}),
    ("dates with the day first", "d\n31/01/2024\n03/02/2024\n", {}, {"parse_dates": ["d"], "date_format": "%d/%m/%Y"}),
    ("dates with the month first", "d\n01/31/2024\n03/02/2024\n", {}, {"parse_dates": ["d"], "date_format": "%m/%d/%Y"}),
    ("dates with points", "d\n31.01.2024\n3.2.2024\n", {}, {"parse_dates": ["d"], "date_format": "%d.%m.%Y"}),
    ("dates with the year first", "d\n2024/01/31\n2024/02/03\n", {}, {"parse_dates": ["d"], "date_format": "%Y/%m/%d"}),
    ("dates whose order is told", "d\n03/04/2024\n05/06/2024\n", {"dateFormat": "DD/MM/YYYY"}, {"parse_dates": ["d"], "date_format": "%d/%m/%Y"}),
]


def plain(value):
    """A cell as JSON has it: a missing one is null, a date its ISO text, infinity a word."""
    if isinstance(value, pandas.Timestamp):
        return value.date().isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if pandas.isna(value):
        return None
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return value.item() if hasattr(value, "item") else value


def read(text, options):
    frame = pandas.read_csv(io.BytesIO(text.encode()), **options)
    return {"columns": [str(name) for name in frame.columns], "values": [plain(frame[name].tolist()) for name in frame.columns]}


oracle = {
    "made by": "lib/neural-notebooks/oracles/csv_text.py",
    "versions": {"pandas": pandas.__version__},
    "missing": missing,
    "cases": [{"name": name, "text": text, "options": own, **read(text, options)} for name, text, own, options in cases],
}
(here / "csv_text.json").write_text(json.dumps(oracle, indent=1, ensure_ascii=False) + "\n")
