export declare function loudness(samples: Float64Array, rate: number): number;
export declare function truePeak(samples: Float64Array): number;
export declare function normalise(samples: Float64Array, rate: number, target?: number): Float64Array;
