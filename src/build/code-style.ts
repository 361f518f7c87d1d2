import type { ShikiTransformer } from 'shiki';

const TOKEN = /^color:\s*var\(--astro-code-(?:token-)?([a-z-]+)\)/;

/**
 * Turns the token colours of the css-variables theme into classes (`c-string`): a page with many
 * samples stays half the size, and both colour schemes come from tokens.css.
 */
export const codeClasses: ShikiTransformer = {
  name: 'code-classes',
  span(node) {
    const token = TOKEN.exec(String(node.properties['style'] ?? ''))?.[1];
    if (token === undefined) return;
    delete node.properties['style'];
    if (token !== 'foreground') node.properties['class'] = `c-${token}`;
  },
  pre(node) {
    delete node.properties['style'];
    node.properties['class'] = 'code';
  },
};
