/** Pods as the API server takes them: found in a text, defaulted, refused, warned about. */
export { admitPriority } from './admission.ts';
export {
  type Amount,
  ZERO_AMOUNT,
  canonical,
  compare,
  milliUnits,
  printed,
  readAmount,
  units,
} from './amount.ts';
export { isCritical } from './critical.ts';
export { type DefaultedPod, defaultPod } from './defaults.ts';
export {
  type FormatError,
  asPrefix,
  labelErrors,
  qualifiedNameDetails,
  subdomainErrors,
} from './formats.ts';
export { type LineIndex, lineIndex, offsetOf, resourcePath } from './places.ts';
export {
  type Side,
  aggregate,
  effective,
  isHugePages,
  isPodLevelName,
  isPodLevelSet,
  listOf,
  workingContainers,
} from './resources.ts';
export { itemsOf, podIn, text } from './slice.ts';
export { type PodDocument, type Slot, type Slots, slotsIn } from './slots.ts';
export type * from './types.ts';
export { refusalsOf } from './validate.ts';
export { warningsOf } from './warnings.ts';
