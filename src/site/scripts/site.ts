import { copyButtons } from '../behaviours/copy-code.ts';
import { scrollers } from '../behaviours/scrollers.ts';
import { searchKey } from '../behaviours/search-key.ts';
import { themeButton } from '../behaviours/theme-button.ts';
import { twinLink } from '../behaviours/twin-link.ts';
import { loadWidgets } from '../behaviours/widgets.ts';

loadWidgets();
themeButton();
twinLink();
searchKey();
copyButtons();
scrollers();
