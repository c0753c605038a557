// A workflow is published, called, run and read back in one test, on a machine that may be busy.
jest.setTimeout(240_000);
