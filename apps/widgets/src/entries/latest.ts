import '../styles/base.css';
import '../latest/latest.css';
import { LatestView } from '../latest/latest-view.js';
import { stateWidget } from '../runtime/state-widget.js';
import { runWidget } from '../runtime/run-widget.js';

const stage = document.getElementById('stage');
if (stage) runWidget(() => stateWidget(new LatestView(stage)));
