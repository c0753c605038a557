import { createRequire } from 'node:module';
import { PNG } from 'pngjs';

// The package's ES module is not marked as one, so Node.js finds the CommonJS one only.
const { GIFEncoder, applyPalette, quantize } = createRequire(import.meta.url)('gifenc') as typeof import('gifenc');

export interface Frame {
	png: Buffer;
	/** How long it stands, in milliseconds. */
	ms: number;
}

/** A GIF that begins anew when it has ended. All frames have the size of the first. */
export function animate(frames: Frame[]): Buffer {
	const gif = GIFEncoder();
	for (const { png, ms } of frames) {
		const { data, width, height } = PNG.sync.read(png);
		const palette = quantize(data, 256);
		gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay: ms });
	}
	gif.finish();
	return Buffer.from(gif.bytes());
}
