import { Choice } from '../../ui/choice.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { late } from '../../ui/load.ts';
import { labels, say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { KubeProxyAnswer, KubeProxyInput } from './answer.ts';

/** All rules as one text, written when it is asked for. */
export function Whole({ lang, input, answer, set }: ViewProps<KubeProxyInput, KubeProxyAnswer>) {
  const { words, whole, mode } = answer;
  if (whole === undefined) {
    return (
      <p class="w-options js" data-pagefind-ignore>
        <button type="button" onClick={() => set({ whole: 'save' })}>
          {say(words.showWhole, lang)}
        </button>
      </p>
    );
  }
  const file = mode === 'nftables' ? 'kube-proxy.nft' : `kube-proxy.${mode}`;
  return (
    <div class="kp-whole">
      <p class="w-options js" data-pagefind-ignore>
        {mode !== 'nftables' && (
          <Choice
            label={say(words.form, lang)}
            value={input.whole}
            options={[
              ['save', say(words.formSave, lang)],
              ['restore', say(words.formRestore, lang)],
            ]}
            onValue={(form) => set({ whole: form })}
          />
        )}
        <CopyButton lang={lang} text={() => whole} />
        <button type="button" onClick={async () => (await late()).downloadText(file, whole)}>
          {say(labels.download, lang)}
        </button>
      </p>
      <textarea
        readOnly
        wrap="off"
        spellcheck={false}
        aria-label={say(words.whole, lang)}
        value={whole}
      >
        {whole}
      </textarea>
    </div>
  );
}
