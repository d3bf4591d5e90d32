import '../styles/base.css';
import '../timer/timer.css';
import { stateWidget } from '../runtime/state-widget.js';
import { runWidget } from '../runtime/run-widget.js';
import { TimerView } from '../timer/timer-view.js';

const stage = document.getElementById('stage');
if (stage) runWidget(() => stateWidget(new TimerView(stage)));
