// A workflow is published, called, run and read back in one test.
jest.setTimeout(60_000);
