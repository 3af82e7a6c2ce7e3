/** Says which Python wheel brings TensorFlow's C library to which machine, and why a machine has none. */
import { isAtLeast, isTranslated, macosVersion, thisMachine } from "./machine.mjs";

/** @typedef {import("./machine.mjs").Machine} Machine */

/**
 * What the libraries of one system are called, and how an addon is linked with them.
 *
 * @typedef {object} System
 * @property {string} library - The file with most of the C functions.
 * @property {string} framework - The file with the rest, which the library loads too.
 * @property {Record<string, string>} links - Further names by which linkers, published addons and the package's own
 *   installer look for these files.
 * @property {string[]} linking - The compiler's arguments that make an addon find the library from where it lies.
 */

/**
 * A wheel as pinned.
 *
 * @typedef {System & {machine: string, project: string, version: string, platforms: string[], sha256: string,
 *   bytes: number, glibc?: string, macos?: string}} Wheel
 */

/** Where the libraries lie, seen from the addon's folder `lib/napi-v8`. */
const BESIDE = "../../deps/lib";

/** @type {System} */
const LINUX = {
  library: "libtensorflow_cc.so.2",
  framework: "libtensorflow_framework.so.2",
  links: {
    "libtensorflow.so": "libtensorflow_cc.so.2",
    "libtensorflow.so.2.9.1": "libtensorflow_cc.so.2",
    "libtensorflow_framework.so": "libtensorflow_framework.so.2",
  },
  linking: ["-shared", `-Wl,-rpath,$ORIGIN/${BESIDE}`],
};

/**
 * The libraries call themselves `@rpath/libtensorflow….2.dylib`, so an addon that names their folder as its rpath
 * finds them, and the library finds the framework by its own rpath `@loader_path/`: nothing has to be changed after
 * linking, which on Apple silicon would void the signature that the linker writes. What Node itself gives is looked up
 * when the addon is loaded.
 *
 * @type {System}
 */
const MACOS = {
  library: "libtensorflow_cc.2.dylib",
  framework: "libtensorflow_framework.2.dylib",
  links: {
    "libtensorflow.dylib": "libtensorflow_cc.2.dylib",
    "libtensorflow.2.dylib": "libtensorflow_cc.2.dylib",
    "libtensorflow_framework.dylib": "libtensorflow_framework.2.dylib",
  },
  linking: ["-dynamiclib", "-undefined", "dynamic_lookup", `-Wl,-rpath,@loader_path/${BESIDE}`],
};

/**
 * The wheels, by machine. The tag cp311 names the Python that a wheel is for; its C library does not care, so the
 * learner's own Python may be another. wheel-facts.json holds what was read from the files themselves, and a test
 * compares it with this table.
 *
 * @type {Record<"linux-x64" | "linux-arm64" | "darwin-arm64" | "darwin-x64", Wheel>}
 */
export const WHEELS = {
  "linux-x64": {
    ...LINUX,
    machine: "linux-x64",
    project: "tensorflow-cpu",
    version: "2.21.0",
    platforms: ["manylinux_2_27_x86_64", "manylinux2014_x86_64", "manylinux_2_17_x86_64"],
    sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
    bytes: 273_829_956,
    glibc: "2.27",
  },
  // Cross-compiled, and loaded, computed and trained with by an arm64 Node under emulation; not on a machine of its own.
  "linux-arm64": {
    ...LINUX,
    machine: "linux-arm64",
    project: "tensorflow",
    version: "2.21.0",
    platforms: ["manylinux_2_27_aarch64", "manylinux2014_aarch64", "manylinux_2_17_aarch64"],
    sha256: "4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c",
    bytes: 281_828_020,
    glibc: "2.27",
  },
  // Cross-compiled and linked with Zig's compiler; untried: Apple's compiler, and loading. Where it fails, the package's own way follows.
  "darwin-arm64": {
    ...MACOS,
    machine: "darwin-arm64",
    project: "tensorflow",
    version: "2.21.0",
    platforms: ["macosx_12_0_arm64"],
    sha256: "51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88",
    bytes: 223_405_849,
    macos: "12.0",
  },
  // As above; TensorFlow's last for Intel's. The addon with 2.16.2 was run on Linux.
  "darwin-x64": {
    ...MACOS,
    machine: "darwin-x64",
    project: "tensorflow",
    version: "2.16.2",
    platforms: ["macosx_10_15_x86_64"],
    sha256: "ec06570d57bfa0e2be804405e3cdc2960e94887e7619ffb6bc053e9775b695aa",
    bytes: 259_588_062,
    macos: "10.15",
  },
};

/**
 * The wheel for a machine.
 *
 * @param {Machine} [machine] - This one unless told.
 * @returns {Wheel | undefined} Nothing where none fits, with {@link noWheelReason} telling why.
 */
export function wheelFor(machine = thisMachine()) {
  return noWheelReason(machine) ? undefined : wheelOfKind(machine);
}

/**
 * @param {Machine} machine
 * @returns {Wheel | undefined}
 */
function wheelOfKind({ platform, arch }) {
  return Object.values(WHEELS).find((wheel) => wheel.machine === `${platform}-${arch}`);
}

/**
 * Whether there is a wheel for machines of this kind, be it that this one is too old for it.
 *
 * @param {Machine} machine
 */
export function isKindWithWheel(machine) {
  return wheelOfKind(machine) !== undefined;
}

/**
 * Says why a machine has no wheel.
 *
 * @param {Machine} [machine] - This one unless told.
 * @returns {{line: string, remedy: string} | undefined} Why, and what would help; nothing where the machine has one.
 */
export function noWheelReason(machine = thisMachine()) {
  const wheel = wheelOfKind(machine);
  if (!wheel) return unknownKind(machine);
  if (wheel.glibc) return oldLinux(machine.glibc, wheel.glibc);
  if (isTranslated(machine)) {
    return {
      line: "this Node is made for Intel's processors and runs translated on Apple silicon",
      remedy: "Install Node for macOS on Apple silicon (arm64) from nodejs.org and run npm run setup.",
    };
  }
  const found = macosVersion(machine.release);
  const oldest = wheel.macos ?? "0";
  if (isAtLeast(found, oldest)) return undefined;
  return {
    line: `the wheel needs macOS ${oldest} or later; this system has ${found}`,
    remedy: `Update macOS to ${oldest} or later and run npm run setup.`,
  };
}

/**
 * @param {Machine} machine
 */
function unknownKind({ platform, arch }) {
  const line = `there is no known wheel for ${platform} on ${arch}`;
  if (platform !== "win32") return { line, remedy: "Use a 64-bit Linux or macOS." };
  // The C functions are in _pywrap_tensorflow_common.dll there, which loads python311.dll.
  return { line: `${line}: the C library works inside Python alone there`, remedy: WSL_REMEDY };
}

/** What to do on Windows where nothing brings the library. */
export const WSL_REMEDY =
  "Set the course up in WSL, which is Linux: wsl --install, then clone and npm start inside.";

/**
 * @param {string} found
 * @param {string} oldest
 */
function oldLinux(found, oldest) {
  const remedy = `Use a system with the GNU C library ${oldest} or later (Debian 10, Ubuntu 18.04, Fedora 28 or later).`;
  if (!found) return { line: "the wheel needs the GNU C library, which this system does not have", remedy };
  if (isAtLeast(found, oldest)) return undefined;
  return { line: `the wheel needs the GNU C library ${oldest} or later; this system has ${found}`, remedy };
}
