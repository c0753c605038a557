/**
 * The steps of a notice, one per line. Of a notice's markup n8n keeps `a`, `ul` and `li` only, and `li` would put a bullet before each number.
 */
export const numberedSteps = (steps: string[]): string =>
	steps.map((step, index) => `<ul>${index + 1}. ${step}</ul>`).join('');
