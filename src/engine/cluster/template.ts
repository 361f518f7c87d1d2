/**
 * The hash in the name of a ReplicaSet. Upstream hashes Go's print of the whole PodTemplateSpec
 * (ComputeHash of pkg/controller/controller_utils.go), which only Go has: the names here are made in the same
 * way (FNV-1a, safe alphabet) from JSON, so they are as long and as stable but not the same.
 */
import { sorted } from './same.ts';
import type { Template } from './objects.ts';
import { encoded } from './world.ts';

export function hashOf({ metadata, spec }: Template): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(sorted([metadata ?? {}, spec]))) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return encoded(String(hash));
}
