/** Kernels and gradients of tfjs-node replaced by faster TensorFlow operations. */
export { registerKernels } from "./register";
