/**
 * What is written into the cgroups of a Pod and of its containers.
 * Upstream, v1.37.2: ResourceConfigForPod, MilliCPUToShares, MilliCPUToQuota (pkg/kubelet/cm/helpers_linux.go),
 * getCPUWeight and the cgroup names (cgroup_manager_linux.go, pod_container_manager_linux.go) for the Pod;
 * generateLinuxContainerResources (pkg/kubelet/kuberuntime/kuberuntime_container_linux.go) and, for the weight,
 * opencontainers/cgroups for containers.
 * Assumed: CFS quota on with a period of 100 ms, no exclusive CPUs, no memory reservation (MemoryQoS policy
 * None). Left out: swap, memory.high, pids.
 */
import {
  type Amount,
  type Container,
  type Pod,
  type ResourceList,
  ZERO_AMOUNT,
  isHugePages,
  isPodLevelSet,
  listOf,
  milliUnits,
  units,
  workingContainers,
} from '../pod/index.ts';
import { parseQuantity } from '../quantity/index.ts';
import type { CgroupValues, PodCgroup, QosClass } from './types.ts';

const PERIOD = 100_000n;
const LEAST_QUOTA = 1000n;
const LEAST_SHARES = 2;
const MOST_SHARES = 262_144;
const MOST_WEIGHT = 10_000;

/** What the scheduler counts, which the Pod's cgroup is made of. */
export interface Effective {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

/** The cgroup of the Pod itself, which all of its containers share. */
export function podCgroup(
  pod: Pod,
  qosClass: QosClass,
  uid: string,
  { requests, limits }: Effective,
): PodCgroup {
  const bestEffort = qosClass === 'BestEffort';
  const shares = bestEffort ? LEAST_SHARES : sharesOf(amountOf(requests, 'cpu'));
  const limit = (resource: string): Amount =>
    !bestEffort && (qosClass === 'Guaranteed' || isLimited(pod, resource))
      ? amountOf(limits, resource)
      : ZERO_AMOUNT;
  return {
    ...cgroupPaths(qosClass, uid),
    ...values(shares, linearWeight(shares), limit('cpu'), limit('memory')),
    ...hugePages(pageSums(requests)),
  };
}

/** The cgroup that the container runtime makes for each container of the Pod. */
export function containerCgroups(pod: Pod): (container: Container) => CgroupValues {
  const podLimits = isPodLevelSet(pod) ? listOf(pod.resources, 'limits') : new Map();
  const podPages = pageLimits(podLimits);
  return ({ resources }) => {
    const limits = listOf(resources, 'limits');
    const limit = (resource: string): Amount => {
      const own = amountOf(limits, resource);
      return own.sign === 0 ? amountOf(podLimits, resource) : own;
    };
    const shares = sharesOf(listOf(resources, 'requests').get('cpu') ?? limit('cpu'));
    const { v1, v2 } = values(shares, curvedWeight(shares), limit('cpu'), limit('memory'));
    return {
      v1,
      v2: { ...v2, 'cpu.weight.old': linearWeight(shares) },
      ...hugePages(pageLimits(limits, podPages)),
    };
  };
}

function amountOf(list: ResourceList, resource: string): Amount {
  return list.get(resource) ?? ZERO_AMOUNT;
}

/** A quota on the Pod would throttle a container that has none, so all of them must have one. */
function isLimited(pod: Pod, resource: string): boolean {
  if (isPodLevelSet(pod) && amountOf(listOf(pod.resources, 'limits'), resource).sign !== 0) {
    return true;
  }
  return workingContainers(pod).every(
    ({ resources }) => amountOf(listOf(resources, 'limits'), resource).sign !== 0,
  );
}

function values(shares: number, weight: number, cpu: Amount, memory: Amount): CgroupValues {
  const milli = milliUnits(cpu);
  const ratio = BigInt.asIntN(64, milli * PERIOD) / 1000n;
  const quota = milli === 0n ? 0n : ratio < LEAST_QUOTA ? LEAST_QUOTA : ratio;
  const bytes = units(memory);
  const limited = quota !== 0n;
  return {
    v1: {
      'cpu.shares': shares,
      'cpu.cfs_quota_us': limited ? Number(quota) : null,
      'cpu.cfs_period_us': limited ? Number(PERIOD) : null,
      'memory.limit_in_bytes': bytes === 0n ? null : Number(bytes),
    },
    v2: {
      'cpu.weight': weight,
      'cpu.max': limited ? `${quota} ${PERIOD}` : 'max',
      'memory.max': bytes === 0n ? 'max' : String(bytes),
    },
  };
}

function sharesOf(cpu: Amount): number {
  const shares = Number(BigInt.asIntN(64, milliUnits(cpu) * 1024n) / 1000n);
  return Math.min(Math.max(shares, LEAST_SHARES), MOST_SHARES);
}

/** The kubelet's own conversion, and that of runtimes before 2025: 1 CPU is 39. */
function linearWeight(shares: number): number {
  if (shares >= MOST_SHARES) return MOST_WEIGHT;
  return 1 + Math.floor(((shares - 2) * 9999) / 262_142);
}

/** The curve of current runtimes through the least, the default and the most: 1 CPU is 100. */
function curvedWeight(shares: number): number {
  if (shares <= LEAST_SHARES) return 1;
  if (shares >= MOST_SHARES) return MOST_WEIGHT;
  const log = Math.log2(shares);
  return Math.ceil(10 ** ((log * log + 125 * log) / 612 - 7 / 34));
}

type PageLimits = ReadonlyMap<string, bigint>;

/** No processor has more page sizes; repeated for every container, an answer could fill the memory. */
const MOST_SIZES = 64;

/** What a Pod's cgroup gets: two names of one size (`hugepages-2Mi`, `hugepages-2048Ki`) are added up. */
function pageSums(list: ResourceList): PageLimits {
  const sums = new Map<string, bigint>();
  for (const [name, amount] of list) {
    // A name without a size counts as size 0.
    if (!isHugePages(name)) continue;
    const size = pageSize(name) ?? '0';
    sums.set(size, (sums.get(size) ?? 0n) + units(amount));
  }
  return sums;
}

/** What a container gets: of two names of one size the later one counts, a name without a size does not. */
function pageLimits(list: ResourceList, ofPod: PageLimits = new Map()): PageLimits {
  const limits = new Map(ofPod);
  for (const [name, amount] of list) {
    const size = isHugePages(name) ? pageSize(name) : undefined;
    if (size !== undefined && (limits.size < MOST_SIZES || limits.has(size))) {
      limits.set(size, units(amount));
    }
  }
  return limits;
}

/** In bytes. */
function pageSize(name: string): string | undefined {
  const size = parseQuantity(name.slice('hugepages-'.length));
  return size.ok ? String(units(size.quantity)) : undefined;
}

function hugePages(limits: PageLimits): Pick<CgroupValues, 'hugepages'> {
  if (limits.size === 0) return {};
  return {
    hugepages: Object.fromEntries([...limits].map(([size, limit]) => [size, Number(limit)])),
  };
}

/** Both drivers' names below the cgroup root; systemd escapes the dashes of the uid. */
function cgroupPaths(qosClass: QosClass, uid: string): Pick<PodCgroup, 'path' | 'systemdPath'> {
  const level = qosClass === 'Guaranteed' ? [] : [qosClass.toLowerCase()];
  const slices = ['kubepods', ...level, `pod${uid.replaceAll('-', '_')}`];
  const systemd = slices.map((_slice, index) => `${slices.slice(0, index + 1).join('-')}.slice`);
  return {
    path: ['kubepods', ...level, `pod${uid}`].join('/'),
    systemdPath: systemd.join('/'),
  };
}
