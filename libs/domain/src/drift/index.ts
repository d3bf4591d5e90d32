export * from './drift-state.js';
export { affectedEvents } from './affected.js';
export * from './canary.js';
export { acceptDrift, driftFindings, judgeDrift, type DriftChange } from './judge-drift.js';
export { anonymiseMessage } from './samples/anonymise.js';
export type { KeyedBytes, PseudonymOptions } from './samples/pseudonyms.js';
export { exportSample, type DriftSample, type RecordedSample } from './samples/recorded-line.js';
export { LENGTH_DELIMITED, readFields, readVarint, type WireField, type WireReading } from './samples/wire.js';
