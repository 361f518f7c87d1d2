/** Fields of Pods that a manifest has and that the play does not look at: one node has room for everything. */
import type { JsonObject } from '../control-plane/index.ts';
import type { Applied } from './decode.ts';
import { mapOf } from './validate.ts';
import { itemsOf } from './validate-pod.ts';

const SPEC = ['nodeSelector', 'affinity', 'topologySpreadConstraints'];

/** Each once, in this order. */
export function unplayedIn(objects: readonly Applied[]): readonly string[] {
  const found = objects.flatMap((object) => {
    if (object.kind === 'Service') return [];
    return fieldsIn(object.kind === 'Pod' ? object.spec : object.spec.template.spec);
  });
  return [...new Set(found)];
}

function fieldsIn(spec: JsonObject): readonly string[] {
  const containers = [...itemsOf(spec['initContainers']), ...itemsOf(spec['containers'])];
  const asks = [spec, ...containers].map(({ resources }) => mapOf(resources));
  const isAsking = asks.some(({ requests, limits }) =>
    [requests, limits].some((each) => Object.keys(mapOf(each)).length > 0),
  );
  const hasHostPort = containers
    .flatMap(({ ports }) => itemsOf(ports))
    .some(({ hostPort }) => Number(hostPort ?? 0) !== 0);
  const isClaiming = itemsOf(spec['volumes']).some(
    (volume) => 'persistentVolumeClaim' in volume || 'ephemeral' in volume,
  );
  return [
    ...SPEC.filter((field) => Object.keys(spec[field] ?? {}).length > 0),
    ...(isAsking ? ['resources'] : []),
    ...(hasHostPort ? ['hostPort'] : []),
    ...(isClaiming ? ['persistentVolumeClaim'] : []),
  ];
}
