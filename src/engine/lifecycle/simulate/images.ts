/** Getting an image onto the node. Upstream: pkg/kubelet/images/image_manager.go (EnsureImageExists), v1.37.2. */
import type { ContainerSpec } from '../model.ts';
import type { ImageFacts } from '../scenario/types.ts';
import { isWaiting, nextBackoff } from './backoff.ts';
import { note } from './record.ts';
import type { Sim } from './state.ts';
import { own } from '../own.ts';

const HERE: ImageFacts = { present: true, pull: 30 };

/** Gives why the container cannot be started, or nothing. */
export function* ensureImage(
  sim: Sim,
  container: ContainerSpec,
): Generator<number, string | undefined, void> {
  const { clock, record, kubelet } = sim;
  const { name, image, imagePullPolicy } = container;
  const facts = own(sim.scenario.images, image) ?? HERE;
  const isPresent = facts.present || sim.pulled.has(image);
  if (facts.failsWith === 'InvalidImageName') return fail(sim, container, facts.failsWith);
  if (imagePullPolicy === 'Never') {
    return isPresent ? undefined : fail(sim, container, 'ErrImageNeverPull');
  }
  if (isPresent && imagePullPolicy !== 'Always') return undefined;
  if (isWaiting(kubelet.pulls, image, clock.now)) {
    const ms = kubelet.pulls.entries.get(image)?.delay ?? 0;
    note(record, clock.now, 'kubelet', 'image-backoff', { container: name, image, ms });
    return 'ImagePullBackOff';
  }
  note(record, clock.now, 'kubelet', 'image-pulling', { container: name, image });
  const started = clock.now;
  yield facts.pull;
  const { availableAt } = facts;
  const isThere = availableAt === undefined || (availableAt !== null && availableAt <= started);
  if (isThere) {
    sim.pulled.add(image);
    const params = { container: name, image, ms: clock.now - started };
    note(record, clock.now, 'runtime', 'image-pulled', params);
    return undefined;
  }
  nextBackoff(kubelet.pulls, image, clock.now, clock.now);
  return fail(sim, container, facts.failsWith ?? 'ErrImagePull');
}

function fail({ record, clock }: Sim, { name, image }: ContainerSpec, reason: string): string {
  const params = { container: name, image, reason };
  note(record, clock.now, 'runtime', 'image-pull-failed', params);
  return reason;
}
