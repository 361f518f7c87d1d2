import { describe, expect, test } from 'vitest';
import { answer } from '../../src/widgets/quantity/answer.ts';
import widget from '../../src/widgets/quantity/index.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);

test('each line is read by itself', () => {
  const { summary, text, marks } = show({ input: '0.1\n\n 1.5Gi \n1Gb' });
  expect(summary).toBe('100m 1536Mi invalid');
  expect(text).toContain('Quantities: 2. Cannot be read: 1');
  expect(text).toMatch(/line 1 0.1 → 100m as cpu 0.1 cores \(100m\) as memory 1 byte format/);
  expect(text).toMatch(/line 3 1.5Gi → 1536Mi as memory 1,610,612,736 bytes \(1.5 GiB\)/);
  expect(marks.get(1)).toBe('info: 0.1 = 100m');
  expect(marks.get(4)).toBe('bad: 1Gb');
});

test('what the API echoes and stores is told where it differs', () => {
  expect(show({ input: '1.500' }).text).toMatch(/→ 1500m .* the API answers 1.500/);
  expect(show({ input: '100u' }).text).toMatch(/→ 100u .* stored at creation 1m/);
  expect(show({ input: '1Gi' }).text).not.toMatch(/the API answers|stored at/);
});

describe('a usual mistake is named with what was meant', () => {
  test.each([
    ['1Gb', 'never written: 1G, or 1Gi'],
    ['1GiB', 'never written: 1Gi'],
    ['512B', 'never written: 512'],
    ['1K', 'a thousand is 1k, 1024 is 1Ki'],
    ['500mi', 'Suffixes are case-sensitive: 500Mi'],
    ['2g', 'Suffixes are case-sensitive: 2G'],
    ['1,5', 'decimal point is a dot'],
    ['0,5Gi', '0.5Gi'],
    ['2 Gi', 'No space inside a quantity: 2Gi'],
    ['１００m', 'Full-width characters do not count: 100m'],
    ['1_000', 'No underscores between digits: 1000'],
    ['"1"', 'No quotes here: 1'],
    ['50%', 'no percentages'],
    ['0x10', 'No hexadecimal numbers: 16'],
    ['400m', 'As memory this is 0.4 byte. If you mean mebibytes, write 400Mi'],
    ['500M', 'In powers of 1024 it is 500Mi'],
    ['1.1Gi', 'no whole number of bytes: 1181116006.4, which counts as 1181116007'],
    ['1E', 'E alone means 10 to the 18th'],
    ['012', 'octal'],
    ['1e3', 'Without quotes YAML turns it into a plain number'],
    ['-1', 'no request or limit may be negative'],
    ['16Ei', 'the maximum of 9223372036854775807 counts'],
    ['1e30', 'Beyond 64-bit integers'],
  ])('%s', (input, hint) => {
    expect(show({ input }).text).toContain(hint);
  });

  test('and is left alone where nothing is wrong', () => {
    const { html } = show({ input: '250m\n1\n1Gi\n64Mi'.replace('250m\n', '') });
    expect(html).not.toContain('quantity-hint');
  });

  test('in Chinese too', () => {
    expect(show({ input: '1,5' }, 'zh').text).toContain('小数点要写成点，也没有千位分隔符：1.5');
  });
});

test('noise without a hint keeps the general message', () => {
  expect(show({ input: 'abc' }).text).toContain('"abc" is no quantity');
});

test('many and long lines are bounded', () => {
  const { text, html } = show({ input: `${'9'.repeat(100_000)}\n${'1\n'.repeat(5000)}` });
  expect(text).toContain('More lines, not read: 3001');
  expect(html.length).toBeLessThan(1_000_000);
});
