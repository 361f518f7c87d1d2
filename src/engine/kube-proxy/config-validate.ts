/**
 * What kube-proxy refuses to start with: pkg/proxy/apis/config/validation/validation.go Validate, v1.37.2, in its
 * order and with its fields and details.
 * Left out: logging, showHiddenMetricsForVersion, names of feature gates.
 */
import type { Params } from '../problem.ts';
import type { BackendConfig, ConntrackConfig, IpvsConfig, ProxyConfig } from './config.ts';
import { parseCidr, parseIp } from './ip.ts';
import type { ConfigRefusal, ConfigRefusalCode } from './types.ts';

/** `place`: where the reader finds it in the file. */
export type Refused = Omit<ConfigRefusal, 'path' | 'line' | 'column'> & { readonly place: string };

type Refuse = (
  code: ConfigRefusalCode,
  field: string,
  place: string,
  detail: string,
  params?: Params,
  type?: ConfigRefusal['type'],
) => void;

export function validateConfig(config: ProxyConfig): readonly Refused[] {
  const found: Refused[] = [];
  const refuse: Refuse = (code, field, place, detail, params = {}, type = 'FieldValueInvalid') => {
    found.push({ code, field: `KubeProxyConfiguration.${field}`, place, detail, params, type });
  };
  checkBit(config.iptables, 'KubeProxyIPTablesConfiguration', 'iptables', refuse);
  if (config.mode === 'ipvs') checkIpvs(config.ipvs, refuse);
  if (config.mode === 'nftables') {
    checkBit(config.nftables, 'KubeProxyNFTablesConfiguration', 'nftables', refuse);
  }
  checkConntrack(config.conntrack, refuse);
  if (config.oomScoreAdj < -1000 || config.oomScoreAdj > 1000) {
    const params = { value: config.oomScoreAdj, from: -1000, to: 1000 };
    const field = 'KubeProxyLinuxConfiguration.OOMScoreAdj';
    refuse(
      'config-out-of-range',
      field,
      'oomScoreAdj',
      'must be within the range [-1000, 1000]',
      params,
    );
  }
  const ipvs = config.featureGates.get('KubeProxyIPVS') === false ? [] : ['ipvs'];
  const modes = ['iptables', ...ipvs, 'nftables'];
  if (config.mode !== '' && !modes.includes(config.mode)) {
    const blank = 'or blank (blank means the best-available proxy [currently iptables])';
    const detail = `must be ${modes.join(', ')} ${blank}`;
    refuse('config-mode', 'Mode.ProxyMode', 'mode', detail, { value: config.mode });
  }
  if (config.burst < 0) {
    negative(config.burst, 'ClientConnection.Burst', 'clientConnection.burst', refuse);
  }
  checkPeriods(config, refuse);
  if (parseIp(config.bindAddress) === undefined) {
    const detail = 'not a valid textual representation of an IP address';
    refuse('config-bad-ip', 'BindAddress', 'bindAddress', detail, { value: config.bindAddress });
  }
  checkHostPort(config.healthzBindAddress, 'HealthzBindAddress', 'healthzBindAddress', refuse);
  checkHostPort(config.metricsBindAddress, 'MetricsBindAddress', 'metricsBindAddress', refuse);
  checkNodePortAddresses(config.nodePortAddresses, refuse);
  checkDetectLocal(config, refuse);
  return found;
}

function checkBit(
  { masqueradeBit: value }: BackendConfig,
  kind: string,
  key: string,
  refuse: Refuse,
): void {
  if (value >= 0 && value <= 31) return;
  const detail = 'must be within the range [0, 31]';
  const params = { value, from: 0, to: 31 };
  refuse('config-out-of-range', `${kind}.MasqueradeBit`, `${key}.masqueradeBit`, detail, params);
}

function checkIpvs(ipvs: IpvsConfig, refuse: Refuse): void {
  const kind = 'KubeProxyIPVSConfiguration';
  for (const [value, name, key] of [
    [ipvs.tcpTimeout, 'TCPTimeout', 'tcpTimeout'],
    [ipvs.tcpFinTimeout, 'TCPFinTimeout', 'tcpFinTimeout'],
    [ipvs.udpTimeout, 'UDPTimeout', 'udpTimeout'],
  ] as const) {
    if (value < 0) negative(value, `${kind}.${name}`, `ipvs.${key}`, refuse);
  }
  for (const [index, value] of ipvs.excludeCidrs.entries()) {
    if (parseCidr(value) !== undefined) continue;
    const field = `${kind}.ExcludeCidrs[${index}]`;
    refuse('config-bad-cidr', field, 'ipvs.excludeCIDRs', 'must be a valid CIDR', { value });
  }
}

function checkConntrack(conntrack: ConntrackConfig, refuse: Refuse): void {
  for (const [value, name, key] of [
    [conntrack.maxPerCore, 'MaxPerCore', 'maxPerCore'],
    [conntrack.min, 'Min', 'min'],
    [conntrack.tcpEstablishedTimeout, 'TCPEstablishedTimeout', 'tcpEstablishedTimeout'],
    [conntrack.tcpCloseWaitTimeout, 'TCPCloseWaitTimeout', 'tcpCloseWaitTimeout'],
    [conntrack.udpTimeout, 'UDPTimeout', 'udpTimeout'],
    [conntrack.udpStreamTimeout, 'UDPStreamTimeout', 'udpStreamTimeout'],
  ] as const) {
    const field = `KubeProxyLinuxConfiguration.KubeProxyConntrackConfiguration.${name}`;
    if (value < 0) negative(value, field, `conntrack.${key}`, refuse);
  }
}

function negative(value: number, field: string, place: string, refuse: Refuse): void {
  refuse('config-negative', field, place, 'must be greater than or equal to 0', { value });
}

function checkPeriods(config: ProxyConfig, refuse: Refuse): void {
  const key = config.mode === 'ipvs' || config.mode === 'nftables' ? config.mode : 'iptables';
  const { syncPeriod, minSyncPeriod } = config[key];
  const positive = 'must be greater than 0';
  if (config.configSyncPeriod <= 0) {
    const params = { value: config.configSyncPeriod };
    refuse('config-not-positive', 'ConfigSyncPeriod', 'configSyncPeriod', positive, params);
  }
  const place = `${key}.syncPeriod`;
  if (syncPeriod <= 0) {
    refuse('config-not-positive', 'SyncPeriod', place, positive, { value: syncPeriod });
  }
  if (minSyncPeriod < 0) negative(minSyncPeriod, 'MinSyncPeriod', `${key}.minSyncPeriod`, refuse);
  if (minSyncPeriod > syncPeriod) {
    const detail = 'must be greater than or equal to KubeProxyConfiguration.MinSyncPeriod';
    const params = { value: syncPeriod, least: minSyncPeriod };
    refuse('config-sync-period-short', 'SyncPeriod', place, detail, params);
  }
}

function checkHostPort(value: string, field: string, place: string, refuse: Refuse): void {
  const [, bracketed, plain, port = ''] =
    /^(?:\[([^[\]]*)\]|([^[\]:]*)):([^[\]:]*)$/.exec(value) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) {
    refuse('config-bad-host-port', field, place, 'must be IP:port', { value });
    return;
  }
  if (parseIp(host) === undefined) {
    refuse('config-bad-ip', field, place, 'must be a valid IP', { value: host });
  }
  const isNumber = /^[+-]?\d{1,18}$/.test(port);
  if (!isNumber || Number(port) < 1 || Number(port) > 65535) {
    refuse('config-bad-port', field, place, 'must be a valid port', { value: port });
  }
}

const KEYWORDS = ['primary', 'localhost', 'all'];

function checkNodePortAddresses(values: readonly string[], refuse: Refuse): void {
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    const field = `NodePortAddresses[${index}]`;
    if (KEYWORDS.includes(value)) {
      if (seen.has(value)) {
        refuse(
          'config-duplicate',
          field,
          'nodePortAddresses',
          '',
          { value },
          'FieldValueDuplicate',
        );
      }
      seen.add(value);
    } else if (parseCidr(value) === undefined) {
      const detail = "must be a valid CIDR or one of the keywords 'primary', 'localhost', 'all'";
      refuse('config-node-port-address', field, 'nodePortAddresses', detail, { value });
    }
  }
}

const LOCAL_MODES = ['ClusterCIDR', 'NodeCIDR', 'BridgeInterface', 'InterfaceNamePrefix', ''];

function checkDetectLocal(config: ProxyConfig, refuse: Refuse): void {
  const mode = config.detectLocalMode || 'ClusterCIDR';
  const kind = 'DetectLocalConfiguration';
  if (!LOCAL_MODES.includes(mode)) {
    const known = LOCAL_MODES.map((value) => `"${value}"`);
    const detail = `supported values: ${known.join(', ')}`;
    const params = { value: mode };
    const type = 'FieldValueNotSupported';
    refuse('config-detect-local-mode', 'DetectLocalMode', 'detectLocalMode', detail, params, type);
  } else if (mode === 'BridgeInterface' && config.bridgeInterface === '') {
    const place = 'detectLocal.bridgeInterface';
    refuse('config-interface-empty', `${kind}.InterfaceName`, place, 'must not be empty');
  } else if (mode === 'InterfaceNamePrefix' && config.interfaceNamePrefix === '') {
    const place = 'detectLocal.interfaceNamePrefix';
    refuse('config-interface-empty', `${kind}.InterfacePrefix`, place, 'must not be empty');
  } else if (mode === 'ClusterCIDR' && config.clusterCidrs.length > 0) {
    checkClusterCidrs(config.clusterCidrs, refuse);
  }
}

function checkClusterCidrs(values: readonly string[], refuse: Refuse): void {
  const field = 'DetectLocalConfiguration.ClusterCIDRs';
  const pair =
    'must be a either a single CIDR or dual-stack pair of CIDRs (e.g. [10.100.0.0/16, fde4:8dba:82e1::/48]';
  const params = { value: values.join(',') };
  const parsed = values.map(parseCidr);
  if (values.length > 2) {
    refuse('config-dual-stack', field, 'clusterCIDR', pair, params);
    return;
  }
  for (const [index, value] of values.entries()) {
    if (parsed[index] !== undefined) continue;
    const detail = 'must be a valid CIDR block (e.g. 10.100.0.0/16 or fde4:8dba:82e1::/48)';
    refuse('config-bad-cidr', `${field}[${index}]`, 'clusterCIDR', detail, { value });
  }
  const [first, second] = parsed;
  if (first !== undefined && second !== undefined && first.family === second.family) {
    refuse('config-dual-stack', field, 'clusterCIDR', pair, params);
  }
}
