import '../styles/base.css';
import '../gifts/gifts.css';
import '../gifts/chip-and-card.css';
import '../gifts/scene.css';
import { GiftView } from '../gifts/gift-view.js';
import { alertWidget } from '../runtime/alert-widget.js';
import { runWidget } from '../runtime/widget.js';

const stage = document.getElementById('stage');
if (stage) runWidget((host) => alertWidget(host, new GiftView(stage)));
