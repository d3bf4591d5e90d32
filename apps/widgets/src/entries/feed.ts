import '../styles/base.css';
import '../lists/list.css';
import '../feed/feed.css';
import { feedWidget } from '../feed/feed-widget.js';
import { runWidget } from '../runtime/run-widget.js';

const stage = document.getElementById('stage');
if (stage) runWidget(() => feedWidget(stage));
