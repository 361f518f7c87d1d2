/** Which images had to be pulled, how long that took, and whether the registry had them. */
import { type ContainerSpec, isSidecar } from '../model.ts';
import type { ImageFacts } from '../scenario/types.ts';
import type { Seen } from './index.ts';
import { readyOf } from './kubelet.ts';
import { statusIn } from './runs.ts';

/** Making and starting a container. */
const START_TAKES = 110;
/** Less is no pull but noise; a start whose moment is known to a second only needs more. */
const SHORTEST_PULL = 600;
const SHORTEST_VAGUE_PULL = 1500;
/** A refusal of the registry. */
const REFUSAL_TAKES = 15;
/** Before it was seen to run, after the try before. */
const BEFORE_RUN = 500;

const FAILURES = new Set([
  ...['ErrImagePull', 'ErrImageNeverPull', 'InvalidImageName', 'ImageInspectError'],
  ...['RegistryUnavailable', 'SignatureValidationFailed'],
]);

/** When each container that was started for the first time could have been, and was. */
export function imagesOf(seen: Seen): Readonly<Record<string, ImageFacts>> {
  const { pod } = seen;
  const images: Record<string, ImageFacts> = {};
  const ready = readyOf(seen);
  let from = ready === undefined ? undefined : ready.at - seen.zero.base;
  for (const container of [...pod.spec.initContainers, ...pod.spec.containers]) {
    const { name, image } = container;
    const failed = failureOf(seen, name);
    const run = seen.runs.get(name)?.[0];
    if (failed !== undefined) {
      const started = run?.startDate ?? run?.startAt;
      const availableAt = started === undefined ? null : started - BEFORE_RUN;
      const isUsual = failed === 'ErrImagePull' || failed === 'ErrImageNeverPull';
      if (!Object.hasOwn(images, image))
        images[image] = {
          present: false,
          pull: REFUSAL_TAKES,
          availableAt: availableAt === null ? null : Math.round(availableAt),
          ...(!isUsual && { failsWith: failed }),
        };
    } else if (
      run?.startAt !== undefined &&
      run.count === 0 &&
      from !== undefined &&
      !waited(seen, name)
    ) {
      const took = Math.round(run.startAt - from - START_TAKES);
      const vague = (run.startSeen ?? run.startAt) - run.startAt > SHORTEST_PULL;
      const least = vague || container.postStart ? SHORTEST_VAGUE_PULL : SHORTEST_PULL;
      if (took > least && !Object.hasOwn(images, image))
        images[image] = { present: false, pull: took };
    }
    from = nextFrom(container, seen, from);
  }
  return images;
}

/** When the container after this one can be started. */
function nextFrom(
  container: ContainerSpec,
  seen: Seen,
  before: number | undefined,
): number | undefined {
  const { pod, runs } = seen;
  const run = runs.get(container.name)?.[0];
  if (run === undefined) return undefined;
  const isInit = pod.spec.initContainers.includes(container);
  // Nobody reports when a hook ended that the next container waits for.
  if (!isInit) return container.postStart === undefined ? (run.startAt ?? before) : undefined;
  return isSidecar(container) ? startedAt(container.name, seen) : run.endSeen;
}

function startedAt(name: string, { snapshots, zero }: Seen): number | undefined {
  const started = snapshots.find(({ view }) => statusIn(view.status, name)?.started === true);
  return started && started.at - zero.base;
}

/** Something else held it up. */
function waited({ snapshots }: Seen, name: string): boolean {
  return snapshots.some(({ view }) => {
    const reason = statusIn(view.status, name)?.state.waiting?.reason ?? '';
    return reason !== '' && reason !== 'ContainerCreating' && reason !== 'PodInitializing';
  });
}

function failureOf({ snapshots }: Seen, name: string): string | undefined {
  for (const { view } of snapshots) {
    const reason = statusIn(view.status, name)?.state.waiting?.reason ?? '';
    if (FAILURES.has(reason)) return reason;
    if (reason === 'ImagePullBackOff') return 'ErrImagePull';
  }
  return undefined;
}
