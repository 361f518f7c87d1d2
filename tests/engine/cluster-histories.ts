/**
 * A story as histories: of each object, what was written to it, by whom, in order. What no two runs of a cluster
 * have alike is left out: names that are made up, times, addresses, versions, tries that met a conflict.
 */
import type { Change, Step } from '../../src/engine/control-plane/index.ts';

export interface History {
  /** `Deployment web`, `ReplicaSet A`, `Pod A` (of ReplicaSet A), … */
  readonly object: string;
  readonly writes: readonly string[];
}

/** Fields that a controller decides by or a reader looks at. */
const FIELDS: readonly RegExp[] = [
  /^spec\.(replicas|nodeName|paused)$/,
  /^spec\.selector\.\w+$/,
  /^spec\.template\.spec\.containers\[\w+\]\.image$/,
  /^spec\.unschedulable$/,
  /^metadata\.(deletionTimestamp|labels\.\w+)$/,
  /^metadata\.finalizers/,
  /^metadata\.ownerReferences/,
  /^metadata\.annotations\.deployment\.kubernetes\.io\//,
  /^status\.(replicas|readyReplicas|availableReplicas|unavailableReplicas|updatedReplicas|terminatingReplicas|fullyLabeledReplicas|observedGeneration)$/,
  /^status\.(phase|podIP)$/,
  /^status\.conditions\[\w+\]\.(status|reason)$/,
  /^status\.containerStatuses\[\w+\]\.ready$/,
];

/** Written by the kubelet from what the cgroup says; nothing follows from it. */
const NOT_COMPARED = /^status\.resources/;

/** `from`: what was before, milliseconds, is known but not part of it. */
export function historiesOf(
  steps: readonly Step[],
  from = Number.NEGATIVE_INFINITY,
): readonly History[] {
  const letters = new Map<string, string>();
  const letter = (set: string): string => {
    const known = letters.get(set);
    if (known !== undefined) return known;
    const next = String.fromCharCode(65 + letters.size);
    letters.set(set, next);
    return next;
  };
  const podOfIp = new Map<string, string>();
  for (const { resource, changes } of steps) {
    if (resource !== 'endpointslices') continue;
    for (const { path, before, after } of changes) {
      const [, pod] = /^endpoints\[([^\]]+)\]\.addresses\[0\]$/.exec(path) ?? [];
      const address = after ?? before;
      if (pod !== undefined && address !== undefined) podOfIp.set(JSON.parse(address), pod);
    }
  }
  const versions = new Map<string, string>();
  const histories = new Map<string, { object: string; writes: string[] }>();
  const add = (key: string, object: string, write: string): void => {
    const history = histories.get(key) ?? { object, writes: [] };
    histories.set(key, history);
    history.writes.push(write);
  };
  const podName = (name: string): string => {
    const [, set] = /^(.+-[a-z0-9]{6,11})-[a-z0-9]{5}$/.exec(name) ?? [];
    return set === undefined ? `Pod ${name}` : `Pod of ${letter(set)}`;
  };
  for (const step of steps) {
    const { component, verb, resource, subresource, name, outcome, changes } = step;
    if (step.kind !== 'write' || subresource === 'token') continue;
    if (outcome !== 'stored' && outcome !== 'removed') continue;
    const what = `${component} ${verb}${subresource === '' ? '' : ` ${subresource}`}`;
    if (resource === 'pods') {
      for (const { path, after } of changes) {
        if (path === 'status.podIP' && after !== undefined) podOfIp.set(JSON.parse(after), name);
      }
    }
    // Deleting again what is being deleted changes nothing and gives the same version.
    const isSame = step.version !== '' && versions.get(`${resource}/${name}`) === step.version;
    versions.set(`${resource}/${name}`, step.version);
    if (step.at < from || (isSame && verb === 'delete')) continue;
    const isGone = outcome === 'removed';
    const gone = isGone ? ['removed'] : [];
    const told = isGone ? [] : changes.flatMap((change) => fieldOf(change, subresource)).toSorted();
    if (resource === 'pods') {
      const isCreate = verb === 'create' && subresource === '';
      const write = [what, ...(isCreate ? [] : told), ...gone].join(' | ');
      if (isCreate || told.length > 0 || gone.length > 0) add(`pods/${name}`, podName(name), write);
    } else if (resource === 'endpointslices' || resource === 'endpoints') {
      if (verb === 'create') {
        add(`${resource}/`, resource, what);
        continue;
      }
      for (const [pod, fields] of byPod(changes, podOfIp)) {
        if (fields.length > 0)
          add(
            `${resource}/${pod}`,
            `${resource} of ${podName(pod)}`,
            [what, ...fields].join(' | '),
          );
      }
    } else {
      const isSet = resource === 'replicasets';
      const object = isSet ? `ReplicaSet ${letter(name)}` : `${resource} ${name}`;
      const size = told.filter((each) => verb !== 'create' || /^spec\.replicas/.test(each));
      if (told.length > 0 || gone.length > 0)
        add(`${resource}/${name}`, object, [what, ...size, ...gone].join(' | '));
    }
  }
  return [...histories.values()].toSorted((one, other) =>
    JSON.stringify(one) < JSON.stringify(other) ? -1 : 1,
  );
}

function fieldOf({ path, after }: Change, subresource: string): readonly string[] {
  // A recorded difference is against the last whole update: what `scale` wrote stands in the next one.
  if (subresource === 'status' && !path.startsWith('status.') && !/annotations/.test(path))
    return [];
  // The recorder noted the target of a binding, not the condition that comes with it.
  if (subresource === 'binding' && path !== 'spec.nodeName') return [];
  if (NOT_COMPARED.test(path) || !FIELDS.some((field) => field.test(path))) return [];
  if (path === 'metadata.deletionTimestamp' || path === 'status.podIP') return [path];
  // The hash of a template is Go's own; owners are known by what they own.
  if (/ownerReferences/.test(path)) return ['metadata.ownerReferences'];
  const value = /restartedAt|pod-template-hash/.test(path) ? '…' : (after ?? 'none');
  return [`${path} ${value === '0' || value === 'none' ? 'none' : value}`];
}

/** Of an EndpointSlice or Endpoints: what changed for each Pod. */
function byPod(
  changes: readonly Change[],
  podOfIp: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const add = (pod: string, text: string): void => {
    found.set(pod, (found.get(pod) ?? new Set()).add(text));
  };
  for (const { path, before, after } of changes) {
    const [, pod, field] = /^endpoints\[([^\]]+)\]\.conditions\.(\w+)$/.exec(path) ?? [];
    if (pod !== undefined) add(pod, `${field} ${after ?? 'gone'}`);
    const [, list] =
      /^subsets\[[^\]]+\]\.(addresses|notReadyAddresses)\[[^\]]+\]\.ip$/.exec(path) ?? [];
    if (list === undefined) continue;
    // Subsets are named by their first address: when that one goes, all others seem to move.
    for (const [value, sign] of [
      [before, 'gone'],
      [after, 'new'],
    ] as const) {
      if (value !== undefined)
        add(podOfIp.get(JSON.parse(value)) ?? JSON.parse(value), `${list} ${sign}`);
    }
  }
  return new Map(
    [...found].map(([pod, texts]) => {
      const moved = ['addresses', 'notReadyAddresses'].filter(
        (list) => texts.has(`${list} gone`) && texts.has(`${list} new`),
      );
      const left = [...texts].filter((text) => !moved.includes(text.split(' ')[0] ?? ''));
      return [pod, left.toSorted()];
    }),
  );
}
