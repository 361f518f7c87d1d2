import { useState } from 'preact/hooks';
import { late } from './load.ts';
import { type Lang, labels, type Pair, say } from './messages.ts';

interface Props {
  readonly lang: Lang;
  /** What to call it, where “Copy” is not enough. */
  readonly label?: Pair;
  readonly text: () => string | Promise<string>;
}

/** A button that copies a text and says whether that worked. */
export function CopyButton({ lang, label = labels.copy, text }: Props) {
  const [done, setDone] = useState<boolean>();
  const copy = async () => {
    try {
      const { copyText } = await late();
      setDone(await copyText(await text()));
    } catch {
      setDone(false);
    }
  };
  return (
    <>
      <button
        type="button"
        class="js"
        onClick={() => void copy()}
        onBlur={() => setDone(undefined)}
      >
        {say(label, lang)}
      </button>
      <span role="status">
        {done !== undefined && say(done ? labels.copied : labels.copyFailed, lang)}
      </span>
    </>
  );
}
