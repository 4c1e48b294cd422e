/** The product's version, as in the user agent of callbacks. */
export const VERSION = '0.1.0';
