import type { Pair } from '../../ui/messages.ts';
import type { HintCode } from './hints.ts';

export const messages = {
  title: ['数量读法', 'Quantity reader'],
  usual: ['常见写法', 'Usual values'],
  mistakes: ['常见错误', 'Usual mistakes'],
  edges: ['边界情况', 'Edge cases'],
  input: ['数量，一行一个', 'Quantities, one per line'],
  empty: ['写一个数量，例如 500m 或 1Gi。', 'Write a quantity, such as 500m or 1Gi.'],
  invalid: ['不是数量', 'not a quantity'],
  canonical: ['规范形式', 'canonical form'],
  cpu: ['作为 cpu', 'as cpu'],
  oneCore: ['{exact} 核（{milli}m）', '{exact} core ({milli}m)'],
  cores: ['{exact} 核（{milli}m）', '{exact} cores ({milli}m)'],
  memory: ['作为内存', 'as memory'],
  oneByte: ['{bytes} 字节', '{bytes} byte'],
  bytes: ['{bytes} 字节', '{bytes} bytes'],
  bytesAbout: ['{bytes} 字节（{human}）', '{bytes} bytes ({human})'],
  format: ['格式', 'format'],
  echo: ['API 返回', 'the API answers'],
  stored: ['创建时存成', 'stored at creation'],
  count: ['{valid} 个数量，{invalid} 个读不了', 'Quantities: {valid}. Cannot be read: {invalid}'],
  allValid: ['{valid} 个数量，都能读', 'Quantities: {valid}. All can be read'],
  left: ['还有 {count} 行没有读', 'More lines, not read: {count}'],
} satisfies Record<string, Pair>;

export const hintMessages = {
  quotes: ['这里不写引号：{fixed}', 'No quotes here: {fixed}'],
  'full-width': ['有全角字符，要换成半角：{fixed}', 'Full-width characters do not count: {fixed}'],
  space: ['数字和后缀之间不能有空格：{fixed}', 'No space inside a quantity: {fixed}'],
  comma: [
    '小数点要写成点，也没有千位分隔符：{fixed}',
    'The decimal point is a dot, and there are no thousands separators: {fixed}',
  ],
  underscore: ['不能用下划线分隔：{fixed}', 'No underscores between digits: {fixed}'],
  'byte-unit': [
    '字节单位 B 从来不写：{fixed}；想要 1024 进制就写 {binary}',
    'The unit B is never written: {fixed}, or {binary} for powers of 1024',
  ],
  'upper-case-kilo': [
    '没有大写的 K：一千写作 {fixed}，1024 写作 {binary}',
    'There is no upper-case K: a thousand is {fixed}, 1024 is {binary}',
  ],
  'suffix-case': ['后缀区分大小写：{fixed}', 'Suffixes are case-sensitive: {fixed}'],
  percent: [
    '没有百分比：cpu 写核数或千分之一核（m），内存写字节数',
    'There are no percentages: cpu is in cores or thousandths (m), memory in bytes',
  ],
  hexadecimal: ['不能写十六进制：{fixed}', 'No hexadecimal numbers: {fixed}'],
  'milli-bytes': [
    '用作内存时它只有 {bytes} 字节。要写兆字节，写 {fixed}',
    'As memory this is {bytes} byte. If you mean mebibytes, write {fixed}',
  ],
  'part-of-byte': [
    '用作内存时不是整数字节：{bytes}，按 {rounded} 字节算',
    'As memory this is no whole number of bytes: {bytes}, which counts as {rounded}',
  ],
  'decimal-bytes': [
    '{written} 是 1000 进制；1024 进制写作 {binary}，要大一些',
    '{written} counts in powers of 1000. In powers of 1024 it is {binary}, which is more',
  ],
  'bare-exa': [
    'E 单独出现是 10 的 18 次方，不是指数',
    'E alone means 10 to the 18th, not an exponent',
  ],
  'leading-zero': [
    'YAML 里不加引号会被当成八进制',
    'Without quotes YAML reads it as an octal number',
  ],
  'yaml-exponent': [
    'YAML 里不加引号会先变成普通数字，API 看不到指数写法',
    'Without quotes YAML turns it into a plain number before the API sees it',
  ],
  'below-milli': [
    '比千分之一还细：创建时向上取整到千分之一',
    'Finer than a thousandth: rounded up to one at creation',
  ],
  negative: [
    '是合法的数量，但请求和限制不能为负',
    'A quantity, but no request or limit may be negative',
  ],
  capped: ['超出上限，按最大值 {most} 算', 'Too large, so the maximum of {most} counts'],
  'beyond-int64': [
    '超出 64 位整数：v1.37.2 会溢出，算出错误的字节数或核数；这里按 1.38 的做法停在 {most}',
    'Beyond 64-bit integers: v1.37.2 overflows and gets bytes or cores wrong; shown here is {most}, where 1.38 stops',
  ],
} satisfies Record<HintCode, Pair>;
