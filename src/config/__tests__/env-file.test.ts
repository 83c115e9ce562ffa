import { envFileVariables } from '../env-file';

test('a later file precedes an earlier one, and a blank value counts as not set', () => {
  const project = '# keys\nexport OPENAI_API_KEY="sk one"\nGEMINI_API_KEY=two\nLOG=debug\n';
  const queries = 'GEMINI_API_KEY=three\nLOG=\n1BAD=x\n';
  expect(Object.fromEntries(envFileVariables([project, queries]))).toEqual({
    OPENAI_API_KEY: 'sk one',
    GEMINI_API_KEY: 'three',
  });
});

test('a file that does not exist has no variables', () => {
  expect(envFileVariables([null, null]).size).toBe(0);
});
