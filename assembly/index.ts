/**
 * What the lab's WebAssembly module offers (built by `npm run assembly`). Addresses are bytes in the
 * shared memory, sizes are counts; arrays are float32, row by row, at addresses that 16 divides.
 *
 * To add a family: a file here with its loops, its exports in this list, and their use in
 * src/engine/kernels/wasm/. Loops that take long are cut into chunks (threads.ts) by shape alone.
 */
export { begin, serve } from './threads';
export { panelFloats, product } from './product';
export { batchProduct } from './batchProduct';
export { sumChunks, sumProducts } from './sumProducts';
export { listedProduct, maskRows } from './dense';
export { packTransposedPanels } from './packing';
export { pixelDense, pixelDenseGradient, placeChunks } from './pixels';
export { pool, poolingBlocks } from './pooling';
export { largestGradient, sumGradient } from './poolingGradients';
export { logSumExp } from './logSumExp';
export { logSumExpGradient } from './logSumExpGradient';
export { affine, unary } from './mapping';
export { binary } from './pairing';
export { adam, momentum } from './descent';
export { maxGradient, maxPieces, reductionPieces, sumPieces } from './reduction';
export { convolve, filterFloats, packFilter, packTurnedFilter } from './convolution';
export { filterGradient, filterGradientParts } from './filterGradient';
export { padImages } from './windows';
export { packWinograd, tilesAtOnce, winograd } from './winogradConvolution';
export { winogradFilter, winogradFilterParts } from './winogradFilter';
export { depthwise } from './depthwise';
export { depthwiseFilter, depthwiseFilterParts } from './depthwiseFilter';
export { maxPool, maxPoolGradient } from './maxPool';
export { columnChunks, normaliseColumns } from './normalisation';
export { normaliseColumnsGradient } from './normalisationGradient';
export { softmax, softmaxCrossEntropy, softmaxGradient } from './softmax';
export { lookUp, lookUpGradient } from './tables';
export { arrange, copyRuns } from './arranging';
