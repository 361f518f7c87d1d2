/** From a decodable object to the Pod in it. Values of the wrong type read as absent. */
import { type SourceNode, child } from '../source.ts';
import { type Amount, readAmount } from './amount.ts';
import type { Slot } from './slots.ts';
import type { Claim, Container, ContainerKind, Pod, Requirements, ResourceList } from './types.ts';

export function podIn({ object, source, specPath, named }: Slot): Pod {
  let spec: SourceNode | undefined = source;
  for (const step of specPath.split('.')) spec = child(spec, step);
  const priority = child(spec, 'priority');
  return {
    object,
    named,
    specPath,
    source,
    initContainers: containers(spec, specPath, 'initContainers', 'init'),
    containers: containers(spec, specPath, 'containers', 'container'),
    ephemeralContainers: containers(spec, specPath, 'ephemeralContainers', 'ephemeral'),
    ...optional('resources', requirements(child(spec, 'resources'))),
    ...optional('overhead', resourceList(child(spec, 'overhead'))),
    restartPolicy: text(spec, 'restartPolicy') || 'Always',
    ...(priority?.kind === 'scalar' && typeof priority.value === 'number'
      ? { priority: priority.value }
      : {}),
    priorityClassName: text(spec, 'priorityClassName'),
    ...optional('os', text(child(spec, 'os'), 'name') || undefined),
    ...optional('statusClass', text(child(source, 'status'), 'qosClass') || undefined),
  };
}

/** A string field, empty when absent: Go's zero value. */
export function text(node: SourceNode | undefined, key: string): string {
  const value = child(node, key);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : '';
}

/** The items of a list field; none when absent. */
export function itemsOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'list' ? node.items : [];
}

function containers(
  spec: SourceNode | undefined,
  specPath: string,
  field: string,
  kind: ContainerKind,
): readonly Container[] {
  return itemsOf(child(spec, field)).map((source, index) => {
    const policy = child(source, 'restartPolicy');
    const restartPolicy =
      policy?.kind === 'scalar' && typeof policy.value === 'string' ? policy.value : undefined;
    return {
      kind: kind === 'init' && restartPolicy === 'Always' ? 'sidecar' : kind,
      path: `${specPath}.${field}[${index}]`,
      name: text(source, 'name'),
      image: text(source, 'image'),
      ...optional('restartPolicy', restartPolicy),
      resources: requirements(child(source, 'resources')) ?? {},
      source,
    };
  });
}

function requirements(node: SourceNode | undefined): Requirements | undefined {
  if (node?.kind !== 'map') return undefined;
  const claims = child(node, 'claims');
  return {
    ...optional('requests', resourceList(child(node, 'requests'))),
    ...optional('limits', resourceList(child(node, 'limits'))),
    ...optional('claims', claims?.kind === 'list' ? claims.items.map(claim) : undefined),
  };
}

function claim(node: SourceNode): Claim {
  return { name: text(node, 'name'), request: text(node, 'request') };
}

function resourceList(node: SourceNode | undefined): ResourceList | undefined {
  if (node?.kind !== 'map') return undefined;
  const list = new Map<string, Amount>();
  for (const { key, value } of node.entries) {
    const amount = value.kind === 'scalar' ? readAmount(value.json) : undefined;
    if (typeof amount === 'object') list.set(key, amount);
  }
  return list;
}

function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}
