import { livenotes } from '../../ui/load.ts';
import { open } from '../search/panel.tsx';

livenotes.parts['search'] = { open };
