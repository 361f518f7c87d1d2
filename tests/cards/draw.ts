/**
 * Draws `public/card-zh.png` and `public/card-en.png`, the pictures that chats and social networks show
 * for a link: `node tests/cards/draw.ts`. Drawn by hand, not in the build, because a build machine may
 * have no browser and other fonts.
 */
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const WIDTH = 1200;
const HEIGHT = 630;

const CARDS = {
  zh: {
    name: 'Kubernetes 活页笔记',
    claim: '把你的对象贴进来，<br>看 Kubernetes 怎么做，<br>为什么这么做。',
    line: '第 8 行',
    why: 'Init 容器 <code>migrate</code> 没有限制',
  },
  en: {
    name: 'Kubernetes Live Notes',
    claim: 'Paste your own object. See what Kubernetes does with it, and why.',
    line: 'line 8',
    why: 'init container <code>migrate</code> has no limits',
  },
} as const;

const POD = [
  'apiVersion: v1',
  'kind: Pod',
  'metadata:',
  '  name: web',
  'spec:',
  '  initContainers:',
  '    - name: migrate',
  '      resources: {}',
  '  containers:',
  '    - name: app',
  '      resources:',
  '        limits:',
];
const MARKED = 7;

function html(lang: keyof typeof CARDS): string {
  const card = CARDS[lang];
  const pod = POD.map((line, at) => `<i${at === MARKED ? ' class="hit"' : ''}>${line}</i>`).join(
    '',
  );
  return `<!doctype html><html lang="${lang === 'zh' ? 'zh-CN' : 'en'}"><meta charset="utf-8"><style>
    * { box-sizing: border-box; margin: 0 }
    body { width: ${WIDTH}px; height: ${HEIGHT}px; display: grid; grid-template-columns: 1fr 30rem;
      gap: 3.5rem; align-items: center; padding: 4.5rem; background: #fdfdfb; color: #1d2129;
      font-family: 'Noto Sans', 'DejaVu Sans', 'Noto Sans CJK SC', sans-serif }
    h1 { font-size: 2.1rem; color: #2457c5; margin-bottom: 1.6rem }
    p { font-size: 2.6rem; line-height: 1.4; font-weight: 700; text-wrap: balance }
    figure { border: 2px solid #dfe0da; border-radius: 18px; overflow: hidden; background: #fff }
    pre { background: #f4f4f0; padding: 1.1rem 0; font: 1.18rem/1.55 'DejaVu Sans Mono', monospace }
    i { display: block; font-style: normal; padding: 0 1.4rem; white-space: pre }
    .hit { background: #fdf1dc; box-shadow: inset 6px 0 #8a5200 }
    figcaption { padding: 1.1rem 1.4rem; font-size: 1.2rem }
    b { display: block; font-size: 1.7rem; margin-bottom: .3rem }
    mark { background: #fdf1dc; color: #8a5200; border-radius: 6px; padding: .1em .4em; margin-right: .3em }
    code { font-family: 'DejaVu Sans Mono', monospace; font-size: .92em }
  </style><div><h1>${card.name}</h1><p>${card.claim}</p></div>
  <figure><pre>${pod}</pre><figcaption><b>Burstable</b><mark>${card.line}</mark>${card.why}</figcaption></figure>`;
}

const system = '/usr/bin/chromium';
const browser = await chromium.launch({
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  ...(existsSync(system) && { executablePath: system }),
});
for (const lang of ['zh', 'en'] as const) {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
  await page.setContent(html(lang));
  await page.screenshot({ path: `public/card-${lang}.png` });
}
await browser.close();
