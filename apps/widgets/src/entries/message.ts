import '../fonts/message.css';
import '../pages/message.css';
import { insideObs } from '../runtime/obs.js';

if (!insideObs()) document.documentElement.dataset['reader'] = '';
