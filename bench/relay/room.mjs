export const roomOf = (streamer) => `s${String(streamer).padStart(4, '0')}`;
