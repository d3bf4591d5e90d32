import '../styles/base.css';
import '../lists/list.css';
import '../chat/chat.css';
import { ChatView } from '../chat/chat-view.js';
import { chatWidget } from '../chat/chat-widget.js';
import { runWidget } from '../runtime/run-widget.js';

const stage = document.getElementById('stage');
if (stage) runWidget(() => chatWidget(new ChatView(stage)));
