"""Takes what the addon needs out of a TensorFlow wheel: two libraries and the headers of the C interface."""

import shutil
import sys
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

LIBRARIES = {"tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"}
# The whole include folder has 11,000 files and 290 MB; the C interface reads only these corners of it.
HEADERS = (
    "tensorflow/include/tensorflow/c/",
    "tensorflow/include/tensorflow/core/platform/ctstring",
    "tensorflow/include/tsl/platform/ctstring",
    "tensorflow/include/xla/tsl/c/",
)

wheel, target = Path(sys.argv[1]), Path(sys.argv[2])
found = set()
with ZipFile(wheel) as archive:
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        if entry.filename in LIBRARIES:
            place = target / PurePosixPath(entry.filename).name
            found.add(entry.filename)
        elif entry.filename.startswith(HEADERS):
            place = target / "include" / PurePosixPath(entry.filename).relative_to("tensorflow/include")
        else:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as source, open(place, "wb") as copy:  # reading to the end checks the CRC
            shutil.copyfileobj(source, copy, 1 << 20)
missing = LIBRARIES - found
if missing:
    sys.exit(f"{wheel.name} lacks {', '.join(sorted(missing))}")
