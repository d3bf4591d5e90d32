import { Alert } from '@mantine/core';
import { Laptop } from 'lucide-react';
import { AddSource, OnTop, PasteLink, SetSize } from './drawings.js';
import { Guide, type GuideStep } from './guide.js';
import { isLocalLink } from './local-link.js';

const STEPS: readonly GuideStep[] = [
  {
    title: 'Add a source',
    text: 'Press Add source and choose Link.',
    picture: <AddSource title="Sources" />,
  },
  { title: 'Paste the link', text: 'Into the field for the address.', picture: <PasteLink label="Link" /> },
  {
    title: 'Give it the size of your canvas',
    text: 'Width 1080 and height 1920. Our widgets keep clear of TikTok’s own buttons.',
    picture: <SetSize width={1080} height={1920} />,
  },
  { title: 'Move it to the top', text: 'Drag it above your camera. The chip turns green.', picture: <OnTop /> },
];

/** The same for TikTok's own program, which refuses links to this machine. */
export function StudioGuide({ link }: { link: string | undefined }) {
  return (
    <>
      {link && isLocalLink(link) && (
        <Alert color="amber" mt="md" icon={<Laptop size={20} aria-hidden />}>
          TikTok LIVE Studio takes no links to your own computer. Use OBS, or have this server set up under a public
          address.
        </Alert>
      )}
      <Guide steps={STEPS} label="In TikTok LIVE Studio" />
    </>
  );
}
