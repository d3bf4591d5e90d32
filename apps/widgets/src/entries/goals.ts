import '../styles/base.css';
import '../styles/burst.css';
import '../goals/goals.css';
import { GoalsView } from '../goals/goals-view.js';
import { browserStorage } from '../runtime/storage.js';
import { stateWidget } from '../runtime/state-widget.js';
import { runWidget } from '../runtime/run-widget.js';

const stage = document.getElementById('stage');
const metric = new URLSearchParams(location.search).get('metric');
if (stage) runWidget(() => stateWidget(new GoalsView(stage, metric, browserStorage())));
