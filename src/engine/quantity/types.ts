/** Shapes of the quantity engine; the rules are in parse.ts, print.ts and index.ts. */
import type { Decimal } from './decimal.ts';

/** The way of writing that the input used and the output keeps. */
export type Format = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

/** An exact amount with its format, as resource.Quantity holds it. Immutable. */
export interface Quantity extends Decimal {
  readonly format: Format;
  /** The text as written, where Kubernetes echoes it instead of the canonical form. */
  readonly text?: string;
}

/** ErrFormatWrong, ErrSuffix and ErrNumeric of resource.ParseQuantity. */
export type QuantityCode = 'quantity-format' | 'quantity-suffix' | 'quantity-numeric';

export type ParsedQuantity =
  | { readonly ok: true; readonly quantity: Quantity }
  | { readonly ok: false; readonly code: QuantityCode };
