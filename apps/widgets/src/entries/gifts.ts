import '../styles/base.css';
import '../alerts/alerts.css';
import '../alerts/chip-and-card.css';
import '../alerts/scene.css';
import { AlertBox } from '../alerts/alert-box.js';
import { alertWidget } from '../runtime/alert-widget.js';
import { runWidget } from '../runtime/run-widget.js';

const stage = document.getElementById('stage');
if (stage) runWidget((host) => alertWidget(host, new AlertBox(stage, 'gifts')));
