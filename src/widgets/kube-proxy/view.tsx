import { useMemo, useRef } from 'preact/hooks';
import { isAkin } from '../../ui/akin.ts';
import { Choice } from '../../ui/choice.tsx';
import { Editor, type Mark } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { Finding } from '../../ui/finding.ts';
import type { GoToLine } from '../../ui/line-link.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { KubeProxyAnswer, KubeProxyInput } from './answer.ts';
import { Detail } from './detail.tsx';
import { DumpEndpoints } from './dump.tsx';
import { Guard } from './guard.tsx';
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
  const goToObjects = useRef<GoToLine>(null);
  const root = useRef<HTMLDivElement>(null);
  const { words, kind, problems, configProblems, nodeProblems, objectProblems = [] } = answer;
  const { detail, dumped, walk, frame } = answer;
  const shown = detail ?? dumped;
  const isDump = kind === 'dump';
  const word = (key: keyof Words, count = 0) => say(words[key], lang, { count });
  const marks = useMarks(problems, busy);
  const configMarks = useMarks(configProblems, busy);
  const nodeMarks = useMarks(nodeProblems, busy);
  const objectMarks = useMarks(objectProblems, busy);
  const follow = (packet: string) => set({ packet });
  /** Another cluster has other Services and nodes. */
  const put = (change: typeof replace) => (text: string) =>
    change({
      input: text,
      ...(!isAkin(text, input.input) && { service: '', packet: '', on: '', family: '' }),
    });
  const status = `${id}-status`;

  return (
    <div class="kp" ref={root}>
      <Options {...props} />
      <Guard {...props} root={root} />
      <div class="w-cols kp-texts">
        <Editor
          id={id}
          lang={lang}
          label={messages.input}
          name="input"
          value={input.input}
          file={isDump ? (answer.isNft ? 'node.nft' : 'node.iptables-save') : 'services.yaml'}
          marks={marks}
          describedBy={status}
          invalid={problems.length > 0}
          goTo={goTo}
          onText={put(set)}
          onFile={put(replace)}
        />
        <div class="kp-side">
          {isDump && (
            <Editor
              id={`${id}-objects`}
              lang={lang}
              label={messages.objects}
              name="objects"
              value={input.objects}
              file="services.yaml"
              marks={objectMarks}
              describedBy={status}
              invalid={objectProblems.length > 0}
              goTo={goToObjects}
              onText={(objects) => set({ objects })}
              onFile={(objects) => replace({ objects })}
            />
          )}
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
            id={`${id}-objects`}
            lang={lang}
            goTo={goToObjects}
            findings={objectProblems}
          />
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
          {shown && (
            <div class={`kp-says is-${shown.tone}`}>
              <b lang="en">{shown.id}</b>
              {shown.says.map((sentence) => (
                <p key={sentence[1]}>{say(sentence, lang)}</p>
              ))}
            </div>
          )}
          {detail && (
            <Detail {...{ lang, words, detail, follow }} packet={input.packet || detail.packet} />
          )}
          {dumped && dumped.endpoints.length > 0 && (
            <DumpEndpoints {...{ id, lang, goTo, words }} endpoints={dumped.endpoints} />
          )}
          {shown && (
            <details class="kp-part" open>
              <summary>{word('rules', shown.rules.count)}</summary>
              <Rules {...{ id, lang, goTo }} view={shown.rules} />
            </details>
          )}
          {walk && (
            <details class="kp-part" open={input.packet !== ''}>
              <summary>{word('walk')}</summary>
              <Walk
                {...{ id, lang, words, walk, goTo, follow }}
                packet={input.packet}
                cells={cellsOf(answer, lang)}
              />
            </details>
          )}
        </div>
        {frame.count > 0 && (
          <details class="kp-part">
            <summary>{word('frame', frame.count)}</summary>
            <Rules {...{ id, lang, goTo }} view={frame} />
          </details>
        )}
        {answer.ports.length > 0 && !isDump && <Whole {...props} />}
      </div>
    </div>
  );
}

/** Packets to choose from, with who sends them where. */
function cellsOf(
  { detail, dumped }: KubeProxyAnswer,
  lang: Lang,
): readonly (readonly [packet: string, name: string])[] {
  if (dumped) return dumped.packets.map(([packet, to]) => [packet, `→ ${to}`]);
  const { clients, rows } = detail?.reach ?? { clients: [], rows: [] };
  return rows.flatMap(({ kind, cells }) =>
    cells.map(({ packet }, index) => {
      const from = clients[index];
      return [packet, `${from ? say(from, lang) : ''} → ${say(kind, lang)}`] as const;
    }),
  );
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
