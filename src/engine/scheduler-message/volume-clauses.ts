/** What the plugins say that look at volumes: VolumeBinding, VolumeZone, VolumeRestrictions, NodeVolumeLimits. */
import type { ClauseRow } from './types.ts';

export const VOLUME_CLAUSES: readonly ClauseRow[] = [
  {
    code: 'volume-bind',
    plugin: 'VolumeBinding',
    says: /^node\(s\) didn't find available persistent volumes to bind$/,
  },
  {
    code: 'volume-node',
    plugin: 'VolumeBinding',
    says: /^node\(s\) didn't match PersistentVolume's node affinity$/,
  },
  {
    code: 'volume-node',
    plugin: 'VolumeBinding',
    says: /^node\(s\) had volume node affinity conflict$/,
    older: true,
  },
  {
    code: 'volume-space',
    plugin: 'VolumeBinding',
    says: /^node\(s\) did not have enough free storage$/,
  },
  {
    code: 'volume-lost',
    plugin: 'VolumeBinding',
    says: /^node\(s\) unavailable due to one or more pvc\(s\) bound to non-existent pv\(s\)$/,
  },
  {
    code: 'claim-unbound',
    plugin: 'VolumeBinding',
    says: /^pod has unbound immediate PersistentVolumeClaims$/,
    stage: 'before',
  },
  {
    code: 'claim-missing',
    plugin: 'VolumeBinding',
    says: /^persistentvolumeclaim "(?<claim>[^"]*)" not found$/,
    stage: 'before',
  },
  {
    code: 'claim-deleted',
    plugin: 'VolumeBinding',
    says: /^persistentvolumeclaim "(?<claim>[^"]*)" is being deleted$/,
    stage: 'before',
  },
  {
    code: 'claim-ephemeral',
    plugin: 'VolumeBinding',
    says: /^waiting for ephemeral volume controller to create the persistentvolumeclaim "(?<claim>[^"]*)"$/,
    stage: 'before',
  },
  {
    code: 'claim-lost',
    plugin: 'VolumeBinding',
    says: /^persistentvolumeclaim "(?<claim>[^"]*)" bound to non-existent persistentvolume "(?<volume>[^"]*)"$/,
    stage: 'before',
  },
  {
    code: 'claim-no-class',
    plugin: 'VolumeZone',
    says: /^PersistentVolume(?:Claim)? had no (?:name|pv name and storageClass name)$/,
    stage: 'before',
  },
  {
    code: 'class-no-mode',
    plugin: 'VolumeZone',
    says: /^VolumeBindingMode not set for StorageClass "(?<class>[^"]*)"$/,
    stage: 'before',
  },
  { code: 'volume-zone', plugin: 'VolumeZone', says: /^node\(s\) had no available volume zone$/ },
  {
    code: 'disk-conflict',
    plugin: 'VolumeRestrictions',
    says: /^node\(s\) had no available disk$/,
    preemptible: true,
  },
  {
    code: 'read-write-once-pod',
    plugin: 'VolumeRestrictions',
    says: /^node\(s\) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod$/,
    preemptible: true,
  },
  {
    code: 'volume-count',
    plugin: 'NodeVolumeLimits',
    says: /^node\(s\) exceed max volume count$/,
    preemptible: true,
  },
  {
    code: 'driver-missing',
    plugin: 'NodeVolumeLimits',
    says: /^(?<driver>\S+) CSI driver is not installed on the node$/,
    preemptible: true,
  },
];
