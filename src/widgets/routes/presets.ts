import type { Pair } from '../../ui/messages.ts';
import type { Preset } from '../define.ts';
import type { RoutesInput } from './answer.ts';
import { messages } from './messages.ts';

const backend = (name: string) => `backend: {service: {name: ${name}, port: {number: 80}}}`;

const ingress = (name: string, spec: string, annotations = '') => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
${annotations}spec:
${spec}`;

const PATHS = ingress(
  'shop',
  `  rules:
  - host: shop.example
    http:
      paths:
      - {path: /, pathType: Prefix, ${backend('web')}}
      - {path: /api, pathType: Prefix, ${backend('api')}}
      - {path: /api, pathType: Exact, ${backend('docs')}}
      - {path: /img, pathType: ImplementationSpecific, ${backend('images')}}
`,
);

const HOSTS = ingress(
  'hosts',
  `  defaultBackend: {service: {name: sorry, port: {number: 80}}}
  rules:
  - host: a.shop.example
    http:
      paths:
      - {path: /admin, pathType: Prefix, ${backend('admin')}}
  - host: "*.shop.example"
    http:
      paths:
      - {path: /, pathType: Prefix, ${backend('tenant')}}
`,
);

const GATEWAY = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: example
  listeners:
  - {name: http, port: 80, protocol: HTTP}
`;

const service = (name: string, namespace = 'default') => `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec: {ports: [{port: 80}]}
`;

const PRECEDENCE = `${GATEWAY}---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shop
  creationTimestamp: "2026-11-02T08:00:00Z"
spec:
  parentRefs: [{name: edge}]
  hostnames: [shop.example]
  rules:
  - matches:
    - {path: {type: PathPrefix, value: /cart}}
    backendRefs:
    - {name: blue, port: 80, weight: 9}
    - {name: green, port: 80, weight: 1}
  - matches:
    - path: {type: PathPrefix, value: /cart}
      headers: [{name: x-env, value: canary}]
    backendRefs: [{name: green, port: 80}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: rest
  creationTimestamp: "2026-11-01T08:00:00Z"
spec:
  parentRefs: [{name: edge}]
  rules:
  - matches:
    - {path: {type: Exact, value: /cart}}
    backendRefs: [{name: exact, port: 80}]
  - matches:
    - {path: {type: PathPrefix, value: /old}}
    filters:
    - type: RequestRedirect
      requestRedirect: {statusCode: 301, path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}}
${['blue', 'green', 'exact'].map((name) => service(name)).join('')}`;

const CROSS = `${GATEWAY}---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: reports}
spec:
  parentRefs: [{name: edge}]
  rules:
  - matches: [{path: {type: PathPrefix, value: /reports}}]
    backendRefs: [{name: reports, namespace: data, port: 80}]
  - matches: [{path: {type: PathPrefix, value: /raw}}]
    backendRefs: [{name: raw, namespace: data, port: 80}]
  - matches: [{path: {type: PathPrefix, value: /}}]
    backendRefs: [{name: web, port: 80}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: {name: reports, namespace: data}
spec:
  from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}]
  to: [{group: "", kind: Service, name: reports}]
${service('web')}${service('reports', 'data')}${service('raw', 'data')}`;

const MOVING = ingress(
  'shop',
  `  ingressClassName: nginx
  tls: [{hosts: [shop.example], secretName: shop-tls}]
  rules:
  - host: shop.example
    http:
      paths:
      - {path: /, pathType: Prefix, ${backend('web')}}
      - {path: /api, pathType: ImplementationSpecific, ${backend('api')}}
  - host: "*.shop.example"
    http:
      paths:
      - {path: /, pathType: Prefix, ${backend('tenant')}}
`,
  `  annotations:
    nginx.ingress.kubernetes.io/ssl-redirect: "true"
    nginx.ingress.kubernetes.io/proxy-read-timeout: "120"
    nginx.ingress.kubernetes.io/proxy-body-size: 20m
    nginx.ingress.kubernetes.io/limit-rps: "10"
`,
);

const REFUSED = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  rules:
  - host: Shop.example:8080
    http:
      paths:
      - path: api
        pathType: Prefix
        backend:
          service: {name: api, port: {number: 80, name: http}}
      - path: /img//small
        backend:
          service: {name: images, port: {number: 80}}
`;

function preset(id: string, title: Pair, input: Partial<RoutesInput>): Preset<RoutesInput> {
  return { id, title, input: { class: '', show: '', ...input } };
}

export const presets: readonly Preset<RoutesInput>[] = [
  preset('paths', messages.paths, {
    input: PATHS,
    requests:
      'http://shop.example/api\nhttp://shop.example/api/v1\nhttp://shop.example/apis\nhttp://shop.example/img/a.png\nhttp://elsewhere.example/\n',
  }),
  preset('hosts', messages.hosts, {
    input: HOSTS,
    requests:
      'http://a.shop.example/admin\nhttp://a.shop.example/\nhttp://b.a.shop.example/\nhttp://shop.example/\n',
  }),
  preset('precedence', messages.precedence, {
    input: PRECEDENCE,
    requests:
      'http://shop.example/cart\nhttp://shop.example/cart -H "x-env: canary"\nhttp://elsewhere.example/cart\nhttp://elsewhere.example/old/1\n',
  }),
  preset('cross-namespace', messages.crossNamespace, {
    input: CROSS,
    requests: 'http://any.example/reports/1\nhttp://any.example/raw/1\nhttp://any.example/\n',
  }),
  preset('moving', messages.moving, {
    input: MOVING,
    requests: 'https://shop.example/api\nhttps://b.a.shop.example/\n',
    show: 'convert',
  }),
  preset('refused', messages.refusedIngress, {
    input: REFUSED,
    requests: 'http://shop.example/api\n',
  }),
];
