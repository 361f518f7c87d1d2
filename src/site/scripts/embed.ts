import { announceSize } from '../behaviours/announce-size.ts';
import { loadWidgets } from '../behaviours/widgets.ts';

announceSize();
loadWidgets();
