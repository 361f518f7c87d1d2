/**
 * The fields of KubeProxyConfiguration v1alpha1 and their types: k8s.io/kube-proxy/config/v1alpha1/types.go,
 * v1.37.2. A value of another type makes the file unreadable; an unknown field is passed over with a warning.
 * Left out: what is in logging.
 */
import { parseDuration } from './duration.ts';
import {
  entries,
  type Field,
  flag,
  integer,
  isSet,
  items,
  pathOf,
  report,
  short,
  text,
} from './fields.ts';

/** Reports what does not fit, and counts in the log what makes the file unreadable. */
export function checkConfig(root: Field): void {
  checkStruct(root, FIELDS);
}

type Check = (field: Field) => void;

/** By name: a check, or a struct with fields of its own. */
interface Fields {
  readonly [field: string]: Check | Fields;
}

function fields(check: Check, names: string): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, check]));
}

const any: Check = () => {};

/** `null` is no duration, unless the field may be left out. */
const duration: Check = (field) => {
  const before = field.log.unreadable;
  const value = text(field);
  if (parseDuration(value) !== undefined || field.log.unreadable > before) return;
  field.log.unreadable++;
  report(field, 'config-duration', { value: short(value) });
};
const optionalDuration: Check = (field) => (isSet(field) ? duration(field) : undefined);

const decimal: Check = (field) => {
  const { node } = field;
  if (!isSet(field) || (node?.kind === 'scalar' && typeof node.value === 'number')) return;
  integer(field);
};

const list: Check = (field) => void items(field).map(text);
const flags: Check = (field) => void entries(field).map(flag);

const periods = fields(duration, 'syncPeriod minSyncPeriod');

const FIELDS: Fields = {
  ...fields(text, 'apiVersion kind hostnameOverride bindAddress healthzBindAddress'),
  ...fields(text, 'metricsBindAddress showHiddenMetricsForVersion mode detectLocalMode'),
  ...fields(text, 'clusterCIDR portRange'),
  ...fields(flag, 'bindAddressHardFail enableProfiling windowsRunAsService'),
  featureGates: flags,
  logging: any,
  nodePortAddresses: list,
  oomScoreAdj: integer,
  configSyncPeriod: duration,
  clientConnection: {
    ...fields(text, 'kubeconfig acceptContentTypes contentType'),
    qps: decimal,
    burst: integer,
  },
  iptables: {
    ...periods,
    ...fields(flag, 'masqueradeAll localhostNodePorts'),
    masqueradeBit: integer,
  },
  nftables: { ...periods, masqueradeAll: flag, masqueradeBit: integer },
  ipvs: {
    ...periods,
    ...fields(duration, 'tcpTimeout tcpFinTimeout udpTimeout'),
    scheduler: text,
    excludeCIDRs: list,
    strictARP: flag,
  },
  winkernel: {
    ...fields(text, 'networkName sourceVip rootHnsEndpointName'),
    ...fields(flag, 'enableDSR forwardHealthCheckVip'),
  },
  detectLocal: fields(text, 'bridgeInterface interfaceNamePrefix'),
  conntrack: {
    ...fields(integer, 'maxPerCore min'),
    ...fields(optionalDuration, 'tcpEstablishedTimeout tcpCloseWaitTimeout'),
    ...fields(duration, 'udpTimeout udpStreamTimeout'),
    tcpBeLiberal: flag,
  },
};

function checkStruct(field: Field, known: Fields): void {
  for (const entry of entries(field)) {
    const key = String(entry.step);
    const check = Object.hasOwn(known, key) ? known[key] : undefined;
    if (check === undefined) report(entry, 'config-unknown-field', { field: pathOf(entry) });
    else if (typeof check === 'function') check(entry);
    else checkStruct(entry, check);
  }
}
