import { ActionIcon, Button, FileButton, Tooltip } from '@mantine/core';
import { Upload as UploadIcon } from 'lucide-react';
import { useEffect } from 'react';
import type { Upload, UploadKind } from '#libs/contracts';
import { notifyFailed } from '../../ui/notify.js';
import { ApiError } from '../../api/problem.js';
import { ACCEPTED } from './upload-kinds.js';
import { useSender } from './use-sender.js';

interface Props {
  kind: UploadKind;
  /** With words on it. */
  wide?: boolean;
  onUploaded: (upload: Upload) => void;
}

/** Picks one file, sends it, and hands over what became of it. */
export function UploadButton({ kind, wide = false, onUploaded }: Props) {
  const { outgoing, send, drop } = useSender();
  const busy = outgoing.some(({ error }) => error === undefined);
  const label = kind === 'image' ? 'Upload a picture' : 'Upload a sound';
  const pick = async (file: File | null) => {
    if (!file) return;
    const [upload] = await send([file]);
    if (upload?.kind === kind) return onUploaded(upload);
    if (upload) {
      const is = upload.kind === 'image' ? 'a picture' : 'a sound';
      notifyFailed(
        new ApiError(422, 'UPLOAD.KIND', `That file is ${is}. It is in your library, but does not fit here.`),
      );
    }
  };
  const failed = outgoing.find(({ error }) => error !== undefined);
  useEffect(() => {
    if (failed?.error === undefined) return;
    drop(failed.id);
    notifyFailed(new ApiError(422, 'UPLOAD.FAILED', failed.error));
  });
  return (
    <FileButton accept={ACCEPTED[kind]} onChange={(file) => void pick(file)}>
      {(props) =>
        wide ? (
          <Button
            {...props}
            size="sm"
            variant="default"
            loading={busy}
            leftSection={<UploadIcon size={16} aria-hidden />}
          >
            {label}
          </Button>
        ) : (
          <Tooltip label={label}>
            <ActionIcon {...props} variant="default" size="lg" loading={busy} aria-label={label}>
              <UploadIcon size={16} />
            </ActionIcon>
          </Tooltip>
        )
      }
    </FileButton>
  );
}
