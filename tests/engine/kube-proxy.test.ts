import { describe, expect, it } from 'vitest';
import { loadFixture } from '../fixtures.ts';
import {
  configDifference,
  type ConfigItem,
  endpointsDifference,
  type EndpointsItem,
  type IptablesItem,
  iptablesDifference,
  type IpvsItem,
  ipvsDifference,
  type ItemsOf,
  type NftablesItem,
  nftablesDifference,
  syncDifferences,
  type SyncItem,
} from './kube-proxy-oracle.ts';
import { nftRecordingDifference, type NftRecordings } from './kube-proxy-nft-recordings.ts';
import { type ProxyRecordings, recordingDifference } from './kube-proxy-recordings.ts';

const iptables = loadFixture<ItemsOf<IptablesItem>>('oracle/rules-iptables.json.gz').items;
const nftables = loadFixture<ItemsOf<NftablesItem>>('oracle/rules-nftables.json.gz').items;
const gated = loadFixture<ItemsOf<NftablesItem>>('oracle/rules-nftables-localhost.json.gz').items;
const ipvs = loadFixture<ItemsOf<IpvsItem>>('oracle/rules-ipvs.json.gz').items;
const syncs = loadFixture<ItemsOf<SyncItem>>('oracle/rules-iptables-sync.json.gz').items;
const configs = loadFixture<ItemsOf<ConfigItem>>('oracle/proxy-config.json.gz').items;
const endpoints = loadFixture<ItemsOf<EndpointsItem>>('oracle/endpoints.json.gz').items;

describe('the oracle: proxiers of v1.37.2', () => {
  it.each(iptables)('$id: what iptables-restore gets and iptables-save shows', (item) => {
    const found = iptablesDifference(item);
    expect(found?.have).toEqual(found?.want);
  });
  it.each(nftables)('$id: the nftables table', (item) => {
    const found = nftablesDifference(item);
    expect(found?.have).toEqual(found?.want);
  });
  it.each(gated)('$id: the nftables table that serves NodePorts on localhost', (item) => {
    const found = nftablesDifference(item);
    expect(found?.have).toEqual(found?.want);
  });
  it.each(ipvs)('$id: virtual servers, ipsets and rules of ipvs mode', (item) => {
    const found = ipvsDifference(item);
    expect(found?.have).toEqual(found?.want);
  });
  it.each(syncs)('$id: a full sync and the partial ones behind it', (item) => {
    const found = syncDifferences(item).filter((difference) => difference !== undefined);
    expect(found.map(({ have }) => have)).toEqual(found.map(({ want }) => want));
  });
  it.each(configs)('$id: a configuration, defaulted or refused', (item) => {
    const found = configDifference(item);
    expect(found?.have).toEqual(found?.want);
  });
  it.each(endpoints)('$id: the endpoints that a node uses', (item) => {
    const found = endpointsDifference(item);
    expect(found?.have).toEqual(found?.want);
  });
});

const { nodes, items: recordings } = loadFixture<ProxyRecordings>('recordings/kube-proxy.json.gz');

const listed = loadFixture<NftRecordings>('recordings/kube-proxy-nft.json.gz').items;

describe('a real node', () => {
  it.each(listed)('$id: the table that nft list showed', (recording) => {
    expect(nftRecordingDifference(recording, nodes)).toBeUndefined();
  });

  it.each(recordings)('$id: the rules that iptables-save showed', (recording) => {
    expect(recordingDifference(recording, nodes)).toBeUndefined();
  });
});
