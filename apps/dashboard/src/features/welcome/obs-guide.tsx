import { AddSource, OnTop, PasteLink, SetSize } from './drawings.js';
import { Guide, type GuideStep } from './guide.js';

const STEPS: readonly GuideStep[] = [
  {
    title: 'Add a source',
    text: 'Under Sources press + and choose Browser. Call it “Alerts”.',
    picture: <AddSource title="Sources" />,
  },
  { title: 'Paste the link', text: 'Into the field URL, over what stands there.', picture: <PasteLink label="URL" /> },
  {
    title: 'Give it the size of your canvas',
    text: 'Width 1920 and height 1080; for an upright stream 1080 and 1920.',
    picture: <SetSize width={1920} height={1080} />,
  },
  {
    title: 'Move it to the top',
    text: 'Press OK and drag it above your camera and game. The chip turns green.',
    picture: <OnTop />,
  },
];

export function ObsGuide() {
  return <Guide steps={STEPS} label="In OBS" />;
}
