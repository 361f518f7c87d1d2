/** A record of every search index: one heading with the text below it. */
export interface SearchSection {
  /** Below the site's root: `zh/qos/classes.html#rule` */
  readonly url: string;
  readonly page: string;
  /** Empty for the beginning of a page. */
  readonly heading: string;
  readonly text: string;
}
