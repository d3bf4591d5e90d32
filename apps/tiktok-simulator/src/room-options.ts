/** Where a handle stands: what the liveness routes report. */
export type RoomStatus = 'live' | 'offline';

export interface GoLiveOptions {
  /** Default: a new id for each session after the first, as on TikTok. */
  roomId?: string;
}

export interface GoOfflineOptions {
  /** Tell the connected clients with a control message. Default true; false plays a missed stream end. */
  announce?: boolean;
  /** 3 ended (default), 4 suspended. */
  action?: 3 | 4;
  /** How the sockets end after the announcement. Default 'close' (1005); 'terminate' is 1006, 'keep' leaves them. */
  sockets?: 'close' | 'terminate' | 'keep';
  /**
   * Gap between the announcement and the end of the sockets. Default 250 ms, as a real server leaves one. With 0 the
   * client often loses the announcement: its gunzip is asynchronous and the close overtakes it.
   */
  closeAfterMs?: number;
}

export interface LivelySettings {
  /** 1 is the demo's pace. */
  pace?: number;
  seed?: number;
}
