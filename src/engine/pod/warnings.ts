/**
 * What the API server warns about when it stores the Pod.
 * Upstream: WarningsOnCreate (pkg/registry/core/pod/strategy.go) and GetWarningsForPod
 * (pkg/api/pod/warnings.go), v1.37.2.
 * Left out: warnings about node labels, annotations, volumes, env, ports, host aliases, pull secrets, affinity
 * and addresses.
 */
import { child } from '../source.ts';
import { milliUnits, printed } from './amount.ts';
import { labelErrors } from './formats.ts';
import { type LineIndex, offsetOf } from './places.ts';
import { text } from './slice.ts';
import type { Pod, ResourceList, Warning, WarningCode } from './types.ts';

export function warningsOf(pod: Pod, at: LineIndex): readonly Warning[] {
  const warnings: Warning[] = [];
  const warn = (
    code: WarningCode,
    path: string,
    words: string,
    params: Warning['params'],
  ): void => {
    const position = at(offsetOf(pod.source, path));
    warnings.push({ code, path, params, ...position, text: `${path}: ${words}` });
  };
  const metadata = child(pod.source, 'metadata');
  const name = text(metadata, 'name');
  const generated = name === '' && text(metadata, 'generateName') !== '';
  const errors = pod.named && !generated ? labelErrors(name) : [];
  if (errors.length > 0) {
    const details = errors.map(({ detail }) => detail).join(' ');
    const advice = `this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${details}]`;
    warn('name-as-hostname', 'metadata.name', advice, { name });
  }
  const fractions = (list: ResourceList | undefined, path: string): void => {
    for (const resource of ['memory', 'ephemeral-storage']) {
      const amount = list?.get(resource);
      if (amount === undefined || milliUnits(amount) % 1000n === 0n) continue;
      const value = printed(amount);
      const words = `fractional byte value "${value}" is invalid, must be an integer`;
      warn('fractional-bytes', `${path}[${resource}]`, words, { value });
    }
  };
  fractions(pod.overhead, `${pod.specPath}.overhead`);
  for (const container of [...pod.initContainers, ...pod.containers, ...pod.ephemeralContainers]) {
    fractions(container.resources.limits, `${container.path}.resources.limits`);
    fractions(container.resources.requests, `${container.path}.resources.requests`);
  }
  return warnings;
}
