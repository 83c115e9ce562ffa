import { BuildOutput } from '../build-output';

function read(lines: readonly string[], ownSteps = 0): BuildOutput {
  const output = new BuildOutput(ownSteps);
  lines.forEach((stream) => output.add({ stream }));
  return output;
}

describe('the output of a build', () => {
  it('tells the step, without those that Helix has added', () => {
    const begun = ['Step 1/5 : FROM scratch\n', ' ---> \n', 'Step 2/5 : LABEL helix-project="shop"\n'];
    expect(read(begun, 2).progress).toEqual({ step: 1, of: 3 });
    expect(read([...begun, 'Step 3/5 : COPY . /\n'], 2).progress).toEqual({ step: 2, of: 3 });
  });

  it('joins a line that comes in pieces', () => {
    const output = new BuildOutput(0);
    expect(output.add({ stream: 'Step 1/2 : FR' })).toEqual([]);
    expect(output.add({ stream: 'OM a\n\nhel' })).toEqual(['Step 1/2 : FROM a']);
    expect(output.add({ stream: 'lo\r\n' })).toEqual(['hello']);
  });

  it('keeps the last twenty lines of the step that failed', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}\n`);
    const output = read(['Step 1/2 : RUN a\n', 'of the step before\n', 'Step 2/2 : RUN b\n', ...lines]);
    output.add({ error: 'code 7', errorDetail: { message: 'returned a non-zero code: 7' } });
    expect(output.error).toBe('returned a non-zero code: 7');
    expect(output.failure()).toHaveLength(21);
    expect(output.failure().slice(0, 2)).toEqual(['Step 2 of 2: RUN b', 'line 10']);
  });

  it('knows the images that it has used, and how many steps a cache had', () => {
    const output = read([' ---> Using cache\n', ' ---> 0123456789ab\n', ' ---> Running in ba9876543210\n']);
    expect([...output.layers]).toEqual(['0123456789a']);
    expect(output.steps.cached).toBe(1);
  });

  it('of Podman tells the same', () => {
    const layers = ['--> Using cache 020abc34a60c3178\n', '--> 020abc34a60\n', 'STEP 2/2: COPY a /\n'];
    const output = read(['STEP 1/2: FROM scratch\n', ...layers, '--> 8f17ba339d5\n']);
    expect([output.progress, [...output.layers], output.steps.cached]).toEqual([
      { step: 2, of: 2 },
      ['020abc34a60', '8f17ba339d5'],
      1,
    ]);
  });
});
