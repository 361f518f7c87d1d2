import { useEffect, useRef, useState } from 'preact/hooks';
import { copyText } from './clipboard.ts';
import { type Lang, labels, say } from './messages.ts';

interface Props {
  readonly lang: Lang;
  readonly code: string;
  readonly onClose: () => void;
}

/** The snippet that puts this widget, as it stands, into a wiki. */
export function EmbedCode({ lang, code, onClose }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState<boolean>();
  useEffect(() => field.current?.select(), [code]);
  return (
    <div class="w-embed">
      <p>{say(labels.embedHint, lang)}</p>
      <textarea ref={field} readOnly rows={4} aria-label={say(labels.embed, lang)} value={code} />
      <button type="button" onClick={async () => setCopied(await copyText(code))}>
        {say(copied === undefined ? labels.copy : copied ? labels.copied : labels.copyFailed, lang)}
      </button>
      <button type="button" onClick={onClose}>
        {say(labels.close, lang)}
      </button>
    </div>
  );
}
