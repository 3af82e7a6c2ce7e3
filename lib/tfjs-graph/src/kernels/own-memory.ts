/**
 * Gives TensorFlow numbers of its own, where the addon would let it share an array's memory.
 *
 * The addon lends TensorFlow an array whose address suits it (a multiple of 64 bytes), and gives the reference back when
 * TensorFlow lets go of the last tensor. TensorFlow does so on any of its threads, where Node-API must not be called: now
 * and then the list of references is damaged, and Node ends by SIGSEGV at some later time. An array at another address
 * TensorFlow copies at once and gives it back before the call returns.
 */
import { nativeBackend, type Binding, type Tf } from "../internals";
import type { Restore } from "./native";

/** Addresses that TensorFlow takes without a copy are multiples of it; those of Node's arrays are multiples of 16. */
const NODE_ALIGNMENT = 16;

/** Lets no tensor share the memory of an array. */
export function keepMemoryApart(tf: Tf): Restore {
  const backend = nativeBackend(tf) as { binding: Binding };
  const { binding } = backend;
  backend.binding = Object.create(binding, {
    createTensor: {
      value: (...[shape, dtype, values]: Parameters<Binding["createTensor"]>) =>
        binding.createTensor(shape, dtype, isTypedArray(values) ? atOddAddress(values) : values),
    },
  }) as Binding;
  return () => void (backend.binding = binding);
}

type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Strings come as a list of bytes for each, and are copied by the addon. */
function isTypedArray(values: unknown): values is Numbers {
  return ArrayBuffer.isView(values) && !(values instanceof DataView);
}

/** The same numbers where TensorFlow will copy them. */
function atOddAddress(values: Numbers): Numbers {
  if (values.byteOffset % NODE_ALIGNMENT !== 0) return values;
  const { BYTES_PER_ELEMENT: width, length } = values;
  const Kind = values.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => Numbers;
  const copy = new Kind(new ArrayBuffer((length + 1) * width), width, length);
  copy.set(values);
  return copy;
}
