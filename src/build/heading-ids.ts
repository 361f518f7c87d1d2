import type { Heading, Root } from 'mdast';
import type {} from 'mdast-util-mdx';
import type {} from 'mdast-util-to-hast';
import { visit } from 'unist-util-visit';

const COMMENT = /^\/\*\s*#([a-z0-9-]+)\s*\*\/$/;

/**
 * `## QoS 类 {/* #class *\/}` gets the id `class`, the same in both languages.
 * A heading without one fails the build: its address would follow its wording.
 */
export function headingIds() {
  return (tree: Root, file: { fail(reason: string, node: Heading): never }) => {
    visit(tree, 'heading', (heading) => {
      const last = heading.children.at(-1);
      const id =
        last?.type === 'mdxTextExpression' ? COMMENT.exec(last.value.trim())?.[1] : undefined;
      if (!id)
        file.fail('A heading needs an explicit id, such as ## Title {/* #title */}', heading);
      heading.children.pop();
      const text = heading.children.at(-1);
      if (text?.type === 'text') text.value = text.value.trimEnd();
      heading.data = { ...heading.data, hProperties: { ...heading.data?.hProperties, id } };
    });
  };
}
