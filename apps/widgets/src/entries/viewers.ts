import '../styles/base.css';
import '../viewers/viewers.css';
import { stateWidget } from '../runtime/state-widget.js';
import { runWidget } from '../runtime/run-widget.js';
import { ViewersView } from '../viewers/viewers-view.js';

const stage = document.getElementById('stage');
if (stage) runWidget(() => stateWidget(new ViewersView(stage)));
