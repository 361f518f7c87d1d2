/** The conversion as it is shown: manifests, what has no equivalent, and the requests that differ. */
import { type Conversion, printYaml } from '../../engine/routing/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import { short } from './places.ts';
import { requestText } from './told.ts';
import { said } from './said.ts';

export interface DifferenceView {
  readonly request: string;
  readonly ingress: string;
  readonly httpRoute: string;
  readonly why: Pair;
}

export interface ConversionView {
  readonly yaml: string;
  readonly missing: readonly Finding[];
  readonly compared: number;
  readonly differs: number;
  readonly differences: readonly DifferenceView[];
  readonly notes: readonly Pair[];
}

const MOST_DIFFERENCES = 500;
const MOST_MISSING = 500;
/** A longer one is no reading matter; `livenotes route --convert` prints it whole. */
const MOST_YAML = 500_000;

export function conversionView({
  objects,
  missing,
  compared,
  differences,
}: Conversion): ConversionView {
  const parts: string[] = [];
  let size = 0;
  for (const object of objects) {
    const part = printYaml(object);
    size += part.length;
    if (size > MOST_YAML) break;
    parts.push(part);
  }
  const left = objects.length - parts.length;
  return {
    yaml: parts.join('---\n'),
    missing: missing.slice(0, MOST_MISSING).map((one): Finding => ({
      ...problemFinding(one),
      tone: 'warn',
      about: [[one.object.kind, one.object.kind], short(one.object.namespace, one.object.name)],
    })),
    compared,
    differs: differences.length,
    differences: differences.slice(0, MOST_DIFFERENCES).map((one) => ({
      request: requestText(one.request),
      ingress: goal(one.ingress),
      httpRoute: goal(one.httpRoute),
      why: sentence(one.code, { host: one.request.host ?? '' }),
    })),
    notes: [
      ...more(said.moreDifferences, differences.length - MOST_DIFFERENCES),
      ...more(said.moreMissing, missing.length - MOST_MISSING),
      ...more(said.moreObjects, left),
    ],
  };
}

function more(pair: Pair, count: number): readonly Pair[] {
  return count > 0 ? [fill(pair, { count })] : [];
}

function goal(text: string): string {
  return text.replace(/^default\//, '');
}
