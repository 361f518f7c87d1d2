/** What authors can use in a page without importing it, and what Markdown becomes. */
import Widget from '../../widgets/Widget.astro';
import Architecture from '../Architecture.astro';
import Conformance from '../Conformance.astro';
import Measured from '../Measured.astro';
import H2 from './H2.astro';
import H3 from './H3.astro';
import Pre from './Pre.astro';
import Table from './Table.astro';
import Th from './Th.astro';

export const components = {
  Widget,
  Architecture,
  Measured,
  Conformance,
  h2: H2,
  h3: H3,
  pre: Pre,
  table: Table,
  th: Th,
};
