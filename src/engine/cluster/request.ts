/** What can be asked of the API server, and what it makes of it. */
import type { Json } from '../control-plane/index.ts';
import { type Kind, resourceOf, type Stored } from './objects.ts';

export interface Ask {
  readonly by: string;
  readonly verb: 'create' | 'update' | 'patch' | 'delete';
  readonly kind: Kind;
  readonly subresource?: string;
  readonly namespace: string;
  readonly name: string;
  /** As sent. */
  readonly body?: Json;
}

export type Decision =
  | { readonly do: 'store'; readonly object: Stored }
  | { readonly do: 'remove'; readonly object: Stored }
  | { readonly do: 'same' }
  | {
      readonly do: 'refuse';
      readonly code: number;
      readonly reason: string;
      readonly message: string;
    };

export interface Answer {
  readonly code: number;
  readonly object: Stored | undefined;
  /** Of a refusal. */
  readonly message: string;
}

export function notFound({ kind, name }: Ask): Decision {
  return {
    do: 'refuse',
    code: 404,
    reason: 'NotFound',
    message: `${resourceOf(kind)} "${name}" not found`,
  };
}

export function conflict({ kind, name }: Ask): Decision {
  const message = `Operation cannot be fulfilled on ${resourceOf(kind)} "${name}": the object has been modified; please apply your changes to the latest version and try again`;
  return { do: 'refuse', code: 409, reason: 'Conflict', message };
}
