/** Service ports of a dump beside those that the objects ask for. */
import { fault } from './dump-faults.ts';
import {
  type Finding,
  type FoundAddress,
  type FoundEndpoint,
  type FoundPort,
  serviceOf,
} from './dump-model.ts';
import { endpointUses } from './endpoint-use.ts';
import type { Plan } from './plan.ts';
import type { PlannedRules } from './rules.ts';

export function compared(
  found: readonly FoundPort[],
  wanted: readonly FoundPort[],
  { plans }: PlannedRules,
): readonly Finding[] {
  const here = new Map(found.map((port) => [port.key, port]));
  const asked = new Map(wanted.map((port) => [port.key, port]));
  const planOf = new Map(
    plans.map((plan) => [nameOf(plan.port.fullName, plan.port.protocol), plan]),
  );
  const findings: Finding[] = [];
  for (const port of wanted) {
    const own = here.get(port.key);
    const plan = planOf.get(nameOf(port.fullName ?? '', port.protocol));
    if (own !== undefined) findings.push(...portFindings(own, port, plan));
    else findings.push(fault('dump-service-missing', {}, 0, serviceOf(port)));
  }
  const namespaces = new Set(plans.map((plan) => plan.port.namespace));
  const gone = found.filter(({ key }) => !asked.has(key));
  const isAsked = ({ fullName }: FoundPort): boolean =>
    fullName === undefined || namespaces.has(fullName.split('/')[0] ?? '');
  const others = gone.filter((port) => !isAsked(port)).length;
  for (const port of gone.filter(isAsked)) {
    findings.push(fault('dump-service-gone', {}, port.line, serviceOf(port)));
  }
  if (others > 0)
    findings.push(fault('dump-not-compared', { count: others }, 0, undefined, 'note'));
  return findings;
}

function nameOf(fullName: string, protocol: string): string {
  return `${fullName} ${protocol}`;
}

function portFindings(
  found: FoundPort,
  wanted: FoundPort,
  plan: Plan | undefined,
): readonly Finding[] {
  const service = serviceOf(wanted);
  return [
    ...addressFindings(found, wanted, service),
    ...endpointFindings(found, wanted, plan, service),
    ...refusalFindings(found, wanted, service),
    ...fieldFindings(found, wanted, service),
  ];
}

type Placed = Pick<FoundAddress, 'ip' | 'port' | 'line'>;

function placeOf({ ip, port }: Placed): string {
  return `${ip} ${port}`;
}

/** Those of `these` that are not among `those`. */
function without<One extends Placed>(these: readonly One[], those: readonly Placed[]): One[] {
  const known = new Set(those.map(placeOf));
  return these.filter((one) => !known.has(placeOf(one)));
}

/** Served or turned away, the address is there: which of the two is another question. */
function addressFindings(found: FoundPort, wanted: FoundPort, service: string): readonly Finding[] {
  const here = [...found.addresses, ...found.refused];
  const asked = [...wanted.addresses, ...wanted.refused];
  const once = <One extends Placed>(all: readonly One[]): readonly One[] => [
    ...new Map(all.map((one) => [placeOf(one), one])).values(),
  ];
  return [
    ...once(without(asked, here)).map(({ ip, port }) =>
      fault('dump-address-missing', { ip, port }, found.line, service),
    ),
    ...once(without(here, asked)).map(({ ip, port, line }) =>
      fault('dump-address-stale', { ip, port }, line, service),
    ),
  ];
}

function endpointsOf({ cluster = [], local = [] }: FoundPort): ReadonlyMap<string, FoundEndpoint> {
  return new Map(
    [...cluster, ...local].flatMap((one) =>
      one.address === undefined ? [] : [[one.address, one] as const],
    ),
  );
}

function endpointFindings(
  found: FoundPort,
  wanted: FoundPort,
  plan: Plan | undefined,
  service: string,
): readonly Finding[] {
  const here = endpointsOf(found);
  const asked = endpointsOf(wanted);
  const uses = new Map(
    (plan === undefined ? [] : endpointUses(plan)).map((use) => [use.endpoint.address, use]),
  );
  return [
    ...[...here.values()]
      .filter(({ address }) => address !== undefined && !asked.has(address))
      .map(({ address = '', line }) => {
        const use = uses.get(address);
        const params = { address, why: use?.code ?? 'endpoint-unlisted', ...use?.params };
        return fault('dump-endpoint-stale', params, line, service);
      }),
    ...[...asked.keys()]
      .filter((address) => !here.has(address))
      .map((address) => fault('dump-endpoint-missing', { address }, found.line, service)),
  ];
}

function refusalFindings(found: FoundPort, wanted: FoundPort, service: string): readonly Finding[] {
  const known = wanted.addresses;
  const isServed = (one: Placed): boolean => without([one], known).length === 0;
  return [
    ...without(found.refused, wanted.refused)
      .filter(isServed)
      .map(({ ip, port, line }) => fault('dump-refused', { ip, port }, line, service)),
    ...without(wanted.refused, found.refused)
      .filter((one) => without([one], found.addresses).length === 0)
      .map(({ ip, port }) => fault('dump-not-refused', { ip, port }, found.line, service)),
  ];
}

function fieldFindings(found: FoundPort, wanted: FoundPort, service: string): readonly Finding[] {
  const said = (value: unknown): string => (value == null || value === '' ? '-' : String(value));
  const ranges = ({ sourceRanges }: FoundPort): string => sourceRanges.toSorted().join(', ');
  const fields: readonly (readonly [field: string, want: unknown, have: unknown])[] = [
    ['internalTrafficPolicy', wanted.internal, found.internal],
    ['externalTrafficPolicy', wanted.external, found.external],
    ['sessionAffinity', wanted.affinitySeconds, found.affinitySeconds],
    ['loadBalancerSourceRanges', ranges(wanted), ranges(found)],
    ['healthCheckNodePort', wanted.healthCheckNodePort, found.healthCheckNodePort],
  ];
  // Rules that turn everything away do not tell these.
  const isTold = (want: unknown, have: unknown): boolean =>
    want !== undefined && have !== undefined;
  const isServed = [found, wanted].every(({ cluster, local }) => (cluster ?? local) !== undefined);
  return fields
    .filter(([field, want, have]) => {
      if (field.endsWith('Policy')) return isTold(want, have) && want !== have;
      return (isServed || field === 'healthCheckNodePort') && said(want) !== said(have);
    })
    .map(([field, want, have]) =>
      fault(
        'dump-field-differs',
        { field, want: said(want), have: said(have) },
        found.line,
        service,
      ),
    );
}
