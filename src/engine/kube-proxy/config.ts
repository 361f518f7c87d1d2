/**
 * KubeProxyConfiguration v1alpha1 as kube-proxy reads it: unknown fields are passed over with a warning (the
 * lenient fallback of cmd/kube-proxy/app/options.go loadConfig), then defaults, conversion and validation.
 * Upstream, v1.37.2: pkg/proxy/apis/config/v1alpha1/{defaults,conversion}.go, platformApplyDefaults of
 * cmd/kube-proxy/app/server_linux.go; validation is in config-validate.ts.
 * Left out: logging, featureGates that change no rule, everything of Windows.
 */
import { lineIndex } from '../pod/index.ts';
import type { Problem } from '../problem.ts';
import { readDocuments } from '../read/index.ts';
import {
  at,
  entries,
  type Field,
  flag,
  integer,
  isSet,
  newLog,
  offsetOfField,
  pathOf,
  report,
  rootField,
  text,
  texts,
} from './fields.ts';
import { checkConfig } from './config-fields.ts';
import { validateConfig } from './config-validate.ts';
import { parseDuration } from './duration.ts';
import { parseIp } from './ip.ts';
import type { ConfigRefusal, ProxyMode } from './types.ts';

export interface ProxyConfig {
  /** As written; empty is the default, iptables. */
  readonly mode: string;
  readonly hostnameOverride: string;
  readonly bindAddress: string;
  readonly healthzBindAddress: string;
  readonly metricsBindAddress: string;
  readonly clusterCidrs: readonly string[];
  /** Empty is ClusterCIDR. */
  readonly detectLocalMode: string;
  readonly bridgeInterface: string;
  readonly interfaceNamePrefix: string;
  readonly nodePortAddresses: readonly string[];
  readonly oomScoreAdj: number;
  readonly burst: number;
  /** Milliseconds. */
  readonly configSyncPeriod: number;
  readonly featureGates: ReadonlyMap<string, boolean>;
  readonly conntrack: ConntrackConfig;
  readonly iptables: BackendConfig & { readonly localhostNodePorts: boolean };
  readonly nftables: BackendConfig;
  readonly ipvs: IpvsConfig;
}

interface SyncPeriods {
  readonly syncPeriod: number;
  readonly minSyncPeriod: number;
}

export interface BackendConfig extends SyncPeriods {
  readonly masqueradeBit: number;
  readonly masqueradeAll: boolean;
}

export interface IpvsConfig extends SyncPeriods {
  readonly scheduler: string;
  readonly excludeCidrs: readonly string[];
  readonly tcpTimeout: number;
  readonly tcpFinTimeout: number;
  readonly udpTimeout: number;
}

export interface ConntrackConfig {
  readonly tcpBeLiberal: boolean;
  readonly maxPerCore: number;
  readonly min: number;
  readonly tcpEstablishedTimeout: number;
  readonly tcpCloseWaitTimeout: number;
  readonly udpTimeout: number;
  readonly udpStreamTimeout: number;
}

export interface ConfigReading {
  /** Absent when the text is no configuration, or one that kube-proxy would not start with. */
  readonly config?: ProxyConfig;
  /** What validation refuses. */
  readonly rejected: readonly ConfigRefusal[];
  readonly problems: readonly Problem[];
}

/** `mode` overrides the file's, as `--proxy-mode` never does with a file: it asks "what if". Never throws. */
export function parseConfig(source: string, mode?: ProxyMode): ConfigReading {
  const lines = lineIndex(source);
  const log = newLog(lines);
  const [document] = readDocuments(source);
  if (document === undefined) {
    const problem: Problem = { code: 'empty-input', path: '', params: {}, line: 1, column: 1 };
    return { rejected: [], problems: [problem] };
  }
  if ('problem' in document) return { rejected: [], problems: [document.problem] };
  const root = rootField(document.node, log);
  const isRight = isConfig(root);
  if (isRight) checkConfig(root);
  const problems = [...document.strict, ...log.problems];
  if (!isRight) return { rejected: [], problems };
  if (log.unreadable > 0) return { rejected: [], problems };
  const read = readConfig(root);
  const config: ProxyConfig = mode === undefined ? read : { ...read, mode };
  const rejected = validateConfig(config).map(({ place, ...refusal }): ConfigRefusal => {
    const field = place.split('.').reduce(at, root);
    return { ...refusal, path: pathOf(field), ...lines(offsetOfField(field)) };
  });
  return rejected.length > 0 ? { rejected, problems } : { config, rejected, problems };
}

/** What kube-proxy runs with when it is given no file. */
export function defaultConfig(mode?: ProxyMode): ProxyConfig {
  const empty = { start: 0, end: 0, kind: 'map', entries: [] } as const;
  const read = readConfig(rootField(empty, newLog(lineIndex(''))));
  return mode === undefined ? read : { ...read, mode };
}

function isConfig(root: Field): boolean {
  const kind = text(at(root, 'kind'));
  const apiVersion = text(at(root, 'apiVersion'));
  if (kind === 'KubeProxyConfiguration' && apiVersion === 'kubeproxy.config.k8s.io/v1alpha1') {
    return true;
  }
  if (root.log.unreadable > 0) return false;
  if (kind === '') report(at(root, 'kind'), 'kind-missing');
  else if (apiVersion === '') report(at(root, 'apiVersion'), 'api-version-missing');
  else if (kind !== 'KubeProxyConfiguration') {
    report(at(root, 'kind'), 'not-a-proxy-config', { found: kind });
  } else report(at(root, 'apiVersion'), 'unknown-api-version', { kind, apiVersion });
  return false;
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;

function readConfig(root: Field): ProxyConfig {
  const iptables = at(root, 'iptables');
  const nftables = at(root, 'nftables');
  const clusterCidr = text(at(root, 'clusterCIDR'));
  const bindAddress = text(at(root, 'bindAddress')) || '0.0.0.0';
  const isFour = parseIp(bindAddress)?.family === 'ipv4';
  const conntrack = at(root, 'conntrack');
  const local = at(root, 'detectLocal');
  return {
    mode: text(at(root, 'mode')),
    hostnameOverride: text(at(root, 'hostnameOverride')),
    bindAddress,
    healthzBindAddress: withPort(root, 'healthzBindAddress', isFour ? '0.0.0.0' : '[::]', 10256),
    metricsBindAddress: withPort(root, 'metricsBindAddress', isFour ? '127.0.0.1' : '[::1]', 10249),
    clusterCidrs: clusterCidr === '' ? [] : clusterCidr.split(','),
    detectLocalMode: text(at(root, 'detectLocalMode')),
    bridgeInterface: text(at(local, 'bridgeInterface')),
    interfaceNamePrefix: text(at(local, 'interfaceNamePrefix')),
    nodePortAddresses: texts(at(root, 'nodePortAddresses')),
    oomScoreAdj: integer(at(root, 'oomScoreAdj')) ?? -999,
    burst: integer(at(at(root, 'clientConnection'), 'burst')) || 10,
    configSyncPeriod: duration(root, 'configSyncPeriod') || 15 * 60 * SECOND,
    featureGates: new Map(
      entries(at(root, 'featureGates')).map((gate) => [String(gate.step), flag(gate) ?? false]),
    ),
    conntrack: {
      tcpBeLiberal: flag(at(conntrack, 'tcpBeLiberal')) ?? false,
      maxPerCore: integer(at(conntrack, 'maxPerCore')) ?? 32 * 1024,
      min: integer(at(conntrack, 'min')) ?? 128 * 1024,
      tcpEstablishedTimeout: duration(conntrack, 'tcpEstablishedTimeout') ?? 24 * HOUR,
      tcpCloseWaitTimeout: duration(conntrack, 'tcpCloseWaitTimeout') ?? HOUR,
      udpTimeout: duration(conntrack, 'udpTimeout') ?? 0,
      udpStreamTimeout: duration(conntrack, 'udpStreamTimeout') ?? 0,
    },
    iptables: {
      ...backend(iptables),
      localhostNodePorts: flag(at(iptables, 'localhostNodePorts')) ?? true,
    },
    nftables: backend(nftables),
    ipvs: readIpvs(at(root, 'ipvs')),
  };
}

function backend(field: Field): BackendConfig {
  return {
    masqueradeBit: integer(at(field, 'masqueradeBit')) ?? 14,
    masqueradeAll: flag(at(field, 'masqueradeAll')) ?? false,
    syncPeriod: duration(field, 'syncPeriod') || 30 * SECOND,
    minSyncPeriod: duration(field, 'minSyncPeriod') || SECOND,
  };
}

function readIpvs(field: Field): IpvsConfig {
  return {
    scheduler: text(at(field, 'scheduler')),
    excludeCidrs: texts(at(field, 'excludeCIDRs')),
    tcpTimeout: duration(field, 'tcpTimeout') ?? 0,
    tcpFinTimeout: duration(field, 'tcpFinTimeout') ?? 0,
    udpTimeout: duration(field, 'udpTimeout') ?? 0,
    syncPeriod: duration(field, 'syncPeriod') || 30 * SECOND,
    minSyncPeriod: duration(field, 'minSyncPeriod') ?? 0,
  };
}

function duration(parent: Field, key: string): number | undefined {
  const field = at(parent, key);
  return isSet(field) ? parseDuration(text(field)) : undefined;
}

function withPort(root: Field, key: string, host: string, port: number): string {
  const stated = text(at(root, key));
  if (stated === '') return `${host}:${port}`;
  const ip = parseIp(stated);
  // Upstream joins what was written, which for an IPv6 address is in brackets.
  if (ip === undefined) return stated;
  return stated.includes(':') ? `[${stated}]:${port}` : `${stated}:${port}`;
}
