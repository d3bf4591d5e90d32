export declare const MOMENTS: string[];
export declare const FAMILY_NAMES: string[];
export declare function compose(family: string, moment: string): Float64Array;
export declare function soundLibrary(): Map<string, Buffer>;
