import { LANGS, type Lang } from './messages.ts';

/** The language of an address: `/notes/zh/qos/classes.html` is Chinese. */
export function langOf(pathname: string): Lang {
  return LANGS.find((lang) => pathname.split('/').includes(lang)) ?? 'en';
}

/** What `lang` and `hreflang` say. */
export const tagOf = (lang: Lang): string => (lang === 'zh' ? 'zh-CN' : 'en');

export const otherThan = (lang: Lang): Lang => (lang === 'zh' ? 'en' : 'zh');
