export default async function teardown() {
	await Promise.all((globalThis.thumbtackTestStacks ?? []).map((stack) => stack.stop()));
}
