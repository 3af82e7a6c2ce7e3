"""Takes what the addon needs out of a TensorFlow wheel: two libraries and the headers of the C interface."""

import shutil
import sys
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

# The whole include folder has 11,000 files and 290 MB; the C interface reads only these corners of it.
HEADERS = (
    "tensorflow/include/tensorflow/c/",
    "tensorflow/include/tensorflow/core/platform/ctstring",
    "tensorflow/include/tsl/platform/ctstring",
    "tensorflow/include/tsl/c/",  # where TensorFlow 2.16 has what later ones keep in xla/tsl/c
    "tensorflow/include/xla/tsl/c/",
)

wheel, target = Path(sys.argv[1]), Path(sys.argv[2])
libraries = {f"tensorflow/{name}" for name in sys.argv[3:]}  # Linux and macOS call them differently
found = set()
with ZipFile(wheel) as archive:
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        if entry.filename in libraries:
            place = target / PurePosixPath(entry.filename).name
            found.add(entry.filename)
        elif entry.filename.startswith(HEADERS):
            place = target / "include" / PurePosixPath(entry.filename).relative_to("tensorflow/include")
        else:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as source, open(place, "wb") as copy:  # reading to the end checks the CRC
            shutil.copyfileobj(source, copy, 1 << 20)
missing = libraries - found
if missing:
    sys.exit(f"{wheel.name} lacks {', '.join(sorted(missing))}")
