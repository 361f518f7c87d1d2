/** What becomes of a Service: endpointslice/{reconciler,utils}.go, endpoints_controller.go, v1.37.2. */
import { describe, expect, test } from 'vitest';
import { stateAt } from '../../src/engine/cluster/index.ts';
import { objectsAt, type Play, play, web } from './cluster-play.ts';

const UP = '0s kubectl apply -f web.yaml';

function pod(name: string, port: number, more = ''): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: web}}
spec: {${more} containers: [{name: web, image: agent:1.0, ports: [{name: http, containerPort: ${port}}]}]}
---
`;
}

const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
`;

function slices(
  done: Play,
  time?: number,
): readonly (readonly [readonly number[], readonly string[]])[] {
  return objectsAt(
    done,
    time,
  )('EndpointSlice')
    .map(
      ({ ports, endpoints }) =>
        [
          ports.map(({ port }) => port),
          endpoints.map(({ targetRef }) => targetRef.name).toSorted(),
        ] as const,
    )
    .toSorted(([[one = 0]], [[other = 0]]) => one - other);
}

describe('a named target port that is another number in each Pod', () => {
  const manifest = `${pod('a', 8080)}${pod('b', 9090)}${pod('c', 9090)}${SERVICE}`;

  test('makes one EndpointSlice per set of ports, with the right one', () => {
    const done = play(manifest, [UP]);
    expect(slices(done)).toEqual([
      [[8080], ['a']],
      [[9090], ['b', 'c']],
    ]);
    expect(objectsAt(done)('Endpoints')[0]?.subsets).toHaveLength(2);
    const last = Number(done.history.at(-1)?.version);
    expect(stateAt(done.history, last, 60_000).services).toMatchObject([{ ready: 3 }]);
  });

  test('the slice of a set that is no longer there goes, but the last one stays, empty', () => {
    const done = play(manifest, [
      UP,
      '10s kubectl delete pod a',
      '30s kubectl delete pods -l app=web',
    ]);
    expect(slices(done, 29_000)).toEqual([[[9090], ['b', 'c']]]);
    expect(slices(done)).toEqual([[[], []]]);
  });

  test('without a port of that name the endpoint has none', () => {
    const done = play(`${pod('a', 8080)}${pod('b', 9090).replace('name: http, ', '')}${SERVICE}`, [
      UP,
    ]);
    expect(slices(done)).toEqual([
      [[], ['b']],
      [[8080], ['a']],
    ]);
  });
});

describe('a label of the Service', () => {
  const labels = (done: Play, time?: number) => {
    const objects = objectsAt(done, time);
    return [...objects('EndpointSlice'), ...objects('Endpoints')].map(
      ({ metadata }) => metadata.labels,
    );
  };

  test('reaches its EndpointSlice and Endpoints, and leaves them again', () => {
    const done = play(web(), [
      UP,
      '10s kubectl label service web tier=front',
      '20s kubectl label service web tier-',
    ]);
    const [slice, old] = labels(done, 19_000);
    expect(slice).toEqual({
      tier: 'front',
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    });
    expect(old).toEqual({
      tier: 'front',
      'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    });
    for (const each of labels(done)) expect(each).not.toHaveProperty('tier');
  });

  test('is no reason to write where only a reserved one differs', () => {
    const done = play(web(), [
      UP,
      '10s kubectl label service web service.kubernetes.io/headless=x',
    ]);
    expect(
      done.writes.filter(({ at, resource }) => at > 10_000 && resource === 'endpointslices'),
    ).toEqual([]);
  });
});

test('Pods of the host network share the address of the node', () => {
  const done = play(`${pod('a', 8080, 'hostNetwork: true,')}${pod('b', 9090)}${SERVICE}`, [UP]);
  const ips = objectsAt(done)('Pod').map(({ status }) => status.podIP);
  expect(ips).toEqual(['192.168.1.10', expect.stringMatching(/^10\.244\./)]);
  const addresses = objectsAt(done)('EndpointSlice').flatMap(({ endpoints }) =>
    endpoints.flatMap((each) => each.addresses),
  );
  expect(addresses.toSorted()).toEqual([ips[1], ips[0]]);
});
