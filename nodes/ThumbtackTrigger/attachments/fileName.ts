const LONGEST = 120;

/** The last part of a path of any system, without what a file system or a shell takes for more than a letter. */
export function safeFileName(name: string | null, otherwise: string): string {
	const last = (name ?? '').split(/[/\\]/).pop() ?? '';
	const plain = last
		.normalize('NFC')
		// Control characters, and the invisible ones that turn the direction of writing ("fdp.exe" looks like
		// "exe.pdf").
		.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
		.replace(/[<>:"|?*]/g, '_')
		.replace(/^[.\s]+|[.\s]+$/g, '');
	if (plain === '') return otherwise;
	if (plain.length <= LONGEST) return plain;
	const extension = /\.[\w-]{1,10}$/.exec(plain)?.[0] ?? '';
	return plain.slice(0, LONGEST - extension.length) + extension;
}
