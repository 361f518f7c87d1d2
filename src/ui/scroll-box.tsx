import type { ComponentChildren } from 'preact';

interface Props {
  /** Id of what names the content, such as a table's caption. */
  readonly labelledBy: string;
  readonly children: ComponentChildren;
}

/** Scrolls sideways what is too wide, with the keyboard too. */
export function ScrollBox({ labelledBy, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus scrolls by arrow keys
    <section class="w-scroll" aria-labelledby={labelledBy} tabIndex={0}>
      {children}
    </section>
  );
}
