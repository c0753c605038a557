export default async function teardown() {
	await globalThis.thumbtackTestStack?.stop();
}
