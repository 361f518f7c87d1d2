export type StatusList =
  'containerStatuses' | 'initContainerStatuses' | 'ephemeralContainerStatuses';

/** What the text says, before anything is made of it. */
export interface Found {
  readonly line: number;
  readonly container?: string;
  /** The list of the Pod's status that it stands in, where the text says so. */
  readonly list?: StatusList;
  readonly field?: 'state' | 'lastState';
  readonly kind?: 'waiting' | 'terminated' | 'pod';
  readonly reason?: string;
  readonly message?: string;
  /** As written, which is more than the kernel keeps or what Windows calls it. */
  readonly exitCode?: number;
  readonly signal?: number;
  /** The object's own `signal` field, which kubelets leave empty. */
  readonly signalField?: boolean;
  /** Behind `Init:`, as STATUS has it. */
  readonly init?: boolean;
  /** A number alone on its line, which could have been meant as a signal. */
  readonly bare?: boolean;
}

/** Longer numbers are none that any system gives. */
export const LONGEST_NUMBER = 15;

/** A whole number in decimal or hexadecimal form. */
export function wholeNumber(text: string): number | undefined {
  if (/^0x[0-9a-f]{1,8}$/i.test(text)) return Number.parseInt(text, 16);
  const digits = text.replace(/^[-−+]/, '');
  if (!/^\d+$/.test(digits) || digits.length > LONGEST_NUMBER) return undefined;
  return /^[-−]/.test(text) && Number(digits) !== 0 ? -Number(digits) : Number(digits);
}
