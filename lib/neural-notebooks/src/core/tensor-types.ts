/**
 * The types of tensors alone: a declaration that names them this way does not make the editor and the kernel read
 * all of TensorFlow.js (about 600 files) when a cell imports a frame or a scaler.
 */
export type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from "@tensorflow/tfjs-core/dist/tensor";
