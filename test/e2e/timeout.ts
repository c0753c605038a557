// A workflow is published, called, run and read back in one test.
jest.setTimeout(120_000);
