import { useMemo, useRef } from 'preact/hooks';
import { Choice } from '../../ui/choice.tsx';
import { Editor, type Mark } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { Finding } from '../../ui/finding.ts';
import type { GoToLine } from '../../ui/line-link.tsx';
import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { KubeProxyAnswer, KubeProxyInput } from './answer.ts';
import { Detail } from './detail.tsx';
import { messages, type Words } from './messages.ts';
import { Rules } from './rules.tsx';
import { Services } from './services.tsx';
import { Walk } from './walk.tsx';
import { Whole } from './whole.tsx';

export function View(props: ViewProps<KubeProxyInput, KubeProxyAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const goTo = useRef<GoToLine>(null);
  const goToConfig = useRef<GoToLine>(null);
  const goToNode = useRef<GoToLine>(null);
  const { words, problems, configProblems, nodeProblems, detail, walk, frame } = answer;
  const word = (key: keyof Words, count = 0) => say(words[key], lang, { count });
  const marks = useMarks(problems, busy);
  const configMarks = useMarks(configProblems, busy);
  const nodeMarks = useMarks(nodeProblems, busy);
  const follow = (packet: string) => set({ packet });
  /** Another cluster has other Services and nodes. */
  const put = (change: typeof replace) => (text: string) =>
    change({
      input: text,
      ...(!isAkin(text, input.input) && { service: '', packet: '', on: '', family: '' }),
    });
  const status = `${id}-status`;

  return (
    <div class="kp">
      <Options {...props} />
      <div class="w-cols kp-texts">
        <Editor
          id={id}
          lang={lang}
          label={messages.input}
          name="input"
          value={input.input}
          file="services.yaml"
          marks={marks}
          describedBy={status}
          invalid={problems.length > 0}
          goTo={goTo}
          onText={put(set)}
          onFile={put(replace)}
        />
        <div class="kp-side">
          <Editor
            id={`${id}-config`}
            lang={lang}
            label={messages.config}
            name="config"
            value={input.config}
            file="kube-proxy.yaml"
            marks={configMarks}
            describedBy={status}
            invalid={configProblems.length > 0}
            goTo={goToConfig}
            onText={(config) => set({ config })}
            onFile={(config) => replace({ config })}
          />
          <Editor
            id={`${id}-node`}
            lang={lang}
            label={messages.node}
            name="node"
            value={input.node}
            file="node.yaml"
            marks={nodeMarks}
            describedBy={status}
            invalid={nodeProblems.length > 0}
            goTo={goToNode}
            onText={(node) => set({ node })}
            onFile={(node) => replace({ node })}
          />
        </div>
      </div>
      <div class="w-answer" aria-busy={busy}>
        <div id={status} role="status">
          {answer.stats && <p class="w-verdict">{say(answer.stats, lang)}</p>}
          <FindingList id={id} lang={lang} goTo={goTo} findings={problems} />
          <FindingList
            id={`${id}-config`}
            lang={lang}
            goTo={goToConfig}
            findings={configProblems}
          />
          <FindingList id={`${id}-node`} lang={lang} goTo={goToNode} findings={nodeProblems} />
          {answer.notes.map((note) => (
            <p key={note[1]} class="w-note w-soft">
              {say(note, lang)}
            </p>
          ))}
        </div>
        <Services {...props} />
        <div id={`${id}-detail`}>
          {detail && (
            <>
              <div class={`kp-says is-${detail.tone}`}>
                <b lang="en">{detail.id}</b>
                {detail.says.map((sentence) => (
                  <p key={sentence[1]}>{say(sentence, lang)}</p>
                ))}
              </div>
              <Detail {...{ lang, words, detail, follow }} packet={input.packet || detail.packet} />
              <details class="kp-part" open>
                <summary>{word('rules', detail.rules.count)}</summary>
                <Rules lang={lang} view={detail.rules} />
              </details>
            </>
          )}
          {walk && (
            <details class="kp-part" open>
              <summary>{word('walk')}</summary>
              <Walk
                {...{ id, lang, words, walk, goTo, follow }}
                packet={input.packet}
                reach={detail?.reach}
              />
            </details>
          )}
        </div>
        {frame.count > 0 && (
          <details class="kp-part">
            <summary>{word('frame', frame.count)}</summary>
            <Rules lang={lang} view={frame} />
          </details>
        )}
        {answer.ports.length > 0 && answer.kind === 'objects' && <Whole {...props} />}
      </div>
    </div>
  );
}

/** An edit keeps the beginning or the end. */
function isAkin(a: string, b: string): boolean {
  return a.slice(0, 200) === b.slice(0, 200) || a.slice(-200) === b.slice(-200);
}

const MODES = ['iptables', 'nftables', 'ipvs'] as const;
const FAMILIES = { ipv4: 'IPv4', ipv6: 'IPv6' } as const;

/** Whose rules: mode, family, node. */
function Options({ lang, input, answer, set }: ViewProps<KubeProxyInput, KubeProxyAnswer>) {
  const { words, kind, mode, families, nodes, node } = answer;
  if (kind !== 'objects') return null;
  return (
    <div class="w-options kp-bar">
      <Choice
        label={say(words.mode, lang)}
        value={input.mode}
        options={[
          ['', `${say(words.modeOfConfig, lang)}${input.mode === '' && mode ? ` (${mode})` : ''}`],
          ...MODES.map((each) => [each, each] as const),
        ]}
        onValue={(value) => set({ mode: value })}
      />
      {families.length > 1 && (
        <Choice
          label={say(words.family, lang)}
          value={input.family}
          options={families.map((each, index) => [
            index === 0 ? '' : each,
            FAMILIES[each as keyof typeof FAMILIES],
          ])}
          onValue={(family) => set({ family, packet: '' })}
        />
      )}
      {nodes.length > 1 && (
        <Choice
          label={say(words.on, lang)}
          value={input.on}
          options={[['', say(words.onAuto, lang)], ...nodes.map((each) => [each, each] as const)]}
          onValue={(on) => set({ on, packet: '' })}
        />
      )}
      <span class="w-soft">
        {node && (
          <>
            {say(words.on, lang)} <code>{node}</code> ·{' '}
          </>
        )}
        {say(words.version, lang)}
      </span>
    </div>
  );
}

function useMarks(findings: readonly Finding[], busy: boolean): readonly Mark[] {
  return useMemo(
    () => (busy ? [] : findings.map(({ line, tone }): Mark => ({ line, tone }))),
    [findings, busy],
  );
}
