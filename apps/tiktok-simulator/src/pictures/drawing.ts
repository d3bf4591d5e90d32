/** Draws one shape on a transparent canvas of 256 x 256; `gift-svg.ts` defines the gradients it may use. */
export type Drawing = () => string;
