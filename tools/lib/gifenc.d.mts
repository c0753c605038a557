declare module 'gifenc' {
	export type Palette = Array<[red: number, green: number, blue: number]>;

	export interface Encoder {
		writeFrame(
			index: Uint8Array,
			width: number,
			height: number,
			/** `delay` in milliseconds. */
			options: { palette: Palette; delay: number },
		): void;
		finish(): void;
		bytes(): Uint8Array;
	}

	export function GIFEncoder(): Encoder;
	export function quantize(rgba: Uint8Array, mostColors: number): Palette;
	export function applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array;
}
