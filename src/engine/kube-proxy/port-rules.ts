/**
 * The rules that are there for one service port, and those that every node has: what is shown beside a Service.
 * In ipvs mode a Service has virtual servers and entries of sets; the rules themselves belong to all.
 */
import { iptablesLines } from './iptables.ts';
import { restoreText } from './iptables-lines.ts';
import { saveText } from './iptables-save.ts';
import { ipvsRules } from './ipvs.ts';
import { IPVS_JUMPS } from './ipvs-rules.ts';
import { nftablesText } from './nftables.ts';
import type { Plan } from './plan.ts';
import type { PlannedRules, RulesForm } from './rules.ts';

/** Rules of one table, or of one program in ipvs mode. */
export interface RuleGroup {
  /** `filter`, `nat`; `ip kube-proxy`; `ipvsadm`, `ipset`. */
  readonly table: string;
  readonly lines: readonly string[];
}

/** Rules of these ports alone; chain and set declarations are left out. */
export function portRules(
  planned: PlannedRules,
  plans: readonly Plan[],
  form: RulesForm,
): readonly RuleGroup[] {
  const { mode } = planned;
  if (mode === 'ipvs') {
    const { servers, sets } = ipvsRules(plans, planned.proxier);
    const entries = sets.filter((line) => line.startsWith('add '));
    return filled([
      { table: 'ipvsadm', lines: servers },
      { table: 'ipset', lines: entries },
    ]);
  }
  const frame = new Set(
    frameRules(planned, form).flatMap(({ table, lines }) =>
      lines.map((line) => `${table} ${line}`),
    ),
  );
  return filled(
    written(planned, plans, form).map(({ table, lines }) => ({
      table,
      lines: lines.filter((line) => !frame.has(`${table} ${line}`)),
    })),
  );
}

/** What is there without any Service; in ipvs mode the rules that use the sets which Services fill. */
export function frameRules(planned: PlannedRules, form: RulesForm): readonly RuleGroup[] {
  if (planned.mode !== 'ipvs') return filled(written(planned, [], form));
  const { iptables } = ipvsRules(planned.plans, planned.proxier);
  const text =
    form === 'save'
      ? saveText(iptables, planned.ipFamily, IPVS_JUMPS)
      : restoreText(iptables, 'nat');
  return filled(tablesIn(text));
}

function written(
  { mode, ipFamily, largeClusterMode, proxier }: PlannedRules,
  plans: readonly Plan[],
  form: RulesForm,
): readonly RuleGroup[] {
  if (mode === 'nftables') {
    const table = `${ipFamily === 'ipv4' ? 'ip' : 'ip6'} kube-proxy`;
    const lines = nftablesText(plans, proxier).split('\n');
    return [{ table, lines: lines.filter((line) => /^add (?:rule|element) /.test(line)) }];
  }
  const lines = iptablesLines(plans, proxier, { isLarge: largeClusterMode });
  return tablesIn(form === 'save' ? saveText(lines, ipFamily) : restoreText(lines, 'filter'));
}

function tablesIn(text: string): readonly RuleGroup[] {
  const groups: { readonly table: string; readonly lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) groups.push({ table: line.slice(1), lines: [] });
    else if (line.startsWith('-A ')) groups.at(-1)?.lines.push(line);
  }
  return groups;
}

function filled(groups: readonly RuleGroup[]): readonly RuleGroup[] {
  return groups.filter(({ lines }) => lines.length > 0);
}
