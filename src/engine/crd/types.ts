import type { JsonValue } from '../read/index.ts';

export type FieldErrorType =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueDuplicate'
  | 'FieldValueNotSupported'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid';

export type FieldErrorCode =
  | 'value-required'
  | 'value-invalid'
  | 'value-duplicate'
  | 'value-unsupported'
  | 'value-too-long'
  | 'too-many'
  | 'type-invalid'
  /** A rule in CEL does not hold. */
  | 'rule-broken'
  | 'rules-not-checked';

/** `field`, `type` and `detail` are what the API server prints. */
export interface FieldError {
  readonly code: FieldErrorCode;
  readonly field: string;
  readonly type: FieldErrorType;
  readonly detail: string;
}

/** The part of a structural schema that these resource definitions use. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly default?: JsonValue;
  readonly enum?: readonly JsonValue[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly not?: Schema;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly {
    readonly message: string;
    readonly rule: string;
  }[];
}
