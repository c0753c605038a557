/** The two generations of Thumbtack's API: the Partner Platform (v4), and the Pro API v1 to v3 (legacy). */
export type Generation = 'v4' | 'legacy';
