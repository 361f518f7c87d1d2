import type { QuantityCode } from '../engine/quantity/index.ts';
import type { Pair } from './messages.ts';

export const quantityMessages = {
  'quantity-format': [
    '“{value}”不是数量：先写数字（最多一个小数点），后面最多跟一个后缀，例如 500m、1.5、2Gi。不写 B，也没有空格和逗号',
    '"{value}" is no quantity: digits with at most one dot, then at most one suffix, such as 500m, 1.5 or 2Gi. No B, no space, no comma',
  ],
  'quantity-suffix': [
    '“{value}”的后缀不认识：可用的有 n u m k M G T P E 和 Ki Mi Gi Ti Pi Ei，不写 B',
    '"{value}" has an unknown suffix: there are n u m k M G T P E and Ki Mi Gi Ti Pi Ei, and no B',
  ],
  'quantity-numeric': ['“{value}”的数字部分读不出来', 'The number in "{value}" cannot be read'],
} satisfies Record<QuantityCode, Pair>;
