import '../styles/base.css';
import '../hearts/hearts.css';
import { heartsWidget } from '../hearts/hearts-widget.js';
import { runWidget } from '../runtime/run-widget.js';

const stage = document.getElementById('stage');
if (stage) runWidget(() => heartsWidget(stage));
