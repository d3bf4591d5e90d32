export type UploadRefusal =
  | 'UPLOAD.EMPTY'
  | 'UPLOAD.TYPE_UNKNOWN'
  | 'UPLOAD.SVG'
  | 'UPLOAD.BROKEN'
  | 'UPLOAD.PICTURE_TOO_LARGE'
  | 'UPLOAD.SOUND_TOO_LONG';

/** A file that is not taken. The message is for the streamer and says what to do. */
export class UploadRefusedError extends Error {
  constructor(
    readonly code: UploadRefusal,
    message: string,
  ) {
    super(message);
    this.name = 'UploadRefusedError';
  }
}

export function broken(what: string): never {
  throw new UploadRefusedError(
    'UPLOAD.BROKEN',
    `The file is damaged or not what it says it is: ${what}. Save it again with another program and try once more`,
  );
}
