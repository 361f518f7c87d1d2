/**
 * Writes src/engine/crd/schemas.ts from the resource definitions of a gateway-api release:
 *
 *   node --env-file=.env tests/oracle/gateway-crds/make.ts "$(go env GOMODCACHE)/sigs.k8s.io/gateway-api@v1.7.0"
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const KINDS = ['gateways', 'httproutes', 'listenersets', 'referencegrants'];
const [folder = ''] = process.argv.slice(2);

interface Definition {
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly storage: boolean;
      readonly schema: { readonly openAPIV3Schema: object };
    }[];
  };
}

const schemas = KINDS.map((plural) => {
  const file = `${folder}/config/crd/standard/gateway.networking.k8s.io_${plural}.yaml`;
  const { spec } = parse(readFileSync(file, 'utf8')) as Definition;
  const stored = spec.versions.find(({ storage }) => storage);
  const schema = bare(stored?.schema.openAPIV3Schema) as { properties: Record<string, unknown> };
  // The server clears the status of what is created.
  delete schema.properties['status'];
  return [spec.names.kind, schema];
});
const text = JSON.stringify(Object.fromEntries(schemas)).replace(/[\\`]|\$(?=\{)/g, '\\$&');
writeFileSync(
  'src/engine/crd/schemas.ts',
  `/**
 * The schemas of Gateway, HTTPRoute, ListenerSet and ReferenceGrant, standard channel of gateway-api v1.7.0,
 * without descriptions and status, as JSON. Made, not written: see tests/oracle/gateway-crds/make.ts.
 */
export const SCHEMAS: string = \`${text}\`;
`,
);

/** A property may be called \`description\`; only texts are descriptions. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, one]) =>
      !(key === 'description' && typeof one === 'string') && key !== 'x-kubernetes-map-type',
  );
  return Object.fromEntries(kept.map(([key, one]) => [key, bare(one)]));
}
