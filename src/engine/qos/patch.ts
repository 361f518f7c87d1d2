/**
 * Edits as a strategic merge patch, the kind that `kubectl patch --patch-file` takes: containers are found by
 * name, `null` removes a key.
 */
import type { Pod } from '../pod/index.ts';
import { type Edit, byBlock } from './edit-set.ts';

const STEP = '  ';

export function patchText(pod: Pod, edits: readonly Edit[]): string {
  const blocks = byBlock(edits);
  const steps = pod.specPath.split('.');
  const parts = [steps.map((step, depth) => `${STEP.repeat(depth)}${step}:`)];
  const indent = STEP.repeat(steps.length);
  const lists = [
    ['initContainers', pod.initContainers],
    ['containers', pod.containers],
  ] as const;
  for (const [field, containers] of lists) {
    const items = containers.flatMap(({ name, path }) => {
      const body = resourcesLines(blocks.get(`${path}.resources`), `${indent}${STEP}${STEP}`);
      return body.length === 0 ? [] : [`${indent}${STEP}- name: ${scalar(name)}`, ...body];
    });
    if (items.length > 0) parts.push([`${indent}${field}:`], items);
  }
  parts.push(resourcesLines(blocks.get(`${pod.specPath}.resources`), indent));
  return `${parts.flat().join('\n')}\n`;
}

function resourcesLines(edits: readonly Edit[] | undefined, indent: string): string[] {
  if (edits === undefined) return [];
  const lines: string[] = [];
  for (const side of ['requests', 'limits'] as const) {
    const here = edits.filter((edit) => edit.side === side);
    if (here.length > 0) lines.push(`${indent}${STEP}${side}:`);
    for (const { resource, value } of here) {
      const written = value === undefined ? 'null' : scalar(value);
      lines.push(`${indent}${STEP}${STEP}${scalar(resource)}: ${written}`);
    }
  }
  return [`${indent}resources:`, ...lines];
}

/** Plain where no YAML reader could take it for anything but this text. */
function scalar(text: string): string {
  const plain = /^(?:[a-z](?:[a-z0-9-]*[a-z0-9])?|\d+[a-zA-Z]+)$/.test(text);
  const word = /^(?:y|n|yes|no|on|off|true|false|null)$/.test(text);
  return plain && !word ? text : JSON.stringify(text);
}
