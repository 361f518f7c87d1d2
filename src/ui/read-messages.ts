import type { ReadCode } from '../engine/read/index.ts';
import type { Pair } from './messages.ts';

/** Why kubectl cannot read a text, and what strict reading refuses on top. */
export const readMessages = {
  'yaml-alias-loop': [
    '锚点 &{name} 的内容里又引用了自己',
    'The value of anchor &{name} refers to itself',
  ],
  'yaml-bad-anchor': [
    '“{name}”不是锚点或别名：& 和 * 后面只能是字母、数字、- 和 _。以 * 或 & 开头的文本要加引号',
    '"{name}" is no anchor or alias: only letters, digits, - and _ may follow & and *. Quote text that starts with * or &',
  ],
  'yaml-bad-character': [
    'YAML 里不能有控制字符 {character}，注释和引号里也不行',
    'YAML allows no control character {character}, not even in a comment or in quotes',
  ],
  'yaml-bad-directive': [
    '行首的 % 会被当作指令，kubectl 读不了指令；文本请加引号',
    'A % at the start of a line is read as a directive, which kubectl cannot take. Quote the text',
  ],
  'yaml-bad-escape': [
    '双引号里没有 {escape} 这种转义；要写反斜杠本身，用单引号或 \\\\',
    'Double quotes know no escape {escape}. For a plain backslash use single quotes or \\\\',
  ],
  'yaml-bad-indent': [
    '这一行的缩进和上面对不上：同一层的键要从同一列开始',
    'This line is indented differently from those above: keys of one level start in the same column',
  ],
  'yaml-bad-separator': [
    '--- 后面只能是空格或注释，这里是“{text}”。kubectl 不接受写在分隔行上的内容',
    'Only blanks or a comment may follow ---, here stands "{text}". kubectl takes no content on that line',
  ],
  'yaml-bad-start': [
    '值不能以 {character} 开头，请加引号',
    'A value cannot start with {character} here. Put it in quotes',
  ],
  'yaml-bad-tag': [
    '标签“{tag}”写得不对；以 ! 开头的文本要加引号',
    'The tag "{tag}" is malformed. Quote text that starts with !',
  ],
  'yaml-big-key': [
    '键 {key} 会被读成整数，又大于 9223372036854775807，不能作键，请加引号',
    'The key {key} is read as an integer above 9223372036854775807, which cannot be a key. Quote it',
  ],
  'yaml-block-header': [
    '| 或 > 后面只能有 + 或 -、1 到 9 的缩进数和注释，内容从下一行开始',
    'Only + or -, an indentation of 1 to 9 and a comment may follow | or >. The text starts on the next line',
  ],
  'yaml-collection-key': [
    '映射或列表不能作键。模板的 {{ }} 要先渲染或加引号',
    'A map or a list cannot be a key. Render a template {{ }} first, or quote it',
  ],
  'yaml-colon-in-value': [
    '值里又出现了“: ”：要么给值加引号，要么换行写成下一层',
    'A second ": " in a value: quote the value, or go on with a nested map on the next line',
  ],
  'yaml-dash-in-value': [
    '列表项“- ”不能和键写在同一行，请另起一行',
    'A list item "- " cannot stand on the line of its key. Start a new line',
  ],
  'yaml-excessive-aliases': [
    '别名展开后太大：几乎所有内容都来自别名，kubectl 拒绝这样的文件',
    'Expanding the aliases makes too much of it: kubectl refuses a document that consists of little else',
  ],
  'yaml-full-width': [
    '这里是中文标点 {found}，要换成半角的 {want}',
    'Chinese punctuation stands here: {found}. Write {want} instead',
  ],
  'yaml-long-key': [
    '这个键超过 1024 个字符，或者漏了冒号',
    'This key is longer than 1024 characters, or its colon is missing',
  ],
  'yaml-merge-value': [
    '<< 只能合并映射，或者由映射组成的列表',
    '<< merges only a map, or a list of maps',
  ],
  'yaml-missing-colon': [
    '这里应该是键，但后面没有“: ”；冒号后面要有空格',
    'A key is due here, but no ": " follows. A space has to follow the colon',
  ],
  'yaml-missing-comma': [
    '方括号或花括号里，这里缺少逗号或右括号',
    'A comma or the closing bracket is missing here',
  ],
  'yaml-missing-key': ['冒号前面没有键', 'No key stands before the colon'],
  'yaml-missing-value': ['这里缺少一个值', 'A value is missing here'],
  'yaml-not-a-number': [
    '{value} 是无穷大或“非数字”，JSON 里没有；要作文本请加引号',
    '{value} means infinity or "not a number", which JSON does not have. Quote it if it is text',
  ],
  'yaml-null-key': [
    '键是 null：空的键、~ 和 null 都不能作键，请加引号',
    'The key is null: nothing, ~ and null cannot be keys. Quote it',
  ],
  'yaml-tab-indent': [
    '这里有一个制表符。YAML 只能用空格缩进',
    'There is a tab here. YAML takes only spaces for indentation',
  ],
  'yaml-tag-value': ['“{value}”不能当作 {tag}', '"{value}" cannot be read as {tag}'],
  'yaml-text-after-value': [
    '值已经结束，同一行后面又有内容；也许引号的位置不对',
    'The value has ended, but more follows on the same line. Is a quote in the wrong place?',
  ],
  'yaml-unclosed-flow': ['这个 {bracket} 没有配对的右括号', 'This {bracket} is never closed'],
  'yaml-unclosed-quote': [
    '从这里开始的引号 {quote} 没有结束',
    'The quote {quote} that starts here never ends',
  ],
  'yaml-unknown-alias': [
    '别名 *{name} 前面没有锚点 &{name}；以 * 开头的文本要加引号',
    'No anchor &{name} stands before the alias *{name}. Quote text that starts with *',
  ],
  'json-bad-escape': [
    'JSON 字符串里没有 {escape} 这种转义',
    'JSON strings know no escape {escape}',
  ],
  'json-bad-literal': [
    '“{word}”不是 JSON 的值：文本要加双引号，不加引号的只有 true、false 和 null',
    '"{word}" is no JSON value: text needs double quotes, only true, false and null go without',
  ],
  'json-bad-number': ['“{number}”不是 JSON 的数字', '"{number}" is no JSON number'],
  'json-colon-expected': [
    '键后面应该是冒号，这里是 {character}',
    'A colon is due after the key, here stands {character}',
  ],
  'json-comma-expected': [
    '这里应该是逗号或右括号，却是 {character}',
    'A comma or the closing bracket is due here, not {character}',
  ],
  'json-control-character': [
    'JSON 字符串里不能直接写控制字符 {character}，要用转义，例如 \\n',
    'A JSON string cannot hold the control character {character} as it is. Write an escape such as \\n',
  ],
  'json-key-expected': [
    '这里应该是双引号括起来的键，却是 {character}',
    'A key in double quotes is due here, not {character}',
  ],
  'json-trailing-comma': ['最后一项后面多了一个逗号', 'A comma follows the last item'],
  'json-unexpected-end': [
    'JSON 到这里就断了：还有括号或引号没有结束',
    'The JSON breaks off here: a bracket or a quote is still open',
  ],
  'json-value-expected': [
    '这里应该是一个值，却是 {character}',
    'A value is due here, not {character}',
  ],
  'too-deep': [
    '嵌套超过 10000 层，kubectl 拒绝',
    'Nested more than 10,000 levels deep, which kubectl refuses',
  ],
  'duplicate-key': [
    '键 {key} 重复：kubectl 取最后一个，严格校验会拒绝',
    'The key {key} occurs twice: kubectl takes the last one, strict validation refuses it',
  ],
} satisfies Record<ReadCode, Pair>;
