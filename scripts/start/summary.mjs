import { logsDir, shownPath } from '../system/paths.mjs';
import { secretsFile } from './secrets.mjs';

const DEMO_KEY = '5600e838-26e8-4a61-a0a1-3d1d917efb35';
const DEMO_WIDGETS = ['gifts', 'chat'];

/** What a person needs to know when everything runs. */
export function summary({ plan, shared, generated, seconds, source, bold = (text) => text }) {
  const { PUBLIC_URL, WIDGETS_URL } = shared;
  const lines = [['Dashboard and API', PUBLIC_URL]];
  if (plan.demo) {
    lines.push(['Demo account', 'demo@streamshape.local']);
    lines.push(['Password', 'streamshape-demo   (it is an admin)']);
    if (!shared.SMTP_URL) lines.push(['Outbox', `${PUBLIC_URL}/outbox   (mails are shown there, not sent)`]);
    lines.push(
      ['Gallery', `${WIDGETS_URL}/gallery   (every widget in every theme)`],
      ...DEMO_WIDGETS.map((widget, index) => [index ? '' : 'Demo widgets', `${WIDGETS_URL}/${DEMO_KEY}/${widget}`]),
    );
  }
  lines.push(['TikTok', tiktokText(plan)]);
  if (plan.stripe) lines.push(['Stripe', 'simulated: no real money. Pay with the card 4242 4242 4242 4242']);
  if (generated.includes('OPERATOR_TOKEN'))
    lines.push(['Operator token', `OPERATOR_TOKEN in ${shownPath(secretsFile)}`]);
  lines.push(['Logs', shownPath(logsDir)]);
  if (source) lines.push(['Source', source]);
  const rows = lines.map(([label, text]) => `  ${label.padEnd(18)} ${text}`);
  return ['', bold(`StreamShape is running (${seconds} s).`), '', ...rows, '', 'Press Ctrl-C to stop.', ''].join('\n');
}

function tiktokText({ simulator, handle, followsRealRoom, tiktokServers }) {
  if (simulator) return `simulated, room of @${handle}, always live`;
  const servers = Object.entries(tiktokServers).map(([key, url]) => `${key}=${url}`);
  const where = servers.length === 0 ? 'the real TikTok' : servers.join(' ');
  return `room of @${handle} on ${where}${followsRealRoom ? '' : ' (another room: npm start -- --handle NAME)'}`;
}
