import { useEffect, useRef } from 'preact/hooks';
import { CopyButton } from './copy-button.tsx';
import { type Lang, labels, say } from './messages.ts';

interface Props {
  readonly lang: Lang;
  readonly code: string;
  readonly onClose: () => void;
}

/** The snippet that puts this widget, as it stands, into a wiki. */
export function EmbedCode({ lang, code, onClose }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.select(), [code]);
  return (
    <div class="w-embed">
      <p>{say(labels.embedHint, lang)}</p>
      <textarea ref={field} readOnly rows={4} aria-label={say(labels.embed, lang)} value={code} />
      <CopyButton lang={lang} text={() => code} />
      <button type="button" onClick={onClose}>
        {say(labels.close, lang)}
      </button>
    </div>
  );
}
