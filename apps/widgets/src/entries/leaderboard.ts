import '../styles/base.css';
import '../leaderboard/leaderboard.css';
import { LeaderboardView } from '../leaderboard/leaderboard-view.js';
import { stateWidget } from '../runtime/state-widget.js';
import { runWidget } from '../runtime/run-widget.js';

const stage = document.getElementById('stage');
if (stage) runWidget(() => stateWidget(new LeaderboardView(stage)));
